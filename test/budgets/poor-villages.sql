-- villages: 1 request
/* villages */ select "e"."village", count(*) as total from "industry_project" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) group by "e"."village";
/* villages */ select "e".* from "collective_economy_record" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."year" in (…);
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" in (…) and "e"."id" in (select village from village_designation where valid_from <= ? and valid_to > ? and kind in (…)) order by "e"."code" asc, "e"."id" asc limit ?;
/* villages */ select "e".* from "division_change" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."type" in (…) and "e"."state" in (…);
/* villages */ select "e".* from "division_edition" as "e" order by "e"."day" asc, "e"."id" asc;
/* villages */ select "e".* from "village_profile" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…);
/* villages */ select * from (select "e".*, row_number() over (partition by "e"."village" order by "e"."funds" asc, "e"."id" asc) as place_in_page from "industry_project" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* villages */ select * from (select "e".*, row_number() over (partition by "e"."village" order by "e"."valid_from" asc, "e"."id" asc) as place_in_page from "village_designation" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* villages */ select count(*) as n from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" in (…) and "e"."id" in (select village from village_designation where valid_from <= ? and valid_to > ? and kind in (…));
