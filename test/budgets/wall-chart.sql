-- poverty: 1 request
-- villages: 2 requests
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* poverty */ select `m0`.* from `master_ledger` as `m0` where `m0`.`valid_from` <= ? and `m0`.`valid_to` > ? and `m0`.`division` in (…) and `m0`.`state` not in (…) order by `m0`.`due` asc nulls last, `m0`.`id` asc;
/* poverty */ select `t0`.* from `task_dependency` as `t0` where `t0`.`valid_from` <= ? and `t0`.`valid_to` > ? and `t0`.`division` in (…);
/* poverty */ select `y`.`year`, `y`.`announced`, `d`.`day`, `d`.`working` from `calendar_year` as `y` left join `calendar_day` as `d` on `y`.`year` = `d`.`year`;
