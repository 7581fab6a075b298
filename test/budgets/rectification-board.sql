-- personnel: 1 request
-- villages: 1 request
/* villages */ select `a0`.* from `agency` as `a0` where `a0`.`valid_from` <= ? and `a0`.`valid_to` > ? and `a0`.`id` in (…);
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `e`.`division`, count(*) as total from `rectification_case` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`division` in (…) group by `e`.`division`;
/* villages */ select `o0`.* from `office_holding` as `o0` where `o0`.`division` in (…) and `o0`.`role` = ? and `o0`.`valid_from` <= ?;
/* villages */ select `p0`.* from `party_organization` as `p0` where `p0`.`division` in (…) and `p0`.`tier` = ? and `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? order by `p0`.`valid_to` asc;
/* villages */ select `p0`.* from `party_organization` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` in (…);
/* villages */ select `p`.* from (select `e`.*, row_number() over (partition by 0 order by "e"."identified_on" asc, "e"."id" asc) as place_in_page from `rectification_case` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`division` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* villages */ select `r0`.* from `rectification_campaign` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ? order by `r0`.`from` asc, `r0`.`id` asc limit ?;
/* villages */ select `r0`.* from `rectification_case` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ? and `r0`.`division` in (…) and `r0`.`identified_on` >= ? and `r0`.`identified_on` <= ? order by `r0`.`identified_on` desc;
/* villages */ select `r0`.`row`, `r0`.`campaign`, `r0`.`state` from `rectification_case` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ? and `r0`.`campaign` in (…) and `r0`.`state` in (…);
/* personnel */ select `p0`.* from `person` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` in (…);
