import { Migration } from '@mikro-orm/migrations';

export class Migration20261125034956_Headquarters extends Migration {

  override name = 'Migration20261125034956_Headquarters';

  override up(): void | Promise<void> {
    this.addSql(`create table \`agenda_item\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`meeting\` text not null, \`division\` text not null, \`meeting_kind\` text not null, \`no\` integer not null, \`topic\` text check (\`topic\` in ('THREE_BASICS', 'PARTY_BUILDING', 'POVERTY_ALLEVIATION', 'INSPECTION', 'CADRES', 'OTHER')) not null, \`title\` text not null);`);
    this.addSql(`create index \`agenda_item_id_index\` on \`agenda_item\` (\`id\`);`);
    this.addSql(`create index \`agenda_item_meeting_index\` on \`agenda_item\` (\`meeting\`);`);
    this.addSql(`create index \`agenda_item_division_topic_valid_from_index\` on \`agenda_item\` (\`division\`, \`topic\`, \`valid_from\`);`);

    this.addSql(`create table \`agenda_rule\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`kind\` text check (\`kind\` in ('STANDING_COMMITTEE', 'GOV_EXECUTIVE', 'HQ', 'ORG_DEPT', 'TOWNSHIP')) not null, \`topic\` text check (\`topic\` in ('THREE_BASICS', 'PARTY_BUILDING', 'POVERTY_ALLEVIATION', 'INSPECTION', 'CADRES', 'OTHER')) not null, \`interval_days\` integer not null, \`from\` text not null, \`document\` text not null);`);
    this.addSql(`create index \`agenda_rule_id_index\` on \`agenda_rule\` (\`id\`);`);

    this.addSql(`create table \`contact_point\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`kind\` text check (\`kind\` in ('CONTRACT', 'THREE_BASICS', 'PARTY_BUILDING', 'STUDY')) not null, \`leader\` text not null, \`post\` text not null, \`target\` text not null, \`division\` text not null, \`document\` text null);`);
    this.addSql(`create index \`contact_point_id_index\` on \`contact_point\` (\`id\`);`);
    this.addSql(`create index \`contact_point_leader_index\` on \`contact_point\` (\`leader\`);`);
    this.addSql(`create index \`contact_point_target_kind_index\` on \`contact_point\` (\`target\`, \`kind\`);`);
    this.addSql(`create unique index \`one_contract_a_township\` on \`contact_point\` (\`target\`) where \`valid_to\` = '9999-12-31' and \`kind\` = 'CONTRACT';`);

    this.addSql(`create table \`contact_visit\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`contact_point\` text not null, \`division\` text not null, \`on\` text not null, \`note\` text not null);`);
    this.addSql(`create index \`contact_visit_id_index\` on \`contact_visit\` (\`id\`);`);
    this.addSql(`create index \`contact_visit_contact_point_on_index\` on \`contact_visit\` (\`contact_point\`, \`on\`);`);

    this.addSql(`create table \`decision_item\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`meeting\` text not null, \`division\` text not null, \`no\` integer not null, \`text\` text not null, \`state\` text check (\`state\` in ('OPEN', 'TASKED', 'DROPPED')) not null default 'OPEN', \`task\` text null, \`reason\` text null);`);
    this.addSql(`create index \`decision_item_id_index\` on \`decision_item\` (\`id\`);`);
    this.addSql(`create index \`decision_item_meeting_index\` on \`decision_item\` (\`meeting\`);`);

    this.addSql(`create table \`group_member\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`working_group\` text not null, \`division\` text not null, \`agency\` text not null);`);
    this.addSql(`create index \`group_member_id_index\` on \`group_member\` (\`id\`);`);
    this.addSql(`create index \`group_member_working_group_index\` on \`group_member\` (\`working_group\`);`);
    this.addSql(`create unique index \`one_member_a_group\` on \`group_member\` (\`working_group\`, \`agency\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`headquarters\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`level\` text check (\`level\` in ('COUNTY', 'TOWNSHIP')) not null, \`division\` text not null, \`document\` text null);`);
    this.addSql(`create index \`headquarters_id_index\` on \`headquarters\` (\`id\`);`);
    this.addSql(`create unique index \`one_headquarters_a_division\` on \`headquarters\` (\`division\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`hq_role\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`headquarters\` text not null, \`division\` text not null, \`role\` text check (\`role\` in ('COMMANDER', 'EXECUTIVE_COMMANDER', 'TOWNSHIP_COMMANDER', 'MEMBER')) not null, \`post\` text not null, \`person\` text not null);`);
    this.addSql(`create index \`hq_role_id_index\` on \`hq_role\` (\`id\`);`);
    this.addSql(`create index \`hq_role_headquarters_index\` on \`hq_role\` (\`headquarters\`);`);
    this.addSql(`create index \`hq_role_person_index\` on \`hq_role\` (\`person\`);`);
    this.addSql(`create unique index \`one_role_a_person\` on \`hq_role\` (\`headquarters\`, \`role\`, \`person\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`key_task\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`plan\` text not null, \`division\` text not null, \`no\` integer not null, \`title\` text not null, \`six_plus_one\` text check (\`six_plus_one\` in ('ORG', 'TEAM', 'ACTIVITY', 'SYSTEM', 'GUARANTEE', 'SERVICE', 'CENTRAL_TASK')) not null);`);
    this.addSql(`create index \`key_task_id_index\` on \`key_task\` (\`id\`);`);
    this.addSql(`create index \`key_task_plan_index\` on \`key_task\` (\`plan\`);`);
    this.addSql(`create unique index \`one_key_task_a_number\` on \`key_task\` (\`plan\`, \`no\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`meeting\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`kind\` text check (\`kind\` in ('STANDING_COMMITTEE', 'GOV_EXECUTIVE', 'HQ', 'ORG_DEPT', 'TOWNSHIP')) not null, \`title\` text not null, \`convener\` text not null, \`division\` text not null, \`held_on\` text not null);`);
    this.addSql(`create index \`meeting_id_index\` on \`meeting\` (\`id\`);`);
    this.addSql(`create index \`meeting_division_held_on_index\` on \`meeting\` (\`division\`, \`held_on\`);`);

    this.addSql(`create table \`meeting_attendance\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`meeting\` text not null, \`division\` text not null, \`person\` text not null, \`role\` text check (\`role\` in ('COUNTY_LEADER', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD', 'TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER', 'FIRST_SECRETARY', 'TEAM_LEADER', 'AGENCY_HEAD', 'OTHER')) not null);`);
    this.addSql(`create index \`meeting_attendance_id_index\` on \`meeting_attendance\` (\`id\`);`);
    this.addSql(`create index \`meeting_attendance_meeting_index\` on \`meeting_attendance\` (\`meeting\`);`);
    this.addSql(`create index \`meeting_attendance_person_index\` on \`meeting_attendance\` (\`person\`);`);

    this.addSql(`create table \`programme\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`code\` text not null, \`name\` text not null, \`division\` text not null, \`from\` text not null, \`to\` text null, \`document\` text null, \`year\` integer null);`);
    this.addSql(`create index \`programme_id_index\` on \`programme\` (\`id\`);`);
    this.addSql(`create unique index \`one_programme_a_code\` on \`programme\` (\`code\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`project_indicator\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`project\` text not null, \`division\` text not null, \`name\` text not null, \`unit\` text not null, \`baseline\` integer not null, \`target\` integer not null, \`actual\` integer null, \`due\` text not null, \`weight\` integer not null default 1);`);
    this.addSql(`create index \`project_indicator_id_index\` on \`project_indicator\` (\`id\`);`);
    this.addSql(`create index \`project_indicator_project_index\` on \`project_indicator\` (\`project\`);`);

    this.addSql(`create table \`project_milestone\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`project\` text not null, \`division\` text not null, \`title\` text not null, \`due\` text not null, \`reached_on\` text null);`);
    this.addSql(`create index \`project_milestone_id_index\` on \`project_milestone\` (\`id\`);`);
    this.addSql(`create index \`project_milestone_project_index\` on \`project_milestone\` (\`project\`);`);

    this.addSql(`create table \`public_concern\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`village\` text not null, \`source\` text check (\`source\` in ('PETITION', 'HOME_VISIT', 'MEETING', 'INSPECTION', 'HOTLINE')) not null, \`category\` text not null, \`text\` text not null, \`raised_on\` text not null, \`raised_by\` text not null, \`state\` text check (\`state\` in ('RAISED', 'ASSIGNED', 'RESOLVED', 'CONFIRMED')) not null default 'RAISED', \`agency\` text null, \`due\` text null, \`resolution\` text null, \`resolved_on\` text null, \`rejections\` integer not null default 0, \`reject_reason\` text null);`);
    this.addSql(`create index \`public_concern_id_index\` on \`public_concern\` (\`id\`);`);
    this.addSql(`create index \`public_concern_agency_index\` on \`public_concern\` (\`agency\`);`);
    this.addSql(`create index \`public_concern_state_raised_on_index\` on \`public_concern\` (\`state\`, \`raised_on\`);`);
    this.addSql(`create index \`public_concern_village_raised_on_index\` on \`public_concern\` (\`village\`, \`raised_on\`);`);

    this.addSql(`create table \`secretary_office\` (\`id\` text not null primary key, \`organization\` text not null, \`person\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31');`);
    this.addSql(`create index \`secretary_office_organization_index\` on \`secretary_office\` (\`organization\`);`);

    this.addSql(`create table \`secretary_project\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`no\` integer not null, \`year\` integer not null, \`title\` text not null, \`problem\` text not null, \`organization\` text not null, \`division\` text not null, \`secretary\` text not null, \`post\` text not null, \`programme\` text null, \`budget\` bigint null, \`due\` text not null, \`state\` text check (\`state\` in ('DECLARED', 'REVIEWED', 'ESTABLISHED', 'IN_PROGRESS', 'SUSPENDED', 'SUBMITTED', 'ACCEPTED', 'CLOSED', 'REJECTED', 'TERMINATED')) not null default 'DECLARED', \`document\` text null, \`established_on\` text null, \`submitted_by\` text null, \`submitted_on\` text null, \`reason\` text null, \`handovers\` integer not null default 0);`);
    this.addSql(`create index \`secretary_project_id_index\` on \`secretary_project\` (\`id\`);`);
    this.addSql(`create index \`secretary_project_division_index\` on \`secretary_project\` (\`division\`);`);
    this.addSql(`create index \`secretary_project_secretary_index\` on \`secretary_project\` (\`secretary\`);`);
    this.addSql(`create index \`secretary_project_state_due_index\` on \`secretary_project\` (\`state\`, \`due\`);`);
    this.addSql(`create unique index \`one_project_a_number\` on \`secretary_project\` (\`year\`, \`no\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`supervision_note\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`subject\` text not null, \`division\` text not null, \`text\` text not null, \`by\` text not null);`);
    this.addSql(`create index \`supervision_note_id_index\` on \`supervision_note\` (\`id\`);`);
    this.addSql(`create index \`supervision_note_subject_index\` on \`supervision_note\` (\`subject\`);`);

    this.addSql(`create table \`task\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`division\` text not null, \`programme\` text null, \`workstream\` text check (\`workstream\` in ('LEADERSHIP_CADRE', 'GRASSROOTS_MEMBER', 'TALENT', 'POVERTY_ALLEVIATION')) not null default 'POVERTY_ALLEVIATION', \`owner_agency\` text not null, \`responsible\` text not null, \`starts_on\` text not null, \`due\` text not null, \`state\` text check (\`state\` in ('NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED', 'CONFIRMED', 'CLOSED', 'CANCELLED')) not null default 'NOT_STARTED', \`started_on\` text null, \`submitted_by\` text null, \`submitted_on\` text null, \`confirmed_by\` text null, \`confirmed_on\` text null, \`reason\` text null, \`document\` text null, \`planned_together\` text null, \`deployed_together\` text null, \`supervised_together\` text null, \`implemented_together\` text null, \`appraised_together\` text null, \`urgent_hard\` integer not null default false, \`decision\` text null);`);
    this.addSql(`create index \`task_id_index\` on \`task\` (\`id\`);`);
    this.addSql(`create index \`task_division_index\` on \`task\` (\`division\`);`);
    this.addSql(`create index \`task_owner_agency_index\` on \`task\` (\`owner_agency\`);`);
    this.addSql(`create index \`task_decision_index\` on \`task\` (\`decision\`);`);
    this.addSql(`create index \`task_state_due_index\` on \`task\` (\`state\`, \`due\`);`);

    this.addSql(`create table \`task_dependency\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`predecessor\` text not null, \`successor\` text not null, \`division\` text not null);`);
    this.addSql(`create index \`task_dependency_id_index\` on \`task_dependency\` (\`id\`);`);
    this.addSql(`create index \`task_dependency_successor_index\` on \`task_dependency\` (\`successor\`);`);
    this.addSql(`create unique index \`one_tie_of_two\` on \`task_dependency\` (\`predecessor\`, \`successor\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`three_basics_plan\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`year\` integer not null, \`division\` text not null, \`document\` text not null, \`stated_key_tasks\` integer not null, \`stated_items\` integer not null, \`adopted_on\` text null);`);
    this.addSql(`create index \`three_basics_plan_id_index\` on \`three_basics_plan\` (\`id\`);`);
    this.addSql(`create unique index \`one_basics_plan_a_year\` on \`three_basics_plan\` (\`division\`, \`year\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`work_evidence\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`subject\` text not null, \`division\` text not null, \`title\` text not null, \`note\` text null, \`by\` text not null);`);
    this.addSql(`create index \`work_evidence_id_index\` on \`work_evidence\` (\`id\`);`);
    this.addSql(`create index \`work_evidence_subject_index\` on \`work_evidence\` (\`subject\`);`);

    this.addSql(`create table \`working_group\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`headquarters\` text not null, \`division\` text not null, \`no\` integer not null, \`name\` text not null, \`duties\` text not null, \`lead_agency\` text not null, \`leader\` text null);`);
    this.addSql(`create index \`working_group_id_index\` on \`working_group\` (\`id\`);`);
    this.addSql(`create index \`working_group_headquarters_index\` on \`working_group\` (\`headquarters\`);`);
    this.addSql(`create unique index \`one_group_a_number\` on \`working_group\` (\`headquarters\`, \`no\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`work_item\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`division\` text not null, \`programme\` text null, \`workstream\` text check (\`workstream\` in ('LEADERSHIP_CADRE', 'GRASSROOTS_MEMBER', 'TALENT', 'POVERTY_ALLEVIATION')) not null default 'POVERTY_ALLEVIATION', \`owner_agency\` text not null, \`responsible\` text not null, \`starts_on\` text not null, \`due\` text not null, \`state\` text check (\`state\` in ('NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED', 'CONFIRMED', 'CLOSED', 'CANCELLED')) not null default 'NOT_STARTED', \`started_on\` text null, \`submitted_by\` text null, \`submitted_on\` text null, \`confirmed_by\` text null, \`confirmed_on\` text null, \`reason\` text null, \`document\` text null, \`planned_together\` text null, \`deployed_together\` text null, \`supervised_together\` text null, \`implemented_together\` text null, \`appraised_together\` text null, \`plan\` text not null, \`key_task\` text not null, \`no\` integer not null, \`six_plus_one\` text check (\`six_plus_one\` in ('ORG', 'TEAM', 'ACTIVITY', 'SYSTEM', 'GUARANTEE', 'SERVICE', 'CENTRAL_TASK')) not null, \`deliverable\` text not null);`);
    this.addSql(`create index \`work_item_id_index\` on \`work_item\` (\`id\`);`);
    this.addSql(`create index \`work_item_division_index\` on \`work_item\` (\`division\`);`);
    this.addSql(`create index \`work_item_owner_agency_index\` on \`work_item\` (\`owner_agency\`);`);
    this.addSql(`create index \`work_item_plan_index\` on \`work_item\` (\`plan\`);`);
    this.addSql(`create index \`work_item_key_task_index\` on \`work_item\` (\`key_task\`);`);
    this.addSql(`create unique index \`one_item_a_number\` on \`work_item\` (\`plan\`, \`no\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create view \`master_ledger\` as select "row" * 4 + 0 as "row", id, 'TASK' as kind, title, division, programme, workstream, owner_agency, responsible, starts_on, due, state, submitted_on, valid_from, valid_to from task union all select "row" * 4 + 1 as "row", id, 'WORK_ITEM' as kind, title, division, programme, workstream, owner_agency, responsible, starts_on, due, state, submitted_on, valid_from, valid_to from work_item union all select "row" * 4 + 2 as "row", id, 'PROJECT' as kind, title, division, programme, 'GRASSROOTS_MEMBER' as workstream, null as owner_agency, secretary as responsible, established_on as starts_on, due, case when state in ('DECLARED', 'REVIEWED', 'ESTABLISHED') then 'NOT_STARTED' when state in ('IN_PROGRESS', 'SUSPENDED') then 'IN_PROGRESS' when state in ('SUBMITTED') then 'SUBMITTED' when state in ('ACCEPTED') then 'CONFIRMED' when state in ('CLOSED') then 'CLOSED' when state in ('REJECTED', 'TERMINATED') then 'CANCELLED' else 'IN_PROGRESS' end as state, submitted_on, valid_from, valid_to from secretary_project union all select "row" * 4 + 3 as "row", id, 'FINDING' as kind, category as title, village as division, null as programme, 'POVERTY_ALLEVIATION' as workstream, responsible_agency as owner_agency, null as responsible, found_on as starts_on, deadline as due, case when state in ('OPEN') then 'NOT_STARTED' when state in ('RECTIFYING', 'REOPENED', 'ESCALATED') then 'IN_PROGRESS' when state in ('SUBMITTED') then 'SUBMITTED' when state in ('VERIFIED') then 'CONFIRMED' when state in ('CLOSED') then 'CLOSED' when state in ('DISMISSED') then 'CANCELLED' else 'IN_PROGRESS' end as state, submitted_on, valid_from, valid_to from finding;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop view if exists \`master_ledger\`;`);
    this.addSql(`drop table if exists \`agenda_item\`;`);
    this.addSql(`drop table if exists \`agenda_rule\`;`);
    this.addSql(`drop table if exists \`contact_point\`;`);
    this.addSql(`drop table if exists \`contact_visit\`;`);
    this.addSql(`drop table if exists \`decision_item\`;`);
    this.addSql(`drop table if exists \`group_member\`;`);
    this.addSql(`drop table if exists \`headquarters\`;`);
    this.addSql(`drop table if exists \`hq_role\`;`);
    this.addSql(`drop table if exists \`key_task\`;`);
    this.addSql(`drop table if exists \`meeting\`;`);
    this.addSql(`drop table if exists \`meeting_attendance\`;`);
    this.addSql(`drop table if exists \`programme\`;`);
    this.addSql(`drop table if exists \`project_indicator\`;`);
    this.addSql(`drop table if exists \`project_milestone\`;`);
    this.addSql(`drop table if exists \`public_concern\`;`);
    this.addSql(`drop table if exists \`secretary_office\`;`);
    this.addSql(`drop table if exists \`secretary_project\`;`);
    this.addSql(`drop table if exists \`supervision_note\`;`);
    this.addSql(`drop table if exists \`task\`;`);
    this.addSql(`drop table if exists \`task_dependency\`;`);
    this.addSql(`drop table if exists \`three_basics_plan\`;`);
    this.addSql(`drop table if exists \`work_evidence\`;`);
    this.addSql(`drop table if exists \`working_group\`;`);
    this.addSql(`drop table if exists \`work_item\`;`);
  }

}
