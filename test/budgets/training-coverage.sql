-- personnel: 2 requests
-- villages: 2 requests
/* villages */ select `a0`.* from `agency` as `a0` where `a0`.`valid_from` <= ? and `a0`.`valid_to` > ? and `a0`.`id` in (…);
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* personnel */ select `e`.`event`, `e`.`state`, `e`.`in_cohort`, count(*) as total, sum(score) as points from `enrolment` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`event` in (…) group by `e`.`event`, `e`.`state`, `e`.`in_cohort`;
/* personnel */ select `t0`.* from `training_event` as `t0` where `t0`.`valid_from` <= ? and `t0`.`valid_to` > ? and `t0`.`from` >= ? order by `t0`.`from` desc, `t0`.`id` desc limit ?;
/* personnel */ select `t0`.* from `training_series` as `t0` where `t0`.`valid_from` <= ? and `t0`.`valid_to` > ? and `t0`.`id` in (…);
/* personnel */ select `t0`.`row`, `t0`.`id` from `training_event` as `t0` where `t0`.`valid_from` <= ? and `t0`.`valid_to` > ? and `t0`.`state` = ? and `t0`.`from` >= ? and `t0`.`from` <= ?;
/* personnel */ select count(distinct `e`.`person`) as `count` from `enrolment` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`event` in (…) and `e`.`state` in (…) and `e`.`role_at_date` in (…);
