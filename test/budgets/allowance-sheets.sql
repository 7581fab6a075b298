-- personnel: 1 request
-- villages: 1 request
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* personnel */ select "e"."sheet" as family, count(*) as n, sum("e"."amount") as s0, count("e"."amount") as c0, min("e"."amount") as l0, max("e"."amount") as g0, sum("e"."present") as s1, count("e"."present") as c1, min("e"."present") as l1, max("e"."present") as g1, sum("e"."days") as s2, count("e"."days") as c2, min("e"."days") as l2, max("e"."days") as g2, count(distinct "e"."person") as d0 from "allowance_entitlement" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."sheet" in (…) group by family limit ?;
/* personnel */ select "e"."sheet", count(*) as total from "allowance_entitlement" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."sheet" in (…) group by "e"."sheet";
/* personnel */ select "e".* from "allowance_sheet" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."month" = ? order by "e"."month" asc, "e"."id" asc limit ?;
/* personnel */ select "e".* from "person" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* personnel */ select "e".* from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* personnel */ select * from (select "e".*, row_number() over (partition by "e"."sheet" order by "e"."posting" asc, "e"."id" asc) as place_in_page from "allowance_entitlement" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."sheet" in (…)) as "p" where place_in_page <= ? order by place_in_page;
