import { Migration } from '@mikro-orm/migrations';

export class Migration20261125033617_Allowances extends Migration {

  override name = 'Migration20261125033617_Allowances';

  override up(): void | Promise<void> {
    this.addSql(`create table "allowance_entitlement" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "sheet" varchar(20) not null, "posting" varchar(20) not null, "person" varchar(20) not null, "township" varchar(20) not null, "role" text not null, "month" varchar(7) not null, "kind" text not null, "ordinal" int not null, "days" int not null, "present" int null, "required" int null, "amount" bigint not null, "lines" jsonb not null, "state" text not null default 'COMPUTED', "reason" varchar(200) null);`);
    this.addSql(`create index "allowance_entitlement_id_index" on "allowance_entitlement" ("id");`);
    this.addSql(`create index "allowance_entitlement_township_month_index" on "allowance_entitlement" ("township", "month");`);
    this.addSql(`create index "allowance_entitlement_sheet_valid_to_index" on "allowance_entitlement" ("sheet", "valid_to");`);
    this.addSql(`create unique index "one_entry_an_ordinal" on "allowance_entitlement" ("posting", "month", "ordinal") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "allowance_rate" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "county" varchar(20) not null, "role" text not null, "amount" bigint not null, "document" varchar(60) not null);`);
    this.addSql(`create index "allowance_rate_id_index" on "allowance_rate" ("id");`);
    this.addSql(`create unique index "one_rate_a_role" on "allowance_rate" ("county", "role") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "allowance_sheet" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "township" varchar(20) not null, "month" varchar(7) not null, "ordinal" int not null, "state" text not null default 'COMPUTED', "returned" varchar(200) null, "voucher" varchar(60) null);`);
    this.addSql(`create index "allowance_sheet_id_index" on "allowance_sheet" ("id");`);
    this.addSql(`create unique index "one_unpaid_sheet" on "allowance_sheet" ("township", "month") where "valid_to" = '9999-12-31' and "state" in ('COMPUTED', 'CHECKED', 'APPROVED');`);
    this.addSql(`create unique index "one_sheet_a_month" on "allowance_sheet" ("township", "month", "ordinal") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "attendance_setting" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "kept" boolean not null, "impact_assessment" varchar(60) null, "document" varchar(60) not null);`);
    this.addSql(`create index "attendance_setting_id_index" on "attendance_setting" ("id");`);
    this.addSql(`create unique index "one_attendance_setting" on "attendance_setting" ("division") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "leave_request" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "posting" varchar(20) not null, "village" varchar(20) not null, "from" varchar(10) not null, "to" varchar(10) not null, "reason" varchar(200) not null, "level" text not null, "state" text not null default 'SUBMITTED', "returned_on" varchar(10) null);`);
    this.addSql(`create index "leave_request_id_index" on "leave_request" ("id");`);
    this.addSql(`create index "leave_request_posting_state_index" on "leave_request" ("posting", "state");`);

    this.addSql(`create table "village_day" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "posting" varchar(20) not null, "village" varchar(20) not null, "day" varchar(10) not null, "status" text not null, "method" text not null default 'COUNTERSIGN', "recorded_by" varchar(120) not null, "confirmed_by" varchar(120) null, "confirmed_on" varchar(10) null, "correction" varchar(200) null, "position" varchar(40) null);`);
    this.addSql(`create index "village_day_id_index" on "village_day" ("id");`);
    this.addSql(`create index "village_day_day_posting_index" on "village_day" ("day", "posting");`);
    this.addSql(`create unique index "one_row_a_posting_day" on "village_day" ("posting", "day") where "valid_to" = '9999-12-31';`);

    this.addSql(`alter table "allowance_entitlement" add constraint "allowance_entitlement_role_check" check ("role" in ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'SECONDMENT', 'ROTATION', 'FULLTIME_POVERTY_OFFICER'));`);
    this.addSql(`alter table "allowance_entitlement" add constraint "allowance_entitlement_kind_check" check ("kind" in ('REGULAR', 'DIFFERENCE', 'REVERSAL'));`);
    this.addSql(`alter table "allowance_entitlement" add constraint "allowance_entitlement_state_check" check ("state" in ('COMPUTED', 'CHECKED', 'APPROVED', 'PAID', 'REVERSED'));`);

    this.addSql(`alter table "allowance_rate" add constraint "allowance_rate_role_check" check ("role" in ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'SECONDMENT', 'ROTATION', 'FULLTIME_POVERTY_OFFICER'));`);

    this.addSql(`alter table "allowance_sheet" add constraint "allowance_sheet_state_check" check ("state" in ('COMPUTED', 'CHECKED', 'APPROVED', 'PAID', 'REVERSED'));`);

    this.addSql(`alter table "leave_request" add constraint "leave_request_level_check" check ("level" in ('TOWNSHIP', 'COUNTY'));`);
    this.addSql(`alter table "leave_request" add constraint "leave_request_state_check" check ("state" in ('SUBMITTED', 'APPROVED', 'REJECTED', 'RETURNED'));`);

    this.addSql(`alter table "village_day" add constraint "village_day_status_check" check ("status" in ('IN_VILLAGE', 'OFFICIAL_TRIP', 'TRAINING', 'LEAVE', 'ABSENT'));`);
    this.addSql(`alter table "village_day" add constraint "village_day_method_check" check ("method" in ('COUNTERSIGN', 'LOCATION'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "allowance_entitlement" cascade;`);
    this.addSql(`drop table if exists "allowance_rate" cascade;`);
    this.addSql(`drop table if exists "allowance_sheet" cascade;`);
    this.addSql(`drop table if exists "attendance_setting" cascade;`);
    this.addSql(`drop table if exists "leave_request" cascade;`);
    this.addSql(`drop table if exists "village_day" cascade;`);

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
