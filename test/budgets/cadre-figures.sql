-- personnel: 2 requests
-- villages: 1 request
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* personnel */ select "e"."dispatch_level" as k0, count(*) as n, count(distinct "e"."person") as d0, count(distinct "e"."target") as d1 from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" = ? group by k0 limit ?;
/* personnel */ select `p`.`home_division`, count(distinct p.id) as total from `person` as `p` where `p`.`valid_from` <= ? and `p`.`valid_to` > ? and `p`.`political_status` in (…) and `p`.`id` in (select `r`.`person` from `rank_record` as `r` where `r`.`valid_from` <= ? and `r`.`valid_to` > ? and `r`.`code` in (…)) group by `p`.`home_division`;
/* personnel */ select distinct "e"."division", "e"."person" from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."one_plus_one" = ? and "e"."frontline" = ? and "e"."actual_from" >= ? and "e"."actual_from" <= ?;
