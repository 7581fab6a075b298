-- personnel: 1 request
-- poverty: 1 request
-- villages: 1 request
/* villages */ select `a0`.* from `agency` as `a0` where `a0`.`valid_from` <= ? and `a0`.`valid_to` > ? and `a0`.`id` in (…);
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* personnel */ select `p0`.* from `person` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` in (…);
/* poverty */ select "e"."kind" as k0, "e"."state" as k1, count(*) as n from `master_ledger` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`state` not in (…) group by k0, k1 limit ?;
/* poverty */ select `m0`.* from `master_ledger` as `m0` where `m0`.`valid_from` <= ? and `m0`.`valid_to` > ? and `m0`.`state` not in (…) order by `m0`.`due` asc nulls last, `m0`.`id` asc limit ?;
/* poverty */ select `t0`.* from `task_dependency` as `t0` where `t0`.`valid_from` <= ? and `t0`.`valid_to` > ? and `t0`.`successor` in (…) order by `t0`.`row` asc;
/* poverty */ select `y`.`year`, `y`.`announced`, `d`.`day`, `d`.`working` from `calendar_year` as `y` left join `calendar_day` as `d` on `y`.`year` = `d`.`year`;
/* poverty */ select count(*) as `count` from `master_ledger` as `m0` where `m0`.`valid_from` <= ? and `m0`.`valid_to` > ? and `m0`.`state` not in (…);
