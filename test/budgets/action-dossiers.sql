-- personnel: 1 request
/* personnel */ select `a0`.* from `action_procedure` as `a0` where `a0`.`id` in (…) order by `a0`.`valid_from` asc;
/* personnel */ select `l0`.* from `ledger` as `l0` where `l0`.`noun` = ? and `l0`.`key` in (…) and `l0`.`day` <= ? order by `l0`.`seq` asc;
/* personnel */ select `p0`.* from `person` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` in (…);
/* personnel */ select `p0`.* from `personnel_action` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? order by `p0`.`decided_on` desc nulls last, `p0`.`id` desc limit ?;
/* personnel */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."person" order by "e"."year" asc, "e"."id" asc) as place_in_page from `appraisal` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`person` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* personnel */ select count(*) as n, count(distinct "e"."person") as d0, count(distinct "e"."person") as d1 from `personnel_action` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? limit ?;
