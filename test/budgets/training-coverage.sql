-- personnel: 2 requests
-- villages: 2 requests
/* villages */ select "e".* from "agency" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* personnel */ select "e"."event", "e"."state", "e"."in_cohort", count(*) as total, sum(score) as points from "enrolment" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."event" in (…) group by "e"."event", "e"."state", "e"."in_cohort";
/* personnel */ select "e"."id" from "training_event" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" = ? and "e"."from" >= ? and "e"."from" <= ?;
/* personnel */ select "e".* from "training_event" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."from" >= ? order by "e"."from" desc, "e"."id" desc limit ?;
/* personnel */ select "e".* from "training_series" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* personnel */ select count(distinct person) as n from "enrolment" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."event" in (…) and "e"."state" in (…) and "e"."role_at_date" in (…);
