import { Migration } from '@mikro-orm/migrations';

export class Migration20261125031738_Register extends Migration {

  override name = 'Migration20261125031738_Register';

  override up(): void | Promise<void> {
    this.addSql(`create table "collective_economy_target" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "year" int not null, "at_least" bigint not null, "calibre" text not null default 'TOTAL', "required_numerator" int not null, "required_denominator" int not null, "qualifier" text not null, "source" varchar(200) not null);`);
    this.addSql(`create index "collective_economy_target_id_index" on "collective_economy_target" ("id");`);
    this.addSql(`create unique index "one_target_a_threshold" on "collective_economy_target" ("division", "year", "at_least", "calibre") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "division_edition" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "name" varchar(60) not null, "day" varchar(10) not null, "townships" int not null, "village_committees" int not null, "communities" int not null, "checksum" varchar(64) not null, "source" varchar(200) not null);`);
    this.addSql(`create index "division_edition_id_index" on "division_edition" ("id");`);
    this.addSql(`alter table "division_edition" add constraint "edition_name_once" unique ("name");`);

    this.addSql(`create table "given_code" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "code" varchar(12) not null);`);
    this.addSql(`create index "given_code_id_index" on "given_code" ("id");`);
    this.addSql(`alter table "given_code" add constraint "code_given_once" unique ("code");`);

    this.addSql(`create table "industry_project" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "village" varchar(20) not null, "title" varchar(100) not null, "type" text not null, "funds" bigint not null, "households" int not null, "document" varchar(40) null, "state" text not null default 'PLANNED', "stop_reason" varchar(500) null);`);
    this.addSql(`create index "industry_project_id_index" on "industry_project" ("id");`);
    this.addSql(`create index "industry_project_village_state_index" on "industry_project" ("village", "state");`);

    this.addSql(`create table "relocation_project" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "title" varchar(100) not null, "division" varchar(20) not null, "community" varchar(20) null, "investment" bigint not null, "document" varchar(40) null, "state" text not null default 'PLANNED', "occupied_on" varchar(10) null, "cancel_reason" varchar(500) null);`);
    this.addSql(`create index "relocation_project_id_index" on "relocation_project" ("id");`);

    this.addSql(`create table "relocation_source" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "project" varchar(20) not null, "village" varchar(20) not null, "households" int not null, "persons" int not null);`);
    this.addSql(`create index "relocation_source_id_index" on "relocation_source" ("id");`);
    this.addSql(`create index "relocation_source_village_index" on "relocation_source" ("village");`);
    this.addSql(`create unique index "one_source_a_project" on "relocation_source" ("project", "village") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "village_designation" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "village" varchar(20) not null, "kind" text not null, "document" varchar(40) not null, "end_reason" varchar(500) null);`);
    this.addSql(`create index "village_designation_id_index" on "village_designation" ("id");`);
    this.addSql(`create unique index "one_designation_a_kind" on "village_designation" ("village", "kind") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "village_profile" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "village" varchar(20) not null, "households" int null, "persons" int null, "counted_on" varchar(10) null, "source" varchar(200) null, "urban_rural" varchar(3) null);`);
    this.addSql(`create index "village_profile_id_index" on "village_profile" ("id");`);
    this.addSql(`create unique index "one_profile_a_village" on "village_profile" ("village") where "valid_to" = '9999-12-31';`);

    this.addSql(`alter table "agency" add "uscc_waiver" varchar(200) null, add "parent" varchar(20) null, add "close_reason" varchar(500) null;`);

    this.addSql(`alter table "collective_economy_record" add "total" bigint not null default '0', add "state" text not null default 'DRAFT', add "checked_by" varchar(100) null, add "confirmed_by" varchar(100) null, add "return_reason" varchar(500) null, add "corrections" int not null default 0, add "correction_reason" varchar(500) null;`);
    this.addSql(`alter table "collective_economy_record" add constraint "collective_economy_record_state_check" check ("state" in ('DRAFT', 'TOWNSHIP_CHECKED', 'COUNTY_CONFIRMED', 'LOCKED'));`);

    this.addSql(`alter table "division_change" add "version" int not null default 1, add "state" text not null default 'DRAFT', add "division" varchar(20) null, add "drawn" jsonb null, add "shares" jsonb null, add "document" varchar(40) null, add "issued_on" varchar(10) null, add "successors_document" varchar(40) null, add "reason" varchar(500) null, add "drafted_by" varchar(100) null, add "approved_by" varchar(100) null, add "effected_on" varchar(10) null, add "verified_by" varchar(100) null;`);
    this.addSql(`create index "division_change_state_effective_on_index" on "division_change" ("state", "effective_on");`);
    this.addSql(`alter table "division_change" add constraint "division_change_state_check" check ("state" in ('DRAFT', 'DOCUMENTED', 'APPROVED', 'EFFECTIVE', 'VERIFIED', 'WITHDRAWN'));`);

    this.addSql(`alter table "collective_economy_target" add constraint "collective_economy_target_calibre_check" check ("calibre" in ('TOTAL', 'OPERATING_ONLY'));`);
    this.addSql(`alter table "collective_economy_target" add constraint "collective_economy_target_qualifier_check" check ("qualifier" in ('MUST', 'STRIVE'));`);

    this.addSql(`alter table "industry_project" add constraint "industry_project_type_check" check ("type" in ('PLANTING', 'BREEDING', 'PHOTOVOLTAIC', 'PROCESSING', 'TOURISM', 'LABOUR_SERVICE'));`);
    this.addSql(`alter table "industry_project" add constraint "industry_project_state_check" check ("state" in ('PLANNED', 'RUNNING', 'ACCEPTED', 'STOPPED'));`);

    this.addSql(`alter table "relocation_project" add constraint "relocation_project_state_check" check ("state" in ('PLANNED', 'APPROVED', 'BUILDING', 'OCCUPIED', 'ACCEPTED', 'CANCELLED'));`);

    this.addSql(`alter table "village_designation" add constraint "village_designation_kind_check" check ("kind" in ('POOR_VILLAGE', 'DEEP_POVERTY', 'EXITED', 'RELOCATION_SITE'));`);

    // What stands already: records and changes of the data set, and every code that the register knows.
    this.addSql(`update collective_economy_record set state = 'LOCKED', total = operating_income + contract_income + investment_income + subsidy_income + other_income;`);
    this.addSql(`update division_change set state = 'VERIFIED';`);
    this.addSql(`insert into given_code (id, code, valid_from) select id, code, min(valid_from) from division group by id, code;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "collective_economy_target" cascade;`);
    this.addSql(`drop table if exists "division_edition" cascade;`);
    this.addSql(`drop table if exists "given_code" cascade;`);
    this.addSql(`drop table if exists "industry_project" cascade;`);
    this.addSql(`drop table if exists "relocation_project" cascade;`);
    this.addSql(`drop table if exists "relocation_source" cascade;`);
    this.addSql(`drop table if exists "village_designation" cascade;`);
    this.addSql(`drop table if exists "village_profile" cascade;`);

    this.addSql(`alter table "agency" drop column "uscc_waiver", drop column "parent", drop column "close_reason";`);

    this.addSql(`create or replace function "checkpoint_checkpoint_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "checkpoint_stands" BEFORE DELETE OR UPDATE on "checkpoint" for each STATEMENT execute function "checkpoint_checkpoint_stands_fn"();`);

    this.addSql(`alter table "collective_economy_record" drop constraint "collective_economy_record_state_check";`);
    this.addSql(`alter table "collective_economy_record" drop column "total", drop column "state", drop column "checked_by", drop column "confirmed_by", drop column "return_reason", drop column "corrections", drop column "correction_reason";`);

    this.addSql(`drop index "division_change_state_effective_on_index";`);
    this.addSql(`alter table "division_change" drop constraint "division_change_state_check";`);
    this.addSql(`alter table "division_change" drop column "version", drop column "state", drop column "division", drop column "drawn", drop column "shares", drop column "document", drop column "issued_on", drop column "successors_document", drop column "reason", drop column "drafted_by", drop column "approved_by", drop column "effected_on", drop column "verified_by";`);

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
