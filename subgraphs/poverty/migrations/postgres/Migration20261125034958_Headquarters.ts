import { Migration } from '@mikro-orm/migrations';

export class Migration20261125034958_Headquarters extends Migration {

  override name = 'Migration20261125034958_Headquarters';

  override up(): void | Promise<void> {
    this.addSql(`create table "agenda_item" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "meeting" varchar(20) not null, "division" varchar(20) not null, "meeting_kind" varchar(30) not null, "no" int not null, "topic" text not null, "title" varchar(200) not null);`);
    this.addSql(`create index "agenda_item_id_index" on "agenda_item" ("id");`);
    this.addSql(`create index "agenda_item_meeting_index" on "agenda_item" ("meeting");`);
    this.addSql(`create index "agenda_item_division_topic_valid_from_index" on "agenda_item" ("division", "topic", "valid_from");`);

    this.addSql(`create table "agenda_rule" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "division" varchar(20) not null, "kind" text not null, "topic" text not null, "interval_days" int not null, "from" varchar(10) not null, "document" varchar(60) not null);`);
    this.addSql(`create index "agenda_rule_id_index" on "agenda_rule" ("id");`);

    this.addSql(`create table "contact_point" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "kind" text not null, "leader" varchar(20) not null, "post" varchar(100) not null, "target" varchar(20) not null, "division" varchar(20) not null, "document" varchar(60) null);`);
    this.addSql(`create index "contact_point_id_index" on "contact_point" ("id");`);
    this.addSql(`create index "contact_point_leader_index" on "contact_point" ("leader");`);
    this.addSql(`create index "contact_point_target_kind_index" on "contact_point" ("target", "kind");`);
    this.addSql(`create unique index "one_contract_a_township" on "contact_point" ("target") where "valid_to" = '9999-12-31' and "kind" = 'CONTRACT';`);

    this.addSql(`create table "contact_visit" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "contact_point" varchar(20) not null, "division" varchar(20) not null, "on" varchar(10) not null, "note" varchar(1000) not null);`);
    this.addSql(`create index "contact_visit_id_index" on "contact_visit" ("id");`);
    this.addSql(`create index "contact_visit_contact_point_on_index" on "contact_visit" ("contact_point", "on");`);

    this.addSql(`create table "decision_item" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "meeting" varchar(20) not null, "division" varchar(20) not null, "no" int not null, "text" varchar(500) not null, "state" text not null default 'OPEN', "task" varchar(20) null, "reason" varchar(500) null);`);
    this.addSql(`create index "decision_item_id_index" on "decision_item" ("id");`);
    this.addSql(`create index "decision_item_meeting_index" on "decision_item" ("meeting");`);

    this.addSql(`create table "group_member" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "working_group" varchar(20) not null, "division" varchar(20) not null, "agency" varchar(20) not null);`);
    this.addSql(`create index "group_member_id_index" on "group_member" ("id");`);
    this.addSql(`create index "group_member_working_group_index" on "group_member" ("working_group");`);
    this.addSql(`create unique index "one_member_a_group" on "group_member" ("working_group", "agency") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "headquarters" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "level" text not null, "division" varchar(20) not null, "document" varchar(60) null);`);
    this.addSql(`create index "headquarters_id_index" on "headquarters" ("id");`);
    this.addSql(`create unique index "one_headquarters_a_division" on "headquarters" ("division") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "hq_role" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "headquarters" varchar(20) not null, "division" varchar(20) not null, "role" text not null, "post" varchar(100) not null, "person" varchar(20) not null);`);
    this.addSql(`create index "hq_role_id_index" on "hq_role" ("id");`);
    this.addSql(`create index "hq_role_headquarters_index" on "hq_role" ("headquarters");`);
    this.addSql(`create index "hq_role_person_index" on "hq_role" ("person");`);
    this.addSql(`create unique index "one_role_a_person" on "hq_role" ("headquarters", "role", "person") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "key_task" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "plan" varchar(20) not null, "division" varchar(20) not null, "no" int not null, "title" varchar(200) not null, "six_plus_one" text not null);`);
    this.addSql(`create index "key_task_id_index" on "key_task" ("id");`);
    this.addSql(`create index "key_task_plan_index" on "key_task" ("plan");`);
    this.addSql(`create unique index "one_key_task_a_number" on "key_task" ("plan", "no") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "meeting" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "kind" text not null, "title" varchar(200) not null, "convener" varchar(100) not null, "division" varchar(20) not null, "held_on" varchar(10) not null);`);
    this.addSql(`create index "meeting_id_index" on "meeting" ("id");`);
    this.addSql(`create index "meeting_division_held_on_index" on "meeting" ("division", "held_on");`);

    this.addSql(`create table "meeting_attendance" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "meeting" varchar(20) not null, "division" varchar(20) not null, "person" varchar(20) not null, "role" text not null);`);
    this.addSql(`create index "meeting_attendance_id_index" on "meeting_attendance" ("id");`);
    this.addSql(`create index "meeting_attendance_meeting_index" on "meeting_attendance" ("meeting");`);
    this.addSql(`create index "meeting_attendance_person_index" on "meeting_attendance" ("person");`);

    this.addSql(`create table "programme" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "code" varchar(40) not null, "name" varchar(100) not null, "division" varchar(20) not null, "from" varchar(10) not null, "to" varchar(10) null, "document" varchar(60) null, "year" int null);`);
    this.addSql(`create index "programme_id_index" on "programme" ("id");`);
    this.addSql(`create unique index "one_programme_a_code" on "programme" ("code") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "project_indicator" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "project" varchar(20) not null, "division" varchar(20) not null, "name" varchar(100) not null, "unit" varchar(20) not null, "baseline" int not null, "target" int not null, "actual" int null, "due" varchar(10) not null, "weight" int not null default 1);`);
    this.addSql(`create index "project_indicator_id_index" on "project_indicator" ("id");`);
    this.addSql(`create index "project_indicator_project_index" on "project_indicator" ("project");`);

    this.addSql(`create table "project_milestone" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "project" varchar(20) not null, "division" varchar(20) not null, "title" varchar(200) not null, "due" varchar(10) not null, "reached_on" varchar(10) null);`);
    this.addSql(`create index "project_milestone_id_index" on "project_milestone" ("id");`);
    this.addSql(`create index "project_milestone_project_index" on "project_milestone" ("project");`);

    this.addSql(`create table "public_concern" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "village" varchar(20) not null, "source" text not null, "category" varchar(64) not null, "text" varchar(1000) not null, "raised_on" varchar(10) not null, "raised_by" varchar(100) not null, "state" text not null default 'RAISED', "agency" varchar(20) null, "due" varchar(10) null, "resolution" varchar(1000) null, "resolved_on" varchar(10) null, "rejections" int not null default 0, "reject_reason" varchar(500) null);`);
    this.addSql(`create index "public_concern_id_index" on "public_concern" ("id");`);
    this.addSql(`create index "public_concern_agency_index" on "public_concern" ("agency");`);
    this.addSql(`create index "public_concern_state_raised_on_index" on "public_concern" ("state", "raised_on");`);
    this.addSql(`create index "public_concern_village_raised_on_index" on "public_concern" ("village", "raised_on");`);

    this.addSql(`create table "secretary_office" ("id" varchar(20) not null, "organization" varchar(20) not null, "person" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', primary key ("id"));`);
    this.addSql(`create index "secretary_office_organization_index" on "secretary_office" ("organization");`);

    this.addSql(`create table "secretary_project" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "no" int not null, "year" int not null, "title" varchar(200) not null, "problem" varchar(1000) not null, "organization" varchar(20) not null, "division" varchar(20) not null, "secretary" varchar(20) not null, "post" varchar(100) not null, "programme" varchar(20) null, "budget" bigint null, "due" varchar(10) not null, "state" text not null default 'DECLARED', "document" varchar(60) null, "established_on" varchar(10) null, "submitted_by" varchar(100) null, "submitted_on" varchar(10) null, "reason" varchar(500) null, "handovers" int not null default 0);`);
    this.addSql(`create index "secretary_project_id_index" on "secretary_project" ("id");`);
    this.addSql(`create index "secretary_project_division_index" on "secretary_project" ("division");`);
    this.addSql(`create index "secretary_project_secretary_index" on "secretary_project" ("secretary");`);
    this.addSql(`create index "secretary_project_state_due_index" on "secretary_project" ("state", "due");`);
    this.addSql(`create unique index "one_project_a_number" on "secretary_project" ("year", "no") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "supervision_note" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "subject" varchar(20) not null, "division" varchar(20) not null, "text" varchar(1000) not null, "by" varchar(100) not null);`);
    this.addSql(`create index "supervision_note_id_index" on "supervision_note" ("id");`);
    this.addSql(`create index "supervision_note_subject_index" on "supervision_note" ("subject");`);

    this.addSql(`create table "task" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "title" varchar(200) not null, "division" varchar(20) not null, "programme" varchar(20) null, "workstream" text not null default 'POVERTY_ALLEVIATION', "owner_agency" varchar(20) not null, "responsible" varchar(20) not null, "starts_on" varchar(10) not null, "due" varchar(10) not null, "state" text not null default 'NOT_STARTED', "started_on" varchar(10) null, "submitted_by" varchar(100) null, "submitted_on" varchar(10) null, "confirmed_by" varchar(100) null, "confirmed_on" varchar(10) null, "reason" varchar(500) null, "document" varchar(60) null, "planned_together" varchar(10) null, "deployed_together" varchar(10) null, "supervised_together" varchar(10) null, "implemented_together" varchar(10) null, "appraised_together" varchar(10) null, "urgent_hard" boolean not null default false, "decision" varchar(20) null);`);
    this.addSql(`create index "task_id_index" on "task" ("id");`);
    this.addSql(`create index "task_division_index" on "task" ("division");`);
    this.addSql(`create index "task_owner_agency_index" on "task" ("owner_agency");`);
    this.addSql(`create index "task_decision_index" on "task" ("decision");`);
    this.addSql(`create index "task_state_due_index" on "task" ("state", "due");`);

    this.addSql(`create table "task_dependency" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "predecessor" varchar(20) not null, "successor" varchar(20) not null, "division" varchar(20) not null);`);
    this.addSql(`create index "task_dependency_id_index" on "task_dependency" ("id");`);
    this.addSql(`create index "task_dependency_successor_index" on "task_dependency" ("successor");`);
    this.addSql(`create unique index "one_tie_of_two" on "task_dependency" ("predecessor", "successor") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "three_basics_plan" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "year" int not null, "division" varchar(20) not null, "document" varchar(60) not null, "stated_key_tasks" int not null, "stated_items" int not null, "adopted_on" varchar(10) null);`);
    this.addSql(`create index "three_basics_plan_id_index" on "three_basics_plan" ("id");`);
    this.addSql(`create unique index "one_basics_plan_a_year" on "three_basics_plan" ("division", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "work_evidence" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "subject" varchar(20) not null, "division" varchar(20) not null, "title" varchar(200) not null, "note" varchar(4000) null, "by" varchar(100) not null);`);
    this.addSql(`create index "work_evidence_id_index" on "work_evidence" ("id");`);
    this.addSql(`create index "work_evidence_subject_index" on "work_evidence" ("subject");`);

    this.addSql(`create table "working_group" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "headquarters" varchar(20) not null, "division" varchar(20) not null, "no" int not null, "name" varchar(100) not null, "duties" varchar(500) not null, "lead_agency" varchar(20) not null, "leader" varchar(20) null);`);
    this.addSql(`create index "working_group_id_index" on "working_group" ("id");`);
    this.addSql(`create index "working_group_headquarters_index" on "working_group" ("headquarters");`);
    this.addSql(`create unique index "one_group_a_number" on "working_group" ("headquarters", "no") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "work_item" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "title" varchar(200) not null, "division" varchar(20) not null, "programme" varchar(20) null, "workstream" text not null default 'POVERTY_ALLEVIATION', "owner_agency" varchar(20) not null, "responsible" varchar(20) not null, "starts_on" varchar(10) not null, "due" varchar(10) not null, "state" text not null default 'NOT_STARTED', "started_on" varchar(10) null, "submitted_by" varchar(100) null, "submitted_on" varchar(10) null, "confirmed_by" varchar(100) null, "confirmed_on" varchar(10) null, "reason" varchar(500) null, "document" varchar(60) null, "planned_together" varchar(10) null, "deployed_together" varchar(10) null, "supervised_together" varchar(10) null, "implemented_together" varchar(10) null, "appraised_together" varchar(10) null, "plan" varchar(20) not null, "key_task" varchar(20) not null, "no" int not null, "six_plus_one" text not null, "deliverable" varchar(500) not null);`);
    this.addSql(`create index "work_item_id_index" on "work_item" ("id");`);
    this.addSql(`create index "work_item_division_index" on "work_item" ("division");`);
    this.addSql(`create index "work_item_owner_agency_index" on "work_item" ("owner_agency");`);
    this.addSql(`create index "work_item_plan_index" on "work_item" ("plan");`);
    this.addSql(`create index "work_item_key_task_index" on "work_item" ("key_task");`);
    this.addSql(`create unique index "one_item_a_number" on "work_item" ("plan", "no") where "valid_to" = '9999-12-31';`);

    this.addSql(`alter table "agenda_item" add constraint "agenda_item_topic_check" check ("topic" in ('THREE_BASICS', 'PARTY_BUILDING', 'POVERTY_ALLEVIATION', 'INSPECTION', 'CADRES', 'OTHER'));`);

    this.addSql(`alter table "agenda_rule" add constraint "agenda_rule_kind_check" check ("kind" in ('STANDING_COMMITTEE', 'GOV_EXECUTIVE', 'HQ', 'ORG_DEPT', 'TOWNSHIP'));`);
    this.addSql(`alter table "agenda_rule" add constraint "agenda_rule_topic_check" check ("topic" in ('THREE_BASICS', 'PARTY_BUILDING', 'POVERTY_ALLEVIATION', 'INSPECTION', 'CADRES', 'OTHER'));`);

    this.addSql(`alter table "contact_point" add constraint "contact_point_kind_check" check ("kind" in ('CONTRACT', 'THREE_BASICS', 'PARTY_BUILDING', 'STUDY'));`);

    this.addSql(`alter table "decision_item" add constraint "decision_item_state_check" check ("state" in ('OPEN', 'TASKED', 'DROPPED'));`);

    this.addSql(`alter table "headquarters" add constraint "headquarters_level_check" check ("level" in ('COUNTY', 'TOWNSHIP'));`);

    this.addSql(`alter table "hq_role" add constraint "hq_role_role_check" check ("role" in ('COMMANDER', 'EXECUTIVE_COMMANDER', 'TOWNSHIP_COMMANDER', 'MEMBER'));`);

    this.addSql(`alter table "key_task" add constraint "key_task_six_plus_one_check" check ("six_plus_one" in ('ORG', 'TEAM', 'ACTIVITY', 'SYSTEM', 'GUARANTEE', 'SERVICE', 'CENTRAL_TASK'));`);

    this.addSql(`alter table "meeting" add constraint "meeting_kind_check" check ("kind" in ('STANDING_COMMITTEE', 'GOV_EXECUTIVE', 'HQ', 'ORG_DEPT', 'TOWNSHIP'));`);

    this.addSql(`alter table "meeting_attendance" add constraint "meeting_attendance_role_check" check ("role" in ('COUNTY_LEADER', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD', 'TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER', 'FIRST_SECRETARY', 'TEAM_LEADER', 'AGENCY_HEAD', 'OTHER'));`);

    this.addSql(`alter table "public_concern" add constraint "public_concern_source_check" check ("source" in ('PETITION', 'HOME_VISIT', 'MEETING', 'INSPECTION', 'HOTLINE'));`);
    this.addSql(`alter table "public_concern" add constraint "public_concern_state_check" check ("state" in ('RAISED', 'ASSIGNED', 'RESOLVED', 'CONFIRMED'));`);

    this.addSql(`alter table "secretary_project" add constraint "secretary_project_state_check" check ("state" in ('DECLARED', 'REVIEWED', 'ESTABLISHED', 'IN_PROGRESS', 'SUSPENDED', 'SUBMITTED', 'ACCEPTED', 'CLOSED', 'REJECTED', 'TERMINATED'));`);

    this.addSql(`alter table "task" add constraint "task_workstream_check" check ("workstream" in ('LEADERSHIP_CADRE', 'GRASSROOTS_MEMBER', 'TALENT', 'POVERTY_ALLEVIATION'));`);
    this.addSql(`alter table "task" add constraint "task_state_check" check ("state" in ('NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED', 'CONFIRMED', 'CLOSED', 'CANCELLED'));`);

    this.addSql(`alter table "work_item" add constraint "work_item_workstream_check" check ("workstream" in ('LEADERSHIP_CADRE', 'GRASSROOTS_MEMBER', 'TALENT', 'POVERTY_ALLEVIATION'));`);
    this.addSql(`alter table "work_item" add constraint "work_item_state_check" check ("state" in ('NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED', 'CONFIRMED', 'CLOSED', 'CANCELLED'));`);
    this.addSql(`alter table "work_item" add constraint "work_item_six_plus_one_check" check ("six_plus_one" in ('ORG', 'TEAM', 'ACTIVITY', 'SYSTEM', 'GUARANTEE', 'SERVICE', 'CENTRAL_TASK'));`);

    this.addSql(`create view "master_ledger" as select "row" * 4 + 0 as "row", id, 'TASK' as kind, title, division, programme, workstream, owner_agency, responsible, starts_on, due, state, submitted_on, valid_from, valid_to from task union all select "row" * 4 + 1 as "row", id, 'WORK_ITEM' as kind, title, division, programme, workstream, owner_agency, responsible, starts_on, due, state, submitted_on, valid_from, valid_to from work_item union all select "row" * 4 + 2 as "row", id, 'PROJECT' as kind, title, division, programme, 'GRASSROOTS_MEMBER' as workstream, null as owner_agency, secretary as responsible, established_on as starts_on, due, case when state in ('DECLARED', 'REVIEWED', 'ESTABLISHED') then 'NOT_STARTED' when state in ('IN_PROGRESS', 'SUSPENDED') then 'IN_PROGRESS' when state in ('SUBMITTED') then 'SUBMITTED' when state in ('ACCEPTED') then 'CONFIRMED' when state in ('CLOSED') then 'CLOSED' when state in ('REJECTED', 'TERMINATED') then 'CANCELLED' else 'IN_PROGRESS' end as state, submitted_on, valid_from, valid_to from secretary_project union all select "row" * 4 + 3 as "row", id, 'FINDING' as kind, category as title, village as division, null as programme, 'POVERTY_ALLEVIATION' as workstream, responsible_agency as owner_agency, null as responsible, found_on as starts_on, deadline as due, case when state in ('OPEN') then 'NOT_STARTED' when state in ('RECTIFYING', 'REOPENED', 'ESCALATED') then 'IN_PROGRESS' when state in ('SUBMITTED') then 'SUBMITTED' when state in ('VERIFIED') then 'CONFIRMED' when state in ('CLOSED') then 'CLOSED' when state in ('DISMISSED') then 'CANCELLED' else 'IN_PROGRESS' end as state, submitted_on, valid_from, valid_to from finding;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop view if exists "master_ledger" cascade;`);
    this.addSql(`drop table if exists "agenda_item" cascade;`);
    this.addSql(`drop table if exists "agenda_rule" cascade;`);
    this.addSql(`drop table if exists "contact_point" cascade;`);
    this.addSql(`drop table if exists "contact_visit" cascade;`);
    this.addSql(`drop table if exists "decision_item" cascade;`);
    this.addSql(`drop table if exists "group_member" cascade;`);
    this.addSql(`drop table if exists "headquarters" cascade;`);
    this.addSql(`drop table if exists "hq_role" cascade;`);
    this.addSql(`drop table if exists "key_task" cascade;`);
    this.addSql(`drop table if exists "meeting" cascade;`);
    this.addSql(`drop table if exists "meeting_attendance" cascade;`);
    this.addSql(`drop table if exists "programme" cascade;`);
    this.addSql(`drop table if exists "project_indicator" cascade;`);
    this.addSql(`drop table if exists "project_milestone" cascade;`);
    this.addSql(`drop table if exists "public_concern" cascade;`);
    this.addSql(`drop table if exists "secretary_office" cascade;`);
    this.addSql(`drop table if exists "secretary_project" cascade;`);
    this.addSql(`drop table if exists "supervision_note" cascade;`);
    this.addSql(`drop table if exists "task" cascade;`);
    this.addSql(`drop table if exists "task_dependency" cascade;`);
    this.addSql(`drop table if exists "three_basics_plan" cascade;`);
    this.addSql(`drop table if exists "work_evidence" cascade;`);
    this.addSql(`drop table if exists "working_group" cascade;`);
    this.addSql(`drop table if exists "work_item" cascade;`);
  }

}
