-- personnel: 1 request
-- poverty: 1 request
-- villages: 1 request
/* villages */ select "e".* from "agency" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* personnel */ select "e".* from "person" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* poverty */ select "e"."kind" as k0, "e"."state" as k1, count(*) as n from "master_ledger" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" not in (…) group by k0, k1 limit ?;
/* poverty */ select "e".* from "master_ledger" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" not in (…) order by "e"."due" asc nulls last, "e"."id" asc limit ?;
/* poverty */ select "e".* from "task_dependency" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."successor" in (…) order by "e"."row" asc;
/* poverty */ select count(*) as n from "master_ledger" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" not in (…);
/* poverty */ select y.year, y.announced, d.day, d.working from calendar_year y left join calendar_day d on y.year = d.year;
