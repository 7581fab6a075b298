-- poverty: 1 request
-- villages: 1 request
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* poverty */ select "e"."division", count(*) as total from "reconciliation_break" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" != ? and "e"."division" in (…) group by "e"."division";
/* poverty */ select * from (select "e".*, row_number() over (partition by 0 order by "e"."found_on" asc, "e"."id" asc) as place_in_page from "reconciliation_break" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" != ? and "e"."division" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* poverty */ select 0 as family, "e"."kind" as k0, "e"."reason" as k1, count(*) as n, count(distinct "e"."subject") as d0, count(distinct "e"."person") as d1 from "accountability_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" != ? and "e"."division" in (…) group by family, k0, k1 limit ?;
/* poverty */ select 0 as family, "e"."owner" as k0, "e"."check" as k1, count(*) as n from "reconciliation_break" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" != ? and "e"."division" in (…) group by family, k0, k1 limit ?;
/* poverty */ select 0 as family, count(*) as n, count(distinct "e"."subject") as d0, count(distinct "e"."person") as d1 from "accountability_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" != ? and "e"."division" in (…) group by family limit ?;
