-- villages: 1 request
/* villages */ select "e".* from "collective_economy_record" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."year" in (…);
/* villages */ select "e".* from "collective_economy_target" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…) and "e"."year" = ? order by "e"."at_least" asc, "e"."id" asc;
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "division_change" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."type" in (…) and "e"."state" in (…);
/* villages */ select "e".* from "division_edition" as "e" order by "e"."day" asc, "e"."id" asc;
