-- personnel: 1 request
-- poverty: 1 request
-- villages: 1 request
/* villages */ select `c0`.* from `collective_economy_record` as `c0` where `c0`.`valid_from` <= ? and `c0`.`valid_to` > ? and `c0`.`village` in (…) and `c0`.`year` = ?;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `e`.`parent`, count(*) as total from `division` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`parent` in (…) group by `e`.`parent`;
/* villages */ select `o0`.* from `office_holding` as `o0` where `o0`.`organization` in (…) and `o0`.`role` = ? and `o0`.`valid_from` <= ?;
/* villages */ select `p0`.* from `party_organization` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`division` in (…) and `p0`.`tier` in (…);
/* villages */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."parent" order by "e"."code" asc, "e"."id" asc) as place_in_page from `division` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`parent` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* personnel */ select `e`.`target`, count(*) as total from `posting` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`state` = ? and `e`.`target` in (…) group by `e`.`target`;
/* personnel */ select `p0`.* from `person` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` in (…);
/* personnel */ select distinct `p0`.`target`, `p0`.`kind` from `posting` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`target` in (…) and `p0`.`kind` in (…) and `p0`.`state` = ?;
/* personnel */ select distinct `r0`.`village` from `resident_team` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ? and `r0`.`village` in (…);
/* poverty */ select `e`.`village`, count(*) as total from `finding` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`state` not in (…) and `e`.`village` in (…) group by `e`.`village`;
/* poverty */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."village" order by "e"."found_on" asc, "e"."id" asc) as place_in_page from `finding` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`state` not in (…) and `e`.`village` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* poverty */ select `y`.`year`, `y`.`announced`, `d`.`day`, `d`.`working` from `calendar_year` as `y` left join `calendar_day` as `d` on `y`.`year` = `d`.`year`;
