import { Migration } from '@mikro-orm/migrations';

export class Migration20261125031202_Cultivation extends Migration {

  override name = 'Migration20261125031202_Cultivation';

  override up(): void | Promise<void> {
    this.addSql(`create table "front_line_mechanism" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "county" varchar(20) not null, "cultivate" varchar(60) not null, "observe" varchar(60) not null, "select" varchar(60) not null, "document" varchar(60) not null);`);
    this.addSql(`create index "front_line_mechanism_id_index" on "front_line_mechanism" ("id");`);
    this.addSql(`create unique index "one_mechanism" on "front_line_mechanism" ("county") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "posting_rule_set" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "county" varchar(20) not null, "min_days_per_month" int not null, "min_team_size" int not null, "min_term_months" int not null, "township_leave_days" int not null, "shortfall" text not null, "trips_count" boolean not null, "document" varchar(60) not null);`);
    this.addSql(`create index "posting_rule_set_id_index" on "posting_rule_set" ("id");`);
    this.addSql(`create unique index "one_set_of_rules" on "posting_rule_set" ("county") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "posting_split" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "posting" varchar(20) not null, "from" varchar(20) not null, "division" varchar(20) not null, "document" varchar(60) not null);`);
    this.addSql(`create index "posting_split_id_index" on "posting_split" ("id");`);
    this.addSql(`create index "posting_split_posting_index" on "posting_split" ("posting");`);
    this.addSql(`create index "posting_split_division_valid_from_index" on "posting_split" ("division", "valid_from");`);
    this.addSql(`alter table "posting_split" add constraint "one_split_a_day" unique ("posting", "valid_from");`);

    this.addSql(`alter table "posting" add "frontline" boolean not null default true, add "one_plus_one" boolean not null default false, add "host_post" varchar(60) null, add "from_post" varchar(20) null, add "reserve_entry" varchar(20) null;`);

    this.addSql(`alter table "posting_rule_set" add constraint "posting_rule_set_shortfall_check" check ("shortfall" in ('NONE', 'PROPORTIONAL', 'ZERO'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "front_line_mechanism" cascade;`);
    this.addSql(`drop table if exists "posting_rule_set" cascade;`);
    this.addSql(`drop table if exists "posting_split" cascade;`);

    this.addSql(`create or replace function "checkpoint_checkpoint_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "checkpoint_stands" BEFORE DELETE OR UPDATE on "checkpoint" for each STATEMENT execute function "checkpoint_checkpoint_stands_fn"();`);

    this.addSql(`create or replace function "ledger_ledger_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_stands" BEFORE DELETE OR UPDATE on "ledger" for each STATEMENT execute function "ledger_ledger_stands_fn"();`);

    this.addSql(`create or replace function "ledger_head_ledger_head_goes_forward_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_goes_forward" BEFORE UPDATE on "ledger_head" for each ROW execute function "ledger_head_ledger_head_goes_forward_fn"();`);
    this.addSql(`create or replace function "ledger_head_ledger_head_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_stands" BEFORE DELETE on "ledger_head" for each STATEMENT execute function "ledger_head_ledger_head_stands_fn"();`);

    this.addSql(`alter table "posting" drop column "frontline", drop column "one_plus_one", drop column "host_post", drop column "from_post", drop column "reserve_entry";`);

    this.addSql(`create or replace function "read_audit_read_audit_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "read_audit_stands" BEFORE DELETE OR UPDATE on "read_audit" for each STATEMENT execute function "read_audit_read_audit_stands_fn"();`);
  }

}
