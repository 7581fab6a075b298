-- villages: 1 request
/* villages */ select `c0`.* from `committee` as `c0` where `c0`.`valid_from` <= ? and `c0`.`valid_to` > ? and `c0`.`due_on` < ? order by `c0`.`due_on` asc, `c0`.`id` asc limit ?;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `o0`.* from `office_holding` as `o0` where `o0`.`organization` in (…) and `o0`.`role` = ? and `o0`.`valid_from` <= ?;
/* villages */ select `o0`.`row`, `o0`.`organization`, `o0`.`role`, `o0`.`person` from `office_holding` as `o0` where `o0`.`valid_from` <= ? and `o0`.`valid_to` > ? and `o0`.`division` in (…) and `o0`.`role` in (…) and `o0`.`valid_from` <= ? and `o0`.`valid_to` > ?;
/* villages */ select `p0`.* from `party_organization` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` not in (select organization from office_holding where role = ? and valid_from <= ? and valid_to > ?) order by `p0`.`name` asc, `p0`.`id` asc limit ?;
/* villages */ select `p0`.`row`, `p0`.`id`, `p0`.`division`, `p0`.`tier` from `party_organization` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`division` in (…) and `p0`.`tier` in (…);
/* villages */ select count(*) as `count` from `committee` as `c0` where `c0`.`valid_from` <= ? and `c0`.`valid_to` > ? and `c0`.`due_on` < ?;
/* villages */ select count(*) as `count` from `party_organization` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` not in (select organization from office_holding where role = ? and valid_from <= ? and valid_to > ?);
