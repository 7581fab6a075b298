-- personnel: 1 request
-- villages: 1 request
/* villages */ select "e"."county", count(*) as total from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" = ? and "e"."county" in (…) group by "e"."county";
/* villages */ select "e"."county", count(*) as total from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" = ? and "e"."county" in (…) group by "e"."county";
/* villages */ select "e"."parent", count(*) as total from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" = ? and "e"."parent" in (…) group by "e"."parent";
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* personnel */ select distinct "e"."target", "e"."kind" from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."target" in (…) and "e"."kind" in (…) and "e"."state" = ?;
/* personnel */ select distinct "e"."village" from "resident_team" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…);
