-- villages: 1 request
/* villages */ select "e"."id", "e"."tier", "e"."division" from "party_organization" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…) and "e"."tier" in (…);
/* villages */ select "e"."organization", "e"."role", "e"."person" from "office_holding" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."division" in (…) and "e"."role" in (…) and "e"."valid_from" <= ? and "e"."valid_to" > ?;
/* villages */ select "e".* from "committee" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."due_on" < ? order by "e"."due_on" asc, "e"."id" asc limit ?;
/* villages */ select "e".* from "division" as "e" where "e"."id" in (…) order by "e"."valid_from" asc, "e"."row" asc;
/* villages */ select "e".* from "office_holding" as "e" where "e"."organization" in (…) and "e"."role" = ? and "e"."valid_from" <= ?;
/* villages */ select "e".* from "party_organization" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" not in (select organization from office_holding where role = ? and valid_from <= ? and valid_to > ?) order by "e"."name" asc, "e"."id" asc limit ?;
/* villages */ select count(*) as n from "committee" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."due_on" < ?;
/* villages */ select count(*) as n from "party_organization" as "e" where "e"."valid_from" <= ? and "e"."valid_to" > ? and "e"."id" not in (select organization from office_holding where role = ? and valid_from <= ? and valid_to > ?);
