-- poverty: 1 request
-- villages: 1 request
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."county" order by "e"."code" asc, "e"."id" asc) as place_in_page from `division` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`county` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* poverty */ select `f0`.* from `fact` as `f0` where `f0`.`noun` = ? and `f0`.`place` in (…) and `f0`.`kind` in (…) order by `f0`.`row` asc;
/* poverty */ select `f0`.* from `fact` as `f0` where `f0`.`noun` = ? and `f0`.`place` in (…) and `f0`.`kind` in (…) order by `f0`.`row` asc;
/* poverty */ select `f0`.* from `form_request` as `f0` where `f0`.`valid_from` <= ? and `f0`.`valid_to` > ? and `f0`.`requested_on` <= ?;
/* poverty */ select `f0`.* from `form_request` as `f0` where `f0`.`valid_from` <= ? and `f0`.`valid_to` > ? and `f0`.`requested_on` <= ?;
/* poverty */ select `i0`.* from `inspection_plan` as `i0` where `i0`.`valid_from` <= ? and `i0`.`valid_to` > ? and `i0`.`state` = ? order by `i0`.`year` asc, `i0`.`division` asc;
/* poverty */ select `i0`.`row`, `i0`.`inspection`, `i0`.`village`, `i0`.`on` from `inspection_visit` as `i0` where `i0`.`valid_from` <= ? and `i0`.`valid_to` > ? and `i0`.`village` in (…) and `i0`.`on` >= ? and `i0`.`on` <= ?;
/* poverty */ select `i0`.`row`, `i0`.`inspection`, `i0`.`village`, `i0`.`on` from `inspection_visit` as `i0` where `i0`.`valid_from` <= ? and `i0`.`valid_to` > ? and `i0`.`village` in (…) and `i0`.`on` >= ? and `i0`.`on` <= ?;
/* poverty */ select `m0`.* from `meeting_attendance` as `m0` where `m0`.`valid_from` <= ? and `m0`.`valid_to` > ? and `m0`.`role` in (…) and `m0`.`person` in (…);
/* poverty */ select `m0`.* from `meeting_attendance` as `m0` where `m0`.`valid_from` <= ? and `m0`.`valid_to` > ? and `m0`.`role` in (…) and `m0`.`person` in (…);
/* poverty */ select `m0`.* from `meeting` as `m0` where `m0`.`valid_from` <= ? and `m0`.`valid_to` > ? and `m0`.`id` in (…) and `m0`.`held_on` >= ? and `m0`.`held_on` <= ?;
/* poverty */ select `m0`.* from `meeting` as `m0` where `m0`.`valid_from` <= ? and `m0`.`valid_to` > ? and `m0`.`id` in (…) and `m0`.`held_on` >= ? and `m0`.`held_on` <= ?;
