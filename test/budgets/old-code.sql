-- villages: 1 request
/* villages */ select `d0`.* from `division_change_party` as `d0` where `d0`.`division` in (…);
/* villages */ select `d0`.* from `division_change` as `d0` where `d0`.`id` in (…) and `d0`.`valid_to` = ? and `d0`.`state` in (…) order by `d0`.`effective_on` asc, `d0`.`id` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
