-- personnel: 2 requests
-- villages: 1 request
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* personnel */ select "e"."dispatch_level" as k0, count(*) as n, count(distinct "e"."person") as d0, count(distinct "e"."target") as d1 from `posting` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`state` = ? group by k0 limit ?;
/* personnel */ select `p`.`division`, `p`.`person`, count(*) as total from `posting` as `p` where `p`.`valid_from` <= ? and `p`.`valid_to` > ? and `p`.`one_plus_one` = ? and `p`.`frontline` = ? and `p`.`actual_from` >= ? and `p`.`actual_from` <= ? group by `p`.`division`, `p`.`person`;
/* personnel */ select `p`.`home_division`, count(distinct p.id) as total from `person` as `p` where `p`.`valid_from` <= ? and `p`.`valid_to` > ? and `p`.`political_status` in (…) and `p`.`id` in (select `r`.`person` from `rank_record` as `r` where `r`.`valid_from` <= ? and `r`.`valid_to` > ? and `r`.`code` in (…)) group by `p`.`home_division`;
