-- villages: 1 request
/* villages */ select `c0`.* from `collective_economy_record` as `c0` where `c0`.`valid_from` <= ? and `c0`.`valid_to` > ? and `c0`.`year` in (…);
/* villages */ select `d0`.* from `division_change` as `d0` where `d0`.`valid_from` <= ? and `d0`.`valid_to` > ? and `d0`.`type` in (…) and `d0`.`state` in (…);
/* villages */ select `d0`.* from `division_edition` as `d0` order by `d0`.`day` asc, `d0`.`id` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`valid_from` <= ? and `d0`.`valid_to` > ? and `d0`.`kind` in (…) and `d0`.`id` in (select village from village_designation where valid_from <= ? and valid_to > ? and kind in (…)) order by `d0`.`code` asc, `d0`.`id` asc limit ?;
/* villages */ select `e`.`village`, count(*) as total from `industry_project` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`village` in (…) group by `e`.`village`;
/* villages */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."village" order by "e"."funds" asc, "e"."id" asc) as place_in_page from `industry_project` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`village` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* villages */ select `p`.* from (select `e`.*, row_number() over (partition by "e"."village" order by "e"."valid_from" asc, "e"."id" asc) as place_in_page from `village_designation` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`village` in (…)) as `p` where place_in_page <= ? order by place_in_page asc;
/* villages */ select `v0`.* from `village_profile` as `v0` where `v0`.`valid_from` <= ? and `v0`.`valid_to` > ? and `v0`.`village` in (…);
/* villages */ select count(*) as `count` from `division` as `d0` where `d0`.`valid_from` <= ? and `d0`.`valid_to` > ? and `d0`.`kind` in (…) and `d0`.`id` in (select village from village_designation where valid_from <= ? and valid_to > ? and kind in (…));
