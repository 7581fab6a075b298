-- personnel: 1 request
-- villages: 2 requests
/* villages */ select `a0`.* from `agency` as `a0` where `a0`.`valid_from` <= ? and `a0`.`valid_to` > ? and `a0`.`id` in (…);
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."parent" order by "e"."code" asc, "e"."id" asc) as place_in_page from `division` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` = ? and `e`.`parent` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* personnel */ select `e`.`village`, count(*) as total from `resident_team` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`id` not in (select team from posting where team is not null and state = ? and valid_from <= ? and valid_to > ? group by team
     having count(distinct person) >= coalesce((select min_team_size from posting_rule_set where valid_from <= ? and valid_to > ?), ?)) and `e`.`village` in (…) group by `e`.`village`;
/* personnel */ select `p0`.* from `person` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` in (…);
/* personnel */ select `p0`.* from `posting_rule_set` as `p0` order by `p0`.`valid_from` desc;
/* personnel */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."person" order by "e"."id" asc) as place_in_page from `post_holding` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`person` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* personnel */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."target" order by "e"."planned_from" asc, "e"."id" asc) as place_in_page from `posting` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`state` = ? and `e`.`target` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* personnel */ select `r0`.* from `rank_record` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ? and `r0`.`person` in (…) order by `r0`.`scheme` desc, `r0`.`id` asc;
/* personnel */ select distinct `p0`.`target`, `p0`.`kind` from `posting` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`target` in (…) and `p0`.`kind` in (…) and `p0`.`state` = ?;
/* personnel */ select distinct `r0`.`village` from `resident_team` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ? and `r0`.`village` in (…);
