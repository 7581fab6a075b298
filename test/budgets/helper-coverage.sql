-- poverty: 1 request
-- villages: 1 request
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select * from (select "e".*, row_number() over (partition by "e"."parent" order by "e"."code" asc, "e"."id" asc) as place_in_page from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" = ? and "e"."parent" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* poverty */ select "e"."village", "e"."helper", count(*) as n from "helper_assignment" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) and "e"."main" = ? group by "e"."village", "e"."helper";
/* poverty */ select "e"."village", count(*) as n from "household_ref" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) and "e"."status" in (…) and "e"."id" not in (select a.household from helper_assignment a where a.main and a.valid_from <= ? and a.valid_to > ?) group by "e"."village";
/* poverty */ select "e"."village", count(*) as n from "household_ref" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) and "e"."status" in (…) group by "e"."village";
/* poverty */ select "e"."village", count(*) as n from "household_ref" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) group by "e"."village";
