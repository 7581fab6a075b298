-- personnel: 1 request
/* personnel */ select "e".* from "action_procedure" as "e" where "e"."id" in (…) order by "e"."valid_from" asc;
/* personnel */ select "e".* from "person" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* personnel */ select "e".* from "personnel_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? order by "e"."decided_on" desc nulls last, "e"."id" desc limit ?;
/* personnel */ select * from (select "e".*, row_number() over (partition by "e"."person" order by "e"."year" asc, "e"."id" asc) as place_in_page from "appraisal" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."person" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* personnel */ select `l0`.* from `ledger` as `l0` where `l0`.`noun` = ? and `l0`.`key` in (…) and `l0`.`day` <= ? order by `l0`.`seq` asc;
/* personnel */ select count(*) as n, count(distinct "e"."person") as d0, count(distinct "e"."person") as d1 from "personnel_action" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? limit ?;
