import { Migration } from '@mikro-orm/migrations';

export class Migration20261125035727_Cases extends Migration {

  override name = 'Migration20261125035727_Cases';

  override up(): void | Promise<void> {
    this.addSql(`create table "care_measure" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "posting" varchar(20) not null, "person" varchar(20) not null, "division" varchar(20) not null, "kind" text not null, "on" varchar(10) not null, "note" varchar(200) null);`);
    this.addSql(`create index "care_measure_id_index" on "care_measure" ("id");`);
    this.addSql(`create index "care_measure_division_on_index" on "care_measure" ("division", "on");`);
    this.addSql(`create index "care_measure_posting_on_index" on "care_measure" ("posting", "on");`);

    this.addSql(`create table "clarification_case" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "person" varchar(20) null, "agency" varchar(20) null, "division" varchar(20) not null, "reported_by" varchar(100) not null, "matter" varchar(500) not null, "accountability" varchar(20) null, "state" text not null default 'REPORTED', "conclusion" varchar(500) null, "referred" boolean not null default false, "document" varchar(60) null, "mode" text null, "outcome" text null, "outcome_on" varchar(10) null);`);
    this.addSql(`create index "clarification_case_id_index" on "clarification_case" ("id");`);
    this.addSql(`create index "clarification_case_division_index" on "clarification_case" ("division");`);
    this.addSql(`create unique index "one_clarification_case" on "clarification_case" ("accountability") where "valid_to" = '9999-12-31' and "state" != 'CLOSED';`);

    this.addSql(`create table "reserve_cadre_entry" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "person" varchar(20) not null, "division" varchar(20) not null, "level" text not null, "entered_on" varchar(10) not null, "document" varchar(60) not null, "linked_posting" varchar(20) null, "end_reason" text null);`);
    this.addSql(`create index "reserve_cadre_entry_id_index" on "reserve_cadre_entry" ("id");`);
    this.addSql(`create index "reserve_cadre_entry_linked_posting_index" on "reserve_cadre_entry" ("linked_posting");`);
    this.addSql(`create index "reserve_cadre_entry_division_index" on "reserve_cadre_entry" ("division");`);
    this.addSql(`create unique index "one_reserve_entry" on "reserve_cadre_entry" ("person") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "tolerance_case" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "person" varchar(20) null, "agency" varchar(20) null, "division" varchar(20) not null, "applied_by" varchar(100) not null, "applicant" varchar(60) not null, "matter" varchar(500) not null, "accountability" varchar(20) null, "finding" varchar(20) null, "state" text not null default 'APPLIED', "conditions" jsonb not null, "outcome" text null, "outcome_on" varchar(10) null, "document" varchar(60) null, "remark" varchar(500) null, "correction" varchar(500) null, "correction_due" varchar(10) null);`);
    this.addSql(`create index "tolerance_case_id_index" on "tolerance_case" ("id");`);
    this.addSql(`create index "tolerance_case_division_index" on "tolerance_case" ("division");`);
    this.addSql(`create unique index "one_tolerance_case" on "tolerance_case" ("accountability") where "valid_to" = '9999-12-31' and "state" not in ('NOT_ACCEPTED', 'CLOSED');`);

    this.addSql(`alter table "care_measure" add constraint "care_measure_kind_check" check ("kind" in ('MEDICAL_CHECK', 'INSURANCE', 'FAMILY_VISIT', 'TALK'));`);

    this.addSql(`alter table "clarification_case" add constraint "clarification_case_state_check" check ("state" in ('REPORTED', 'VERIFIED_FALSE', 'APPROVED', 'CLARIFIED', 'CLOSED'));`);
    this.addSql(`alter table "clarification_case" add constraint "clarification_case_mode_check" check ("mode" in ('FACE_TO_FACE', 'MEETING', 'LETTER'));`);
    this.addSql(`alter table "clarification_case" add constraint "clarification_case_outcome_check" check ("outcome" in ('CLARIFIED'));`);

    this.addSql(`alter table "reserve_cadre_entry" add constraint "reserve_cadre_entry_level_check" check ("level" in ('DIVISION_DEPUTY', 'SECTION_CHIEF', 'SECTION_DEPUTY'));`);
    this.addSql(`alter table "reserve_cadre_entry" add constraint "reserve_cadre_entry_end_reason_check" check ("end_reason" in ('APPOINTED', 'AGE', 'UNSUITABLE', 'TRANSFER'));`);

    this.addSql(`alter table "tolerance_case" add constraint "tolerance_case_state_check" check ("state" in ('APPLIED', 'ACCEPTED', 'NOT_ACCEPTED', 'INVESTIGATING', 'DETERMINED', 'NOTIFIED', 'APPEALED', 'REVIEWED', 'FILED', 'CORRECTION', 'CLOSED'));`);
    this.addSql(`alter table "tolerance_case" add constraint "tolerance_case_outcome_check" check ("outcome" in ('TOLERATE_EXEMPT', 'MITIGATE', 'NOT_APPLICABLE'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "care_measure" cascade;`);
    this.addSql(`drop table if exists "clarification_case" cascade;`);
    this.addSql(`drop table if exists "reserve_cadre_entry" cascade;`);
    this.addSql(`drop table if exists "tolerance_case" cascade;`);
  }

}
