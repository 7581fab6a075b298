import { Migration } from '@mikro-orm/migrations';

export class Migration20261125035533_Responsibility extends Migration {

  override name = 'Migration20261125035533_Responsibility';

  override up(): void | Promise<void> {
    this.addSql(`create table "assessment_scheme" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "name" varchar(100) not null, "document" varchar(60) not null, "criteria" jsonb not null, "weak_from" int not null);`);
    this.addSql(`create index "assessment_scheme_id_index" on "assessment_scheme" ("id");`);
    this.addSql(`create unique index "one_scheme_at_a_time" on "assessment_scheme" ("division") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "duty_report" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "role" text not null, "person" varchar(20) not null, "year" int not null, "text" text not null, "reported_on" varchar(10) not null, "submitted_by" varchar(100) not null, "state" text not null default 'SUBMITTED', "grade" text null, "reviewed_on" varchar(10) null, "remark" varchar(500) null);`);
    this.addSql(`create index "duty_report_id_index" on "duty_report" ("id");`);
    this.addSql(`create index "duty_report_division_index" on "duty_report" ("division");`);
    this.addSql(`create unique index "one_report_a_year" on "duty_report" ("organization", "person", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "model_practice" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "kind" text not null, "title" varchar(100) not null, "text" text not null, "document" varchar(60) not null);`);
    this.addSql(`create index "model_practice_id_index" on "model_practice" ("id");`);
    this.addSql(`create index "model_practice_organization_index" on "model_practice" ("organization");`);

    this.addSql(`create table "org_assessment" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "scheme" varchar(20) not null, "year" int not null, "grade" text not null, "hits" jsonb not null, "document" varchar(60) not null, "reason" varchar(500) null);`);
    this.addSql(`create index "org_assessment_id_index" on "org_assessment" ("id");`);
    this.addSql(`create index "org_assessment_year_grade_index" on "org_assessment" ("year", "grade");`);
    this.addSql(`create unique index "one_assessment_a_year" on "org_assessment" ("organization", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "practice_adoption" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "practice" varchar(20) not null, "organization" varchar(20) not null, "division" varchar(20) not null, "reason" varchar(500) null);`);
    this.addSql(`create index "practice_adoption_id_index" on "practice_adoption" ("id");`);
    this.addSql(`create index "practice_adoption_practice_index" on "practice_adoption" ("practice");`);
    this.addSql(`create index "practice_adoption_organization_index" on "practice_adoption" ("organization");`);
    this.addSql(`create unique index "one_adoption" on "practice_adoption" ("practice", "organization") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "public_pledge" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "role" text not null, "person" varchar(20) not null, "year" int not null, "text" text not null, "published" varchar(100) not null);`);
    this.addSql(`create index "public_pledge_id_index" on "public_pledge" ("id");`);
    this.addSql(`create index "public_pledge_division_index" on "public_pledge" ("division");`);
    this.addSql(`create unique index "one_pledge_a_year" on "public_pledge" ("organization", "person", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "rectification_campaign" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "name" varchar(100) not null, "document" varchar(60) not null, "from" varchar(10) not null, "to" varchar(10) not null, "min_score" int not null, "max_dissatisfaction" int not null, "consolidation_months" int not null);`);
    this.addSql(`create index "rectification_campaign_id_index" on "rectification_campaign" ("id");`);

    this.addSql(`create table "rectification_case" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "campaign" varchar(20) not null, "organization" varchar(20) not null, "division" varchar(20) not null, "problems" jsonb not null, "state" text not null default 'IDENTIFIED', "identified_on" varchar(10) not null, "document" varchar(60) null, "plan" text null, "leader" varchar(20) null, "paired_agency" varchar(20) null, "first_secretary" varchar(20) null, "deadline" varchar(10) null, "self_accepted_by" varchar(100) null, "score" int null, "dissatisfaction" int null, "failures" int not null default 0, "transformed_on" varchar(10) null, "consolidating_since" varchar(10) null, "closed_on" varchar(10) null, "relapses" int not null default 0, "remark" varchar(500) null);`);
    this.addSql(`create index "rectification_case_id_index" on "rectification_case" ("id");`);
    this.addSql(`create index "rectification_case_campaign_index" on "rectification_case" ("campaign");`);
    this.addSql(`create index "rectification_case_division_state_index" on "rectification_case" ("division", "state");`);
    this.addSql(`create unique index "one_open_case" on "rectification_case" ("organization") where "valid_to" = '9999-12-31' and "state" in ('IDENTIFIED', 'REVIEWED', 'CONFIRMED', 'PLAN_SET', 'RECTIFYING', 'SELF_ACCEPTED', 'ACCEPTANCE', 'TRANSFORMED', 'CONSOLIDATING');`);

    this.addSql(`create table "responsibility_item" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "list" varchar(20) not null, "organization" varchar(20) not null, "division" varchar(20) not null, "source" varchar(20) null, "role" text not null, "person" varchar(20) not null, "matter" varchar(200) not null, "indicator" varchar(200) not null, "target" varchar(100) not null, "weight" int not null, "due" varchar(10) not null, "evidence" varchar(500) null, "score" int null, "scored_by" varchar(100) null);`);
    this.addSql(`create index "responsibility_item_id_index" on "responsibility_item" ("id");`);
    this.addSql(`create index "responsibility_item_list_index" on "responsibility_item" ("list");`);
    this.addSql(`create index "responsibility_item_source_index" on "responsibility_item" ("source");`);

    this.addSql(`create table "responsibility_list" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "role" text not null, "person" varchar(20) not null, "year" int not null, "state" text not null default 'DRAFT', "document" varchar(60) null);`);
    this.addSql(`create index "responsibility_list_id_index" on "responsibility_list" ("id");`);
    this.addSql(`create index "responsibility_list_division_index" on "responsibility_list" ("division");`);
    this.addSql(`create index "responsibility_list_person_index" on "responsibility_list" ("person");`);
    this.addSql(`create unique index "one_list_a_year" on "responsibility_list" ("organization", "role", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`alter table "duty_report" add constraint "duty_report_role_check" check ("role" in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER'));`);
    this.addSql(`alter table "duty_report" add constraint "duty_report_state_check" check ("state" in ('SUBMITTED', 'RETURNED', 'REVIEWED'));`);
    this.addSql(`alter table "duty_report" add constraint "duty_report_grade_check" check ("grade" in ('GOOD', 'FAIR', 'ORDINARY', 'POOR'));`);

    this.addSql(`alter table "model_practice" add constraint "model_practice_kind_check" check ("kind" in ('ORGANIZATION', 'ACTIVITY', 'TEAM', 'SERVICE'));`);

    this.addSql(`alter table "org_assessment" add constraint "org_assessment_grade_check" check ("grade" in ('GOOD', 'ORDINARY', 'WEAK'));`);

    this.addSql(`alter table "public_pledge" add constraint "public_pledge_role_check" check ("role" in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER'));`);

    this.addSql(`alter table "rectification_case" add constraint "rectification_case_state_check" check ("state" in ('IDENTIFIED', 'REVIEWED', 'CONFIRMED', 'PLAN_SET', 'RECTIFYING', 'SELF_ACCEPTED', 'ACCEPTANCE', 'TRANSFORMED', 'CONSOLIDATING', 'CLOSED'));`);

    this.addSql(`alter table "responsibility_item" add constraint "responsibility_item_role_check" check ("role" in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER'));`);

    this.addSql(`alter table "responsibility_list" add constraint "responsibility_list_role_check" check ("role" in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER'));`);
    this.addSql(`alter table "responsibility_list" add constraint "responsibility_list_state_check" check ("state" in ('DRAFT', 'ISSUED', 'SCORED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "assessment_scheme" cascade;`);
    this.addSql(`drop table if exists "duty_report" cascade;`);
    this.addSql(`drop table if exists "model_practice" cascade;`);
    this.addSql(`drop table if exists "org_assessment" cascade;`);
    this.addSql(`drop table if exists "practice_adoption" cascade;`);
    this.addSql(`drop table if exists "public_pledge" cascade;`);
    this.addSql(`drop table if exists "rectification_campaign" cascade;`);
    this.addSql(`drop table if exists "rectification_case" cascade;`);
    this.addSql(`drop table if exists "responsibility_item" cascade;`);
    this.addSql(`drop table if exists "responsibility_list" cascade;`);
  }

}
