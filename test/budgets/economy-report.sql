-- villages: 1 request
/* villages */ select `c0`.* from `collective_economy_record` as `c0` where `c0`.`valid_from` <= ? and `c0`.`valid_to` > ? and `c0`.`year` in (…);
/* villages */ select `c0`.* from `collective_economy_target` as `c0` where `c0`.`valid_from` <= ? and `c0`.`valid_to` > ? and `c0`.`division` in (…) and `c0`.`year` = ? order by `c0`.`at_least` asc, `c0`.`id` asc;
/* villages */ select `d0`.* from `division_change` as `d0` where `d0`.`valid_from` <= ? and `d0`.`valid_to` > ? and `d0`.`type` in (…) and `d0`.`state` in (…);
/* villages */ select `d0`.* from `division_edition` as `d0` order by `d0`.`day` asc, `d0`.`id` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
