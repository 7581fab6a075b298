import { Migration } from '@mikro-orm/migrations';

export class Migration20261125024151_Training extends Migration {

  override name = 'Migration20261125024151_Training';

  override up(): void | Promise<void> {
    this.addSql(`create table "enrolment" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "event" varchar(20) not null, "person" varchar(20) not null, "division" varchar(20) not null, "role_at_date" text not null, "in_cohort" boolean not null default false, "state" text not null default 'INVITED', "score" int null);`);
    this.addSql(`create index "enrolment_id_index" on "enrolment" ("id");`);
    this.addSql(`create index "enrolment_person_index" on "enrolment" ("person");`);
    this.addSql(`create index "enrolment_division_index" on "enrolment" ("division");`);
    this.addSql(`create index "enrolment_event_state_index" on "enrolment" ("event", "state");`);
    this.addSql(`create unique index "one_enrolment_a_training" on "enrolment" ("event", "person") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "office" ("id" varchar(20) not null, "person" varchar(20) not null, "division" varchar(20) not null, "role" varchar(40) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', primary key ("id"));`);
    this.addSql(`create index "office_person_index" on "office" ("person");`);
    this.addSql(`create index "office_role_valid_from_valid_to_index" on "office" ("role", "valid_from", "valid_to");`);

    this.addSql(`create table "paired_assistance" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "agency" varchar(20) not null, "division" varchar(20) not null, "document" varchar(60) not null);`);
    this.addSql(`create index "paired_assistance_id_index" on "paired_assistance" ("id");`);
    this.addSql(`create unique index "one_pairing" on "paired_assistance" ("agency", "division") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "training_event" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "title" varchar(100) not null, "series" varchar(20) null, "ordinal" int null, "mode" text not null, "division" varchar(20) not null, "host_agency" varchar(20) not null, "from" varchar(10) not null, "to" varchar(10) not null, "audience" jsonb not null, "topic" varchar(200) null, "material" varchar(200) null, "lecturer" varchar(20) null, "lecturer_post" varchar(60) null, "document" varchar(60) null, "state" text not null default 'PLANNED', "cohort_on" varchar(10) null, "cohort_roles" jsonb null, "cohort_size" int null, "cancel_reason" varchar(500) null);`);
    this.addSql(`create index "training_event_id_index" on "training_event" ("id");`);
    this.addSql(`create index "training_event_from_mode_index" on "training_event" ("from", "mode");`);
    this.addSql(`create unique index "one_session_an_ordinal" on "training_event" ("series", "ordinal") where "valid_to" = '9999-12-31' and "state" != 'CANCELLED';`);

    this.addSql(`create table "training_series" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "name" varchar(100) not null, "division" varchar(20) not null);`);
    this.addSql(`create index "training_series_id_index" on "training_series" ("id");`);

    this.addSql(`alter table "enrolment" add constraint "enrolment_role_at_date_check" check ("role_at_date" in ('PARTY_CADRE', 'COUNTY_CADRE', 'TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER', 'BRANCH_SECRETARY', 'COMMITTEE_DIRECTOR', 'FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'FULLTIME_POVERTY_OFFICER', 'HELPER'));`);
    this.addSql(`alter table "enrolment" add constraint "enrolment_state_check" check ("state" in ('INVITED', 'CONFIRMED', 'ATTENDED', 'ABSENT', 'ASSESSED'));`);

    this.addSql(`alter table "training_event" add constraint "training_event_mode_check" check ("mode" in ('MENU', 'ENHANCEMENT', 'GUIDANCE', 'EXCHANGE', 'LECTURE', 'EXAM'));`);
    this.addSql(`alter table "training_event" add constraint "training_event_state_check" check ("state" in ('PLANNED', 'HELD', 'CANCELLED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "enrolment" cascade;`);
    this.addSql(`drop table if exists "office" cascade;`);
    this.addSql(`drop table if exists "paired_assistance" cascade;`);
    this.addSql(`drop table if exists "training_event" cascade;`);
    this.addSql(`drop table if exists "training_series" cascade;`);

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
