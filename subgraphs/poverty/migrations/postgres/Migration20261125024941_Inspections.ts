import { Migration } from '@mikro-orm/migrations';

export class Migration20261125024941_Inspections extends Migration {

  override name = 'Migration20261125024941_Inspections';

  override up(): void | Promise<void> {
    this.addSql(`create table "inspection_member" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "inspection" varchar(20) not null, "division" varchar(20) not null, "person" varchar(20) not null, "role" text not null);`);
    this.addSql(`create index "inspection_member_id_index" on "inspection_member" ("id");`);
    this.addSql(`create unique index "once_in_a_group" on "inspection_member" ("inspection", "person") where "valid_to" = '9999-12-31';`);
    this.addSql(`create unique index "one_lead_of_a_group" on "inspection_member" ("inspection") where "valid_to" = '9999-12-31' and "role" = 'LEAD';`);

    this.addSql(`create table "inspection_plan" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "year" int not null, "title" varchar(100) not null, "monthly_ceiling" int not null, "document" varchar(60) null, "state" text not null default 'DRAFT');`);
    this.addSql(`create index "inspection_plan_id_index" on "inspection_plan" ("id");`);
    this.addSql(`create unique index "one_plan_a_year" on "inspection_plan" ("division", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "inspection_visit" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "inspection" varchar(20) not null, "village" varchar(20) not null, "on" varchar(10) not null, "by" varchar(100) not null);`);
    this.addSql(`create index "inspection_visit_id_index" on "inspection_visit" ("id");`);
    this.addSql(`create index "inspection_visit_village_on_index" on "inspection_visit" ("village", "on");`);
    this.addSql(`alter table "inspection_visit" add constraint "one_visit_a_day" unique ("inspection", "village", "on");`);

    this.addSql(`create table "inspection_plan_line" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "plan" varchar(20) not null, "division" varchar(20) not null, "title" varchar(100) not null, "method" text not null, "agency" varchar(20) not null, "from" varchar(10) not null, "to" varchar(10) not null, "state" text not null default 'PROPOSED');`);
    this.addSql(`create index "inspection_plan_line_id_index" on "inspection_plan_line" ("id");`);
    this.addSql(`create index "inspection_plan_line_plan_state_index" on "inspection_plan_line" ("plan", "state");`);

    this.addSql(`alter table "inspection" add "line" varchar(20) null, add "announcement" text not null default 'ANNOUNCED';`);
    this.addSql(`create unique index "one_inspection_a_line" on "inspection" ("line") where "valid_to" = '9999-12-31' and "state" in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED');`);
    this.addSql(`alter table "inspection" add constraint "inspection_announcement_check" check ("announcement" in ('ANNOUNCED', 'UNANNOUNCED'));`);

    this.addSql(`alter table "inspection_member" add constraint "inspection_member_role_check" check ("role" in ('LEAD', 'MEMBER'));`);

    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_state_check" check ("state" in ('DRAFT', 'APPROVED'));`);

    this.addSql(`alter table "inspection_plan_line" add constraint "inspection_plan_line_method_check" check ("method" in ('FIELD_VISIT', 'PHONE_CHECK', 'STATIONED', 'PATROL'));`);
    this.addSql(`alter table "inspection_plan_line" add constraint "inspection_plan_line_state_check" check ("state" in ('PROPOSED', 'APPROVED', 'STRUCK'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "inspection_member" cascade;`);
    this.addSql(`drop table if exists "inspection_plan" cascade;`);
    this.addSql(`drop table if exists "inspection_visit" cascade;`);
    this.addSql(`drop table if exists "inspection_plan_line" cascade;`);

    this.addSql(`create or replace function "checkpoint_checkpoint_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "checkpoint_stands" BEFORE DELETE OR UPDATE on "checkpoint" for each STATEMENT execute function "checkpoint_checkpoint_stands_fn"();`);

    this.addSql(`drop index "one_inspection_a_line";`);
    this.addSql(`alter table "inspection" drop constraint "inspection_announcement_check";`);
    this.addSql(`alter table "inspection" drop column "line", drop column "announcement";`);

    this.addSql(`create or replace function "ledger_ledger_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_stands" BEFORE DELETE OR UPDATE on "ledger" for each STATEMENT execute function "ledger_ledger_stands_fn"();`);

    this.addSql(`create or replace function "ledger_head_ledger_head_goes_forward_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_goes_forward" BEFORE UPDATE on "ledger_head" for each ROW execute function "ledger_head_ledger_head_goes_forward_fn"();`);
    this.addSql(`create or replace function "ledger_head_ledger_head_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_stands" BEFORE DELETE on "ledger_head" for each STATEMENT execute function "ledger_head_ledger_head_stands_fn"();`);

    this.addSql(`create or replace function "read_audit_read_audit_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "read_audit_stands" BEFORE DELETE OR UPDATE on "read_audit" for each STATEMENT execute function "read_audit_read_audit_stands_fn"();`);
  }

}
