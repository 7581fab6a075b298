import { Migration } from '@mikro-orm/migrations';

export class Migration20261124035443_Initial extends Migration {

  override name = 'Migration20261124035443_Initial';

  override up(): void | Promise<void> {
    this.addSql(`create table "agency" ("id" varchar(20) not null, primary key ("id"));`);

    this.addSql(`create table "calendar_year" ("year" int not null, "announced" boolean not null, "source" varchar(300) not null, primary key ("year"));`);

    this.addSql(`create table "calendar_day" ("day" varchar(10) not null, "year" int not null, "working" boolean not null, "name" varchar(40) not null, primary key ("day"));`);

    this.addSql(`create table "finding" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "inspection" varchar(20) not null, "village" varchar(20) not null, "category" varchar(64) not null, "severity" smallint not null, "found_on" varchar(10) not null, "description" text not null, "state" text not null default 'OPEN', "responsible_agency" varchar(20) null, "ordered_on" varchar(10) null, "deadline" varchar(10) null, "submitted_by" varchar(100) null, "submitted_on" varchar(10) null, "returns" int not null default 0, "return_reason" varchar(500) null, "verified_by" varchar(100) null, "verified_on" varchar(10) null, "dismiss_reason" varchar(500) null);`);
    this.addSql(`create index "finding_id_index" on "finding" ("id");`);
    this.addSql(`create index "finding_inspection_index" on "finding" ("inspection");`);
    this.addSql(`create index "finding_responsible_agency_index" on "finding" ("responsible_agency");`);
    this.addSql(`create index "finding_state_deadline_index" on "finding" ("state", "deadline");`);
    this.addSql(`create index "finding_village_found_on_index" on "finding" ("village", "found_on");`);

    this.addSql(`create table "finding_evidence" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "finding" varchar(20) not null, "village" varchar(20) not null, "title" varchar(200) not null, "note" text null, "on" varchar(10) not null, "by" varchar(100) not null);`);
    this.addSql(`create index "finding_evidence_id_index" on "finding_evidence" ("id");`);
    this.addSql(`create index "finding_evidence_finding_index" on "finding_evidence" ("finding");`);

    this.addSql(`create table "inspection" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "title" varchar(100) not null, "division" varchar(20) not null, "planned" boolean not null, "plan_year" int null, "approval_no" varchar(60) null, "method" text not null, "agency" varchar(20) not null, "from" varchar(10) not null, "to" varchar(10) not null, "state" text not null default 'PLANNED', "cancel_reason" varchar(500) null);`);
    this.addSql(`create index "inspection_id_index" on "inspection" ("id");`);
    this.addSql(`create index "inspection_division_index" on "inspection" ("division");`);
    this.addSql(`create index "inspection_state_from_index" on "inspection" ("state", "from");`);

    this.addSql(`create table "ledger_head" ("id" int not null, "seq" int not null default 0, "hash" varchar(64) not null default '0000000000000000000000000000000000000000000000000000000000000000', primary key ("id"));`);

    this.addSql(`create table "ledger_position" ("feed" varchar(40) not null, "seq" int not null default 0, primary key ("feed"));`);

    this.addSql(`create table "ledger" ("seq" serial primary key, "at" timestamptz(3) not null, "day" varchar(10) not null, "actor" varchar(100) not null, "role" varchar(40) not null, "client" varchar(100) not null, "noun" varchar(40) not null, "key" varchar(20) not null, "event" varchar(60) not null, "place" varchar(20) null, "before" text null, "after" text null, "request_id" varchar(60) not null, "idempotency_key" varchar(200) null, "input_hash" varchar(64) null, "previous" varchar(64) not null, "hash" varchar(64) not null);`);
    this.addSql(`create index "ledger_of_key" on "ledger" ("noun", "key");`);
    this.addSql(`alter table "ledger" add constraint "ledger_one_answer_per_key" unique ("client", "idempotency_key");`);

    this.addSql(`create table "territory" ("row" serial primary key, "division" varchar(20) not null, "code" varchar(12) not null, "kind" varchar(20) not null, "parent" varchar(20) null, "lineage" varchar(200) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31');`);
    this.addSql(`create index "territory_division_index" on "territory" ("division");`);
    this.addSql(`create index "territory_lineage_index" on "territory" ("lineage");`);

    this.addSql(`alter table "calendar_day" add constraint "calendar_day_year_foreign" foreign key ("year") references "calendar_year" ("year");`);

    this.addSql(`alter table "finding" add constraint "finding_state_check" check ("state" in ('OPEN', 'RECTIFYING', 'SUBMITTED', 'VERIFIED', 'CLOSED', 'DISMISSED'));`);

    this.addSql(`alter table "inspection" add constraint "inspection_method_check" check ("method" in ('FIELD_VISIT', 'PHONE_CHECK', 'STATIONED', 'PATROL'));`);
    this.addSql(`alter table "inspection" add constraint "inspection_state_check" check ("state" in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED', 'CANCELLED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "calendar_day" drop constraint "calendar_day_year_foreign";`);

    this.addSql(`drop table if exists "agency" cascade;`);
    this.addSql(`drop table if exists "calendar_year" cascade;`);
    this.addSql(`drop table if exists "calendar_day" cascade;`);
    this.addSql(`drop table if exists "finding" cascade;`);
    this.addSql(`drop table if exists "finding_evidence" cascade;`);
    this.addSql(`drop table if exists "inspection" cascade;`);
    this.addSql(`drop table if exists "ledger_head" cascade;`);
    this.addSql(`drop table if exists "ledger_position" cascade;`);
    this.addSql(`drop table if exists "ledger" cascade;`);
    this.addSql(`drop table if exists "territory" cascade;`);
  }

}
