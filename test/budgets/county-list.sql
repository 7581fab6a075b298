-- personnel: 1 request
-- poverty: 1 request
-- villages: 1 request
/* villages */ select "e".* from "collective_economy_record" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) and "e"."year" = ?;
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "office_holding" as "e" where "e"."organization" in (…) and "e"."role" = ? and "e"."valid_from" <= ?;
/* villages */ select "e".* from "party_organization" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…) and "e"."tier" in (…);
/* villages */ select * from (select "e".*, row_number() over (partition by "e"."county" order by "e"."code" asc, "e"."id" asc) as place_in_page from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" = ? and "e"."county" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* personnel */ select "e".* from "person" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* personnel */ select distinct "e"."target", "e"."kind" from "posting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."target" in (…) and "e"."kind" in (…) and "e"."state" = ?;
/* personnel */ select distinct "e"."village" from "resident_team" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…);
/* poverty */ select "e"."village", count(*) as total from "finding" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" not in (…) and "e"."village" in (…) group by "e"."village";
/* poverty */ select * from (select "e".*, row_number() over (partition by "e"."village" order by "e"."found_on" asc, "e"."id" asc) as place_in_page from "finding" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" not in (…) and "e"."village" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* poverty */ select y.year, y.announced, d.day, d.working from calendar_year y left join calendar_day d on y.year = d.year;
