-- poverty: 1 request
-- villages: 1 request
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select * from (select "e".*, row_number() over (partition by "e"."county" order by "e"."code" asc, "e"."id" asc) as place_in_page from "division" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."kind" = ? and "e"."county" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* poverty */ select "e"."inspection", "e"."village", "e"."on" from "inspection_visit" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) and "e"."on" >= ? and "e"."on" <= ?;
/* poverty */ select "e"."inspection", "e"."village", "e"."on" from "inspection_visit" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."village" in (…) and "e"."on" >= ? and "e"."on" <= ?;
/* poverty */ select "e".* from "fact" as "e" where "e"."noun" = ? and "e"."place" in (…) and "e"."kind" in (…) order by "e"."row" asc;
/* poverty */ select "e".* from "fact" as "e" where "e"."noun" = ? and "e"."place" in (…) and "e"."kind" in (…) order by "e"."row" asc;
/* poverty */ select "e".* from "form_request" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."requested_on" <= ?;
/* poverty */ select "e".* from "form_request" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."requested_on" <= ?;
/* poverty */ select "e".* from "inspection_plan" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."state" = ? order by "e"."year" asc, "e"."division" asc;
/* poverty */ select "e".* from "meeting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…) and "e"."held_on" >= ? and "e"."held_on" <= ?;
/* poverty */ select "e".* from "meeting" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…) and "e"."held_on" >= ? and "e"."held_on" <= ?;
/* poverty */ select "e".* from "meeting_attendance" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."role" in (…) and "e"."person" in (…);
/* poverty */ select "e".* from "meeting_attendance" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."role" in (…) and "e"."person" in (…);
