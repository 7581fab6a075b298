import { Migration } from '@mikro-orm/migrations';

export class Migration20261125030004_Appraisals extends Migration {

  override name = 'Migration20261125030004_Appraisals';

  override up(): void | Promise<void> {
    this.addSql(`create table "appraisal" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "year" int not null, "scheme" varchar(20) not null, "state" text not null default 'OPEN', "grade" text null, "document" varchar(60) null, "reopened" varchar(500) null, "entries" jsonb not null, "sections" jsonb not null, "evidence" jsonb not null, "person" varchar(20) not null, "kind" text not null, "division" varchar(20) not null, "posting" varchar(20) null);`);
    this.addSql(`create index "appraisal_id_index" on "appraisal" ("id");`);
    this.addSql(`create index "appraisal_posting_index" on "appraisal" ("posting");`);
    this.addSql(`create index "appraisal_division_index" on "appraisal" ("division");`);
    this.addSql(`create index "appraisal_year_grade_kind_index" on "appraisal" ("year", "grade", "kind");`);
    this.addSql(`create unique index "one_appraisal_a_year" on "appraisal" ("person", "year", "kind") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "evaluation_scheme" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "kind" text not null, "title" varchar(100) not null, "document" varchar(60) not null, "items" jsonb not null, "channels" jsonb not null);`);
    this.addSql(`create index "evaluation_scheme_id_index" on "evaluation_scheme" ("id");`);
    this.addSql(`create unique index "one_scheme_a_kind" on "evaluation_scheme" ("division", "kind") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "team_appraisal" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "year" int not null, "scheme" varchar(20) not null, "state" text not null default 'OPEN', "grade" text null, "document" varchar(60) null, "reopened" varchar(500) null, "entries" jsonb not null, "sections" jsonb not null, "evidence" jsonb not null, "subject_kind" text not null, "subject" varchar(20) not null, "division" varchar(20) not null);`);
    this.addSql(`create index "team_appraisal_id_index" on "team_appraisal" ("id");`);
    this.addSql(`create unique index "one_team_appraisal_a_year" on "team_appraisal" ("subject", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`alter table "appraisal" add constraint "appraisal_state_check" check ("state" in ('OPEN', 'GRADED', 'CONFIRMED'));`);
    this.addSql(`alter table "appraisal" add constraint "appraisal_grade_check" check ("grade" in ('EXCELLENT', 'COMPETENT', 'BASIC', 'INCOMPETENT', 'NO_GRADE'));`);
    this.addSql(`alter table "appraisal" add constraint "appraisal_kind_check" check ("kind" in ('ANNUAL', 'RESIDENT_SPECIAL'));`);

    this.addSql(`alter table "evaluation_scheme" add constraint "evaluation_scheme_kind_check" check ("kind" in ('ANNUAL', 'RESIDENT_SPECIAL', 'TEAM'));`);

    this.addSql(`alter table "team_appraisal" add constraint "team_appraisal_state_check" check ("state" in ('OPEN', 'GRADED', 'CONFIRMED'));`);
    this.addSql(`alter table "team_appraisal" add constraint "team_appraisal_grade_check" check ("grade" in ('EXCELLENT', 'COMPETENT', 'BASIC', 'INCOMPETENT', 'NO_GRADE'));`);
    this.addSql(`alter table "team_appraisal" add constraint "team_appraisal_subject_kind_check" check ("subject_kind" in ('TOWNSHIP', 'AGENCY', 'RESIDENT_TEAM'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "appraisal" cascade;`);
    this.addSql(`drop table if exists "evaluation_scheme" cascade;`);
    this.addSql(`drop table if exists "team_appraisal" cascade;`);

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
