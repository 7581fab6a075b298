-- poverty: 1 request
-- villages: 2 requests
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* poverty */ select "e".* from "master_ledger" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…) and "e"."state" not in (…) order by "e"."due" asc nulls last, "e"."id" asc;
/* poverty */ select "e".* from "task_dependency" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…);
/* poverty */ select y.year, y.announced, d.day, d.working from calendar_year y left join calendar_day d on y.year = d.year;
