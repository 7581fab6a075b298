-- poverty: 1 request
-- villages: 1 request
/* villages */ select "e"."division" from "office_holding" as "e" where "e"."division" in (…) and "e"."valid_to" = ?;
/* villages */ select "e"."division" from "party_organization" as "e" where "e"."division" in (…) and "e"."valid_to" = ?;
/* villages */ select "e"."village" from "collective_economy_record" as "e" where "e"."village" in (…) and "e"."valid_to" = ? and "e"."state" != ?;
/* villages */ select "e"."village" from "industry_project" as "e" where "e"."village" in (…) and "e"."valid_to" = ? and "e"."state" in (…);
/* villages */ select "e"."village" from "village_designation" as "e" where "e"."village" in (…) and "e"."valid_to" = ?;
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "division" as "e" where "e"."valid_to" = ?;
/* villages */ select "e".* from "division_change" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" in (…) order by "e"."effective_on" desc, "e"."id" desc limit ?;
/* villages */ select "e".* from "given_code" as "e";
/* villages */ select count(*) as n from "division_change" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" in (…);
/* poverty */ select "e"."village", count(*) as total from "finding" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) group by "e"."village";
