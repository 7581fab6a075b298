import { Migration } from '@mikro-orm/migrations';

export class Migration20261125042917_Oversight extends Migration {

  override name = 'Migration20261125042917_Oversight';

  override up(): void | Promise<void> {
    this.addSql(`create table "accountability_action" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "subject_type" text not null, "subject" varchar(20) not null, "person" varchar(20) null, "level" text not null, "kind" text not null, "reason" text not null, "on" varchar(10) not null, "document" varchar(60) null, "note" varchar(1000) null, "state" text not null default 'IN_FORCE', "changed_by" varchar(20) null, "changed_on" varchar(10) null);`);
    this.addSql(`create index "accountability_action_id_index" on "accountability_action" ("id");`);
    this.addSql(`create index "accountability_action_kind_on_index" on "accountability_action" ("kind", "on");`);
    this.addSql(`create index "accountability_action_person_index" on "accountability_action" ("person");`);
    this.addSql(`create unique index "one_action_a_day" on "accountability_action" ("subject", "kind", "reason", "on") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "accountability_basis" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "action" varchar(20) not null, "finding" varchar(20) not null, "division" varchar(20) not null);`);
    this.addSql(`create index "accountability_basis_id_index" on "accountability_basis" ("id");`);
    this.addSql(`create index "accountability_basis_finding_index" on "accountability_basis" ("finding");`);
    this.addSql(`create index "accountability_basis_action_index" on "accountability_basis" ("action");`);

    this.addSql(`create table "fact" ("row" serial primary key, "noun" varchar(40) not null, "key" varchar(20) not null, "event" varchar(60) not null, "day" varchar(10) not null, "from" varchar(10) not null, "to" varchar(10) not null default '9999-12-31', "person" varchar(20) null, "place" varchar(20) null, "of" varchar(20) null, "kind" varchar(40) null, "state" varchar(40) null);`);
    this.addSql(`create index "fact_of_person" on "fact" ("noun", "person");`);
    this.addSql(`create index "fact_of_place" on "fact" ("noun", "place");`);
    this.addSql(`create index "fact_of_key" on "fact" ("noun", "key");`);

    this.addSql(`create table "finding_category" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "code" varchar(40) not null, "name" varchar(64) not null, "document" varchar(60) null);`);
    this.addSql(`create index "finding_category_id_index" on "finding_category" ("id");`);
    this.addSql(`create unique index "one_category_a_name" on "finding_category" ("name") where "valid_to" = '9999-12-31';`);
    this.addSql(`create unique index "one_category_a_code" on "finding_category" ("code") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "finding_escalation" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "finding" varchar(20) not null, "division" varchar(20) not null, "level" text not null, "deadline" varchar(10) not null);`);
    this.addSql(`create index "finding_escalation_id_index" on "finding_escalation" ("id");`);
    this.addSql(`create index "finding_escalation_level_valid_from_index" on "finding_escalation" ("level", "valid_from");`);
    this.addSql(`alter table "finding_escalation" add constraint "escalated_once" unique ("finding", "level", "deadline");`);

    this.addSql(`create table "finding_extension" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "finding" varchar(20) not null, "division" varchar(20) not null, "ordinal" int not null, "deadline" varchar(10) not null, "new_deadline" varchar(10) not null, "reason" varchar(500) not null, "state" text not null default 'REQUESTED', "requested_by" varchar(100) not null, "requested_level" text not null, "requested_on" varchar(10) not null, "decided_by" varchar(100) null, "decided_on" varchar(10) null, "decline_reason" varchar(500) null);`);
    this.addSql(`create index "finding_extension_id_index" on "finding_extension" ("id");`);
    this.addSql(`create index "finding_extension_finding_index" on "finding_extension" ("finding");`);
    this.addSql(`create unique index "extension_in_its_turn" on "finding_extension" ("finding", "ordinal") where "valid_to" = '9999-12-31' and "state" in ('REQUESTED', 'GRANTED');`);

    this.addSql(`create table "finding_rule_set" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "document" varchar(60) not null, "recurrence_months" int not null default 6, "condition_months" int not null default 12, "most_extensions" int not null default 2, "township_after" int not null default 1, "county_after" int not null default 8, "hq_after" int not null default 16);`);
    this.addSql(`create index "finding_rule_set_id_index" on "finding_rule_set" ("id");`);
    this.addSql(`create unique index "one_ruleset" on "finding_rule_set" ("division") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "form_item" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "request" varchar(20) not null, "division" varchar(20) not null, "name" varchar(60) not null, "key" varchar(60) not null);`);
    this.addSql(`create index "form_item_id_index" on "form_item" ("id");`);
    this.addSql(`create index "form_item_key_valid_from_index" on "form_item" ("key", "valid_from");`);
    this.addSql(`create index "form_item_request_index" on "form_item" ("request");`);

    this.addSql(`create table "form_request" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "agency" varchar(20) not null, "title" varchar(100) not null, "purpose" varchar(300) not null, "document" varchar(60) null, "frequency" text not null, "requested_on" varchar(10) not null, "due_on" varchar(10) not null, "state" text not null default 'REQUESTED', "ended_on" varchar(10) null, "withdraw_reason" varchar(500) null);`);
    this.addSql(`create index "form_request_id_index" on "form_request" ("id");`);
    this.addSql(`create index "form_request_division_requested_on_index" on "form_request" ("division", "requested_on");`);

    this.addSql(`create table "reconciliation_break" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "check" text not null, "subject" varchar(20) not null, "division" varchar(20) not null, "owner" varchar(40) not null, "detail" varchar(300) not null, "records" text not null, "found_on" varchar(10) not null, "state" text not null default 'FOUND', "acknowledged_by" varchar(100) null, "acknowledged_on" varchar(10) null, "note" varchar(500) null, "resolution" text null, "resolved_on" varchar(10) null, "agreed_on" varchar(10) null);`);
    this.addSql(`create index "reconciliation_break_id_index" on "reconciliation_break" ("id");`);
    this.addSql(`create index "reconciliation_break_state_check_index" on "reconciliation_break" ("state", "check");`);
    this.addSql(`create unique index "one_break_at_a_time" on "reconciliation_break" ("check", "subject") where "valid_to" = '9999-12-31' and "agreed_on" is null;`);

    this.addSql(`alter table "agency" add "division" varchar(20) null;`);

    this.addSql(`alter table "finding" drop constraint "finding_state_check";`);
    this.addSql(`alter table "finding" add "division" varchar(20) null, add "subject_type" text not null default 'VILLAGE', add "agency" varchar(20) null, add "organization" varchar(20) null, add "person" varchar(20) null, add "category_code" varchar(40) null, add "responsible_person" varchar(20) null, add "condition" text null, add "closed_on" varchar(10) null, add "reopenings" int not null default 0, add "reopened_on" varchar(10) null, add "recurrence_of" varchar(20) null, add "recurred_on" varchar(10) null;`);
    this.addSql(`update "finding" set "division" = "village", "closed_on" = case when "state" = 'CLOSED' then "valid_from" end;`);
    this.addSql(`alter table "finding" alter column "division" set not null;`);
    this.addSql(`alter table "finding" alter column "village" drop not null;`);
    this.addSql(`create index "finding_agency_index" on "finding" ("agency");`);
    this.addSql(`create index "finding_recurrence_of_index" on "finding" ("recurrence_of");`);
    this.addSql(`create index "finding_division_state_index" on "finding" ("division", "state");`);
    this.addSql(`alter table "finding" add constraint "finding_subject_type_check" check ("subject_type" in ('VILLAGE', 'AGENCY', 'ORGANIZATION', 'PERSON'));`);
    this.addSql(`alter table "finding" add constraint "finding_condition_check" check ("condition" in ('SECRETARY_IN_POST', 'THREE_TEAMS_COVERED'));`);
    this.addSql(`alter table "finding" add constraint "finding_state_check" check ("state" in ('OPEN', 'RECTIFYING', 'SUBMITTED', 'VERIFIED', 'CLOSED', 'DISMISSED', 'REOPENED'));`);

    this.addSql(`alter table "finding_evidence" rename column "village" to "division";`);

    this.addSql(`alter table "accountability_action" add constraint "accountability_action_subject_type_check" check ("subject_type" in ('PERSON', 'AGENCY', 'ORGANIZATION'));`);
    this.addSql(`alter table "accountability_action" add constraint "accountability_action_level_check" check ("level" in ('COUNTY', 'TOWNSHIP', 'VILLAGE'));`);
    this.addSql(`alter table "accountability_action" add constraint "accountability_action_kind_check" check ("kind" in ('REMINDER', 'ADMONITORY_TALK', 'MEETING_CIRCULAR', 'CIRCULAR_CRITICISM', 'ACCOUNTABILITY', 'ORG_ADJUSTMENT', 'DISCIPLINARY'));`);
    this.addSql(`alter table "accountability_action" add constraint "accountability_action_reason_check" check ("reason" in ('DERELICTION_RESIDENT', 'RULE_BREACH', 'TASK_FAILURE', 'FALSIFICATION'));`);
    this.addSql(`alter table "accountability_action" add constraint "accountability_action_state_check" check ("state" in ('IN_FORCE', 'MITIGATED', 'REVOKED'));`);

    this.addSql(`alter table "finding_escalation" add constraint "finding_escalation_level_check" check ("level" in ('TOWNSHIP', 'COUNTY', 'HQ'));`);

    this.addSql(`alter table "finding_extension" add constraint "finding_extension_state_check" check ("state" in ('REQUESTED', 'GRANTED', 'DECLINED'));`);
    this.addSql(`alter table "finding_extension" add constraint "finding_extension_requested_level_check" check ("requested_level" in ('VILLAGE', 'TOWNSHIP', 'COUNTY', 'HQ'));`);

    this.addSql(`alter table "form_request" add constraint "form_request_frequency_check" check ("frequency" in ('ONCE', 'MONTHLY', 'QUARTERLY'));`);
    this.addSql(`alter table "form_request" add constraint "form_request_state_check" check ("state" in ('REQUESTED', 'COLLECTED', 'WITHDRAWN'));`);

    this.addSql(`alter table "reconciliation_break" add constraint "reconciliation_break_check_check" check ("check" in ('VILLAGE_UNCOVERED', 'PERSON_UNKNOWN', 'CLOSED_WITHOUT_SECRETARY', 'PROMOTED_UNPOSTED', 'ROLE_UNHELD', 'OPEN_ON_ABOLISHED'));`);
    this.addSql(`alter table "reconciliation_break" add constraint "reconciliation_break_state_check" check ("state" in ('FOUND', 'ACKNOWLEDGED', 'RESOLVED'));`);
    this.addSql(`alter table "reconciliation_break" add constraint "reconciliation_break_resolution_check" check ("resolution" in ('AGREED', 'EXPLAINED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "accountability_action" cascade;`);
    this.addSql(`drop table if exists "accountability_basis" cascade;`);
    this.addSql(`drop table if exists "fact" cascade;`);
    this.addSql(`drop table if exists "finding_category" cascade;`);
    this.addSql(`drop table if exists "finding_escalation" cascade;`);
    this.addSql(`drop table if exists "finding_extension" cascade;`);
    this.addSql(`drop table if exists "finding_rule_set" cascade;`);
    this.addSql(`drop table if exists "form_item" cascade;`);
    this.addSql(`drop table if exists "form_request" cascade;`);
    this.addSql(`drop table if exists "reconciliation_break" cascade;`);

    this.addSql(`alter table "agency" drop column "division";`);

    this.addSql(`drop index "finding_agency_index";`);
    this.addSql(`drop index "finding_recurrence_of_index";`);
    this.addSql(`drop index "finding_division_state_index";`);
    this.addSql(`alter table "finding" drop constraint "finding_subject_type_check";`);
    this.addSql(`alter table "finding" drop constraint "finding_condition_check";`);
    this.addSql(`alter table "finding" drop constraint "finding_state_check";`);
    this.addSql(`alter table "finding" drop column "division", drop column "subject_type", drop column "agency", drop column "organization", drop column "person", drop column "category_code", drop column "responsible_person", drop column "condition", drop column "closed_on", drop column "reopenings", drop column "reopened_on", drop column "recurrence_of", drop column "recurred_on";`);
    this.addSql(`alter table "finding" alter column "village" set not null;`);
    this.addSql(`alter table "finding" add constraint "finding_state_check" check ("state" in ('OPEN', 'RECTIFYING', 'SUBMITTED', 'VERIFIED', 'CLOSED', 'DISMISSED'));`);

    this.addSql(`alter table "finding_evidence" rename column "division" to "village";`);
  }

}
