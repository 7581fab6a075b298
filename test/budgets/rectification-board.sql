-- personnel: 1 request
-- villages: 1 request
/* villages */ select "e"."campaign", "e"."state" from "rectification_case" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."campaign" in (…) and "e"."state" in (…);
/* villages */ select "e"."division", count(*) as total from "rectification_case" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…) group by "e"."division";
/* villages */ select "e".* from "agency" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "office_holding" as "e" where "e"."division" in (…) and "e"."role" = ? and "e"."valid_from" <= ?;
/* villages */ select "e".* from "party_organization" as "e" where "e"."division" in (…) and "e"."tier" = ? and "e"."valid_from" <= ? and "e"."valid_to" > ? order by "e"."valid_to" asc;
/* villages */ select "e".* from "party_organization" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
/* villages */ select "e".* from "rectification_campaign" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? order by "e"."from" asc, "e"."id" asc limit ?;
/* villages */ select "e".* from "rectification_case" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…) and "e"."identified_on" >= ? and "e"."identified_on" <= ? order by "e"."identified_on" desc;
/* villages */ select * from (select "e".*, row_number() over (partition by 0 order by "e"."identified_on" asc, "e"."id" asc) as place_in_page from "rectification_case" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…)) as "p" where place_in_page <= ? order by place_in_page;
/* personnel */ select "e".* from "person" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" in (…);
