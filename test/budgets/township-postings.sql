-- personnel: 1 request
-- villages: 2 requests
/* villages */ select "e".* from "agency" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select * from (select "e".*, row_number() over (partition by "e"."parent" order by "e"."code" asc, "e"."id" asc) as place_in_page from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" = ? and "e"."parent" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* personnel */ select "e"."village", count(*) as total from "resident_team" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" not in (select team from posting where team is not null and state = ? and valid_from <= ? and valid_to > ? group by team
     having count(distinct person) >= coalesce((select min_team_size from posting_rule_set where valid_from <= ? and valid_to > ?), ?)) and "e"."village" in (…) group by "e"."village";
/* personnel */ select "e".* from "person" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* personnel */ select "e".* from "posting_rule_set" as "e" order by "e"."valid_from" desc;
/* personnel */ select "e".* from "rank_record" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."person" in (…) order by "e"."scheme" desc, "e"."id" asc;
/* personnel */ select * from (select "e".*, row_number() over (partition by "e"."person" order by "e"."id" asc) as place_in_page from "post_holding" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."person" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* personnel */ select * from (select "e".*, row_number() over (partition by "e"."target" order by "e"."planned_from" asc, "e"."id" asc) as place_in_page from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" = ? and "e"."target" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* personnel */ select distinct "e"."target", "e"."kind" from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."target" in (…) and "e"."kind" in (…) and "e"."state" = ?;
/* personnel */ select distinct "e"."village" from "resident_team" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…);
