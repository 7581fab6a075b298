-- poverty: 1 request
-- villages: 1 request
/* villages */ select `c0`.`row`, `c0`.`village` from `collective_economy_record` as `c0` where `c0`.`village` in (…) and `c0`.`valid_to` = ? and `c0`.`state` != ?;
/* villages */ select `d0`.* from `division_change` as `d0` where `d0`.`valid_from` <= ? and `d0`.`valid_to` > ? and `d0`.`state` in (…) order by `d0`.`effective_on` desc, `d0`.`id` desc limit ?;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`valid_to` = ?;
/* villages */ select `g0`.* from `given_code` as `g0`;
/* villages */ select `i0`.`row`, `i0`.`village` from `industry_project` as `i0` where `i0`.`village` in (…) and `i0`.`valid_to` = ? and `i0`.`state` in (…);
/* villages */ select `o0`.`row`, `o0`.`division` from `office_holding` as `o0` where `o0`.`division` in (…) and `o0`.`valid_to` = ?;
/* villages */ select `p0`.`row`, `p0`.`division` from `party_organization` as `p0` where `p0`.`division` in (…) and `p0`.`valid_to` = ?;
/* villages */ select `v0`.`row`, `v0`.`village` from `village_designation` as `v0` where `v0`.`village` in (…) and `v0`.`valid_to` = ?;
/* villages */ select count(*) as `count` from `division_change` as `d0` where `d0`.`valid_from` <= ? and `d0`.`valid_to` > ? and `d0`.`state` in (…);
/* poverty */ select `e`.`village`, count(*) as total from `finding` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`village` in (…) group by `e`.`village`;
