-- personnel: 1 request
-- villages: 1 request
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* personnel */ select "e".* from "age_rule" as "e";
/* personnel */ select "e".* from "appraisal" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."person" in (…) and "e"."state" in (…) and "e"."grade" = ? and "e"."year" in (…);
/* personnel */ select "e".* from "appraisal" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."person" in (…) and "e"."state" in (…) and "e"."grade" = ?;
/* personnel */ select "e".* from "person" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* personnel */ select "e".* from "personnel_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" in (…) and "e"."state" in (…) and "e"."decided_on" >= ? and "e"."decided_on" <= ?;
/* personnel */ select "e".* from "personnel_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."person" in (…) and "e"."kind" in (…) and "e"."state" in (…);
/* personnel */ select "e".* from "posting" as "e" where "e"."person" in (…) and "e"."kind" in (…) and "e"."actual_from" <= ?;
/* personnel */ select "e".* from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."frontline" = ? and "e"."actual_from" >= ? and "e"."actual_from" <= ?;
/* personnel */ select "e".* from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."one_plus_one" = ? and "e"."state" = ?;
/* personnel */ select "e".* from "reserve_cadre_entry" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ?;
/* personnel */ select count(distinct person) as n from "appraisal" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."grade" = ? and "e"."state" in (…) and "e"."year" >= ? and "e"."year" <= ?;
/* personnel */ select count(distinct person) as n from "clarification_case" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."outcome_on" >= ? and "e"."outcome_on" <= ?;
/* personnel */ select count(distinct person) as n from "personnel_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" in (…) and "e"."state" in (…) and "e"."effective_from" >= ? and "e"."effective_from" <= ?;
/* personnel */ select count(distinct person) as n from "personnel_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" in (…) and "e"."state" in (…) and "e"."effective_from" >= ? and "e"."effective_from" <= ?;
/* personnel */ select count(distinct person) as n from "personnel_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" in (…) and "e"."state" in (…) and "e"."effective_from" >= ? and "e"."effective_from" <= ?;
/* personnel */ select count(distinct person) as n from "tolerance_case" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."outcome" in (…) and "e"."outcome_on" >= ? and "e"."outcome_on" <= ? and "e"."state" not in (…);
