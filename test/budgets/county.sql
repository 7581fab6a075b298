-- personnel: 1 request
-- villages: 1 request
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `e`.`county`, count(*) as total from `division` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`county` in (…) group by `e`.`county`;
/* villages */ select `e`.`county`, count(*) as total from `division` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`county` in (…) group by `e`.`county`;
/* villages */ select `e`.`parent`, count(*) as total from `division` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`parent` in (…) group by `e`.`parent`;
/* personnel */ select distinct `p0`.`target`, `p0`.`kind` from `posting` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`target` in (…) and `p0`.`kind` in (…) and `p0`.`state` = ?;
/* personnel */ select distinct `r0`.`village` from `resident_team` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ? and `r0`.`village` in (…);
