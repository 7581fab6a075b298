import { Migration } from '@mikro-orm/migrations';

export class Migration20261125031820_Actions extends Migration {

  override name = 'Migration20261125031820_Actions';

  override up(): void | Promise<void> {
    this.addSql(`create table "action_procedure" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "kind" text not null, "stages" jsonb not null, "notice_working_days" int not null, "probation_months" int not null, "evidence_required" boolean not null, "document" varchar(60) not null);`);
    this.addSql(`create index "action_procedure_id_index" on "action_procedure" ("id");`);
    this.addSql(`create unique index "one_procedure_a_kind" on "action_procedure" ("division", "kind") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "age_rule" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "most" int not null, "document" varchar(60) not null);`);
    this.addSql(`create index "age_rule_id_index" on "age_rule" ("id");`);
    this.addSql(`create unique index "one_age_rule" on "age_rule" ("division") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "calendar_year" ("year" int not null, "announced" boolean not null, "source" varchar(300) not null, primary key ("year"));`);

    this.addSql(`create table "calendar_day" ("day" varchar(10) not null, "year" int not null, "working" boolean not null, "name" varchar(40) not null, primary key ("day"));`);

    this.addSql(`create table "personnel_action" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "person" varchar(20) not null, "division" varchar(20) not null, "kind" text not null, "procedure" varchar(20) not null, "state" text not null default 'PROPOSED', "agency" varchar(20) null, "post" varchar(60) null, "posting" varchar(20) null, "reason" varchar(500) not null, "party_building" varchar(500) null, "meeting" varchar(100) null, "meeting_key" varchar(20) null, "decided_on" varchar(10) null, "document" varchar(60) null, "notice_from" varchar(10) null, "notice_to" varchar(10) null, "objection" varchar(500) null, "effective_from" varchar(10) null, "probation_until" varchar(10) null, "end_reason" varchar(500) null, "evidence" jsonb not null);`);
    this.addSql(`create index "personnel_action_id_index" on "personnel_action" ("id");`);
    this.addSql(`create index "personnel_action_person_index" on "personnel_action" ("person");`);
    this.addSql(`create index "personnel_action_posting_index" on "personnel_action" ("posting");`);
    this.addSql(`create index "personnel_action_division_index" on "personnel_action" ("division");`);
    this.addSql(`create index "personnel_action_kind_decided_on_index" on "personnel_action" ("kind", "decided_on");`);
    this.addSql(`create unique index "one_action_under_way" on "personnel_action" ("person", "kind") where "valid_to" = '9999-12-31' and "state" in ('PROPOSED', 'RECOMMENDED', 'INSPECTED', 'DECIDED', 'PUBLIC_NOTICE', 'OBJECTED');`);

    this.addSql(`alter table "action_procedure" add constraint "action_procedure_kind_check" check ("kind" in ('PROMOTE', 'IMPORTANT_POST', 'TRANSFER', 'SECOND', 'ROTATE', 'COMMEND', 'REMOVE', 'REPLACE'));`);

    this.addSql(`alter table "calendar_day" add constraint "calendar_day_year_foreign" foreign key ("year") references "calendar_year" ("year");`);

    this.addSql(`alter table "personnel_action" add constraint "personnel_action_kind_check" check ("kind" in ('PROMOTE', 'IMPORTANT_POST', 'TRANSFER', 'SECOND', 'ROTATE', 'COMMEND', 'REMOVE', 'REPLACE'));`);
    this.addSql(`alter table "personnel_action" add constraint "personnel_action_state_check" check ("state" in ('PROPOSED', 'RECOMMENDED', 'INSPECTED', 'DECIDED', 'PUBLIC_NOTICE', 'OBJECTED', 'APPOINTED', 'PROBATION', 'CONFIRMED', 'ENDED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "calendar_day" drop constraint "calendar_day_year_foreign";`);

    this.addSql(`drop table if exists "action_procedure" cascade;`);
    this.addSql(`drop table if exists "age_rule" cascade;`);
    this.addSql(`drop table if exists "calendar_year" cascade;`);
    this.addSql(`drop table if exists "calendar_day" cascade;`);
    this.addSql(`drop table if exists "personnel_action" cascade;`);

    this.addSql(`create or replace function "checkpoint_checkpoint_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "checkpoint_stands" BEFORE DELETE OR UPDATE on "checkpoint" for each STATEMENT execute function "checkpoint_checkpoint_stands_fn"();`);

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
