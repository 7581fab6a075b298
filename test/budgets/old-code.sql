-- villages: 1 request
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
