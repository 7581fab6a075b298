-- personnel: 1 request
-- villages: 1 request
/* villages */ select `d0`.* from `division` as `d0` where `d0`.`id` in (…) order by `d0`.`valid_from` asc, `d0`.`row` asc;
/* personnel */ select `a0`.* from `age_rule` as `a0`;
/* personnel */ select `a0`.* from `appraisal` as `a0` where `a0`.`valid_from` <= ? and `a0`.`valid_to` > ? and `a0`.`person` in (…) and `a0`.`state` in (…) and `a0`.`grade` = ? and `a0`.`year` in (…);
/* personnel */ select `a0`.* from `appraisal` as `a0` where `a0`.`valid_from` <= ? and `a0`.`valid_to` > ? and `a0`.`person` in (…) and `a0`.`state` in (…) and `a0`.`grade` = ?;
/* personnel */ select `p0`.* from `person` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`id` in (…);
/* personnel */ select `p0`.* from `personnel_action` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`kind` in (…) and `p0`.`state` in (…) and `p0`.`decided_on` >= ? and `p0`.`decided_on` <= ?;
/* personnel */ select `p0`.* from `personnel_action` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`person` in (…) and `p0`.`kind` in (…) and `p0`.`state` in (…);
/* personnel */ select `p0`.* from `posting` as `p0` where `p0`.`person` in (…) and `p0`.`kind` in (…) and `p0`.`actual_from` <= ?;
/* personnel */ select `p0`.* from `posting` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`frontline` = ? and `p0`.`actual_from` >= ? and `p0`.`actual_from` <= ?;
/* personnel */ select `p0`.* from `posting` as `p0` where `p0`.`valid_from` <= ? and `p0`.`valid_to` > ? and `p0`.`one_plus_one` = ? and `p0`.`state` = ?;
/* personnel */ select `r0`.* from `reserve_cadre_entry` as `r0` where `r0`.`valid_from` <= ? and `r0`.`valid_to` > ?;
/* personnel */ select count(distinct person) as n from `appraisal` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`grade` = ? and `e`.`state` in (…) and `e`.`year` >= ? and `e`.`year` <= ?;
/* personnel */ select count(distinct person) as n from `clarification_case` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`outcome_on` >= ? and `e`.`outcome_on` <= ?;
/* personnel */ select count(distinct person) as n from `personnel_action` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` in (…) and `e`.`state` in (…) and `e`.`effective_from` >= ? and `e`.`effective_from` <= ?;
/* personnel */ select count(distinct person) as n from `personnel_action` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` in (…) and `e`.`state` in (…) and `e`.`effective_from` >= ? and `e`.`effective_from` <= ?;
/* personnel */ select count(distinct person) as n from `personnel_action` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`kind` in (…) and `e`.`state` in (…) and `e`.`effective_from` >= ? and `e`.`effective_from` <= ?;
/* personnel */ select count(distinct person) as n from `tolerance_case` as `e` where `e`.`valid_from` <= ? and `e`.`valid_to` > ? and `e`.`outcome` in (…) and `e`.`outcome_on` >= ? and `e`.`outcome_on` <= ? and `e`.`state` not in (…);
