import { Migration } from '@mikro-orm/migrations';

export class Migration20261125042917_Oversight extends Migration {

  override name = 'Migration20261125042917_Oversight';

  override up(): void | Promise<void> {
    this.addSql(`create table \`accountability_action\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`subject_type\` text check (\`subject_type\` in ('PERSON', 'AGENCY', 'ORGANIZATION')) not null, \`subject\` text not null, \`person\` text null, \`level\` text check (\`level\` in ('COUNTY', 'TOWNSHIP', 'VILLAGE')) not null, \`kind\` text check (\`kind\` in ('REMINDER', 'ADMONITORY_TALK', 'MEETING_CIRCULAR', 'CIRCULAR_CRITICISM', 'ACCOUNTABILITY', 'ORG_ADJUSTMENT', 'DISCIPLINARY')) not null, \`reason\` text check (\`reason\` in ('DERELICTION_RESIDENT', 'RULE_BREACH', 'TASK_FAILURE', 'FALSIFICATION')) not null, \`on\` text not null, \`document\` text null, \`note\` text null, \`state\` text check (\`state\` in ('IN_FORCE', 'MITIGATED', 'REVOKED')) not null default 'IN_FORCE', \`changed_by\` text null, \`changed_on\` text null);`);
    this.addSql(`create index \`accountability_action_id_index\` on \`accountability_action\` (\`id\`);`);
    this.addSql(`create index \`accountability_action_kind_on_index\` on \`accountability_action\` (\`kind\`, \`on\`);`);
    this.addSql(`create index \`accountability_action_person_index\` on \`accountability_action\` (\`person\`);`);
    this.addSql(`create unique index \`one_action_a_day\` on \`accountability_action\` (\`subject\`, \`kind\`, \`reason\`, \`on\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`accountability_basis\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`action\` text not null, \`finding\` text not null, \`division\` text not null);`);
    this.addSql(`create index \`accountability_basis_id_index\` on \`accountability_basis\` (\`id\`);`);
    this.addSql(`create index \`accountability_basis_finding_index\` on \`accountability_basis\` (\`finding\`);`);
    this.addSql(`create index \`accountability_basis_action_index\` on \`accountability_basis\` (\`action\`);`);

    this.addSql(`create table \`fact\` (\`row\` integer not null primary key autoincrement, \`noun\` text not null, \`key\` text not null, \`event\` text not null, \`day\` text not null, \`from\` text not null, \`to\` text not null default '9999-12-31', \`person\` text null, \`place\` text null, \`of\` text null, \`kind\` text null, \`state\` text null);`);
    this.addSql(`create index \`fact_of_person\` on \`fact\` (\`noun\`, \`person\`);`);
    this.addSql(`create index \`fact_of_place\` on \`fact\` (\`noun\`, \`place\`);`);
    this.addSql(`create index \`fact_of_key\` on \`fact\` (\`noun\`, \`key\`);`);

    this.addSql(`create table \`finding_category\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`code\` text not null, \`name\` text not null, \`document\` text null);`);
    this.addSql(`create index \`finding_category_id_index\` on \`finding_category\` (\`id\`);`);
    this.addSql(`create unique index \`one_category_a_name\` on \`finding_category\` (\`name\`) where \`valid_to\` = '9999-12-31';`);
    this.addSql(`create unique index \`one_category_a_code\` on \`finding_category\` (\`code\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`finding_escalation\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`finding\` text not null, \`division\` text not null, \`level\` text check (\`level\` in ('TOWNSHIP', 'COUNTY', 'HQ')) not null, \`deadline\` text not null);`);
    this.addSql(`create index \`finding_escalation_id_index\` on \`finding_escalation\` (\`id\`);`);
    this.addSql(`create index \`finding_escalation_level_valid_from_index\` on \`finding_escalation\` (\`level\`, \`valid_from\`);`);
    this.addSql(`create unique index \`escalated_once\` on \`finding_escalation\` (\`finding\`, \`level\`, \`deadline\`);`);

    this.addSql(`create table \`finding_extension\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`finding\` text not null, \`division\` text not null, \`ordinal\` integer not null, \`deadline\` text not null, \`new_deadline\` text not null, \`reason\` text not null, \`state\` text check (\`state\` in ('REQUESTED', 'GRANTED', 'DECLINED')) not null default 'REQUESTED', \`requested_by\` text not null, \`requested_level\` text check (\`requested_level\` in ('VILLAGE', 'TOWNSHIP', 'COUNTY', 'HQ')) not null, \`requested_on\` text not null, \`decided_by\` text null, \`decided_on\` text null, \`decline_reason\` text null);`);
    this.addSql(`create index \`finding_extension_id_index\` on \`finding_extension\` (\`id\`);`);
    this.addSql(`create index \`finding_extension_finding_index\` on \`finding_extension\` (\`finding\`);`);
    this.addSql(`create unique index \`extension_in_its_turn\` on \`finding_extension\` (\`finding\`, \`ordinal\`) where \`valid_to\` = '9999-12-31' and \`state\` in ('REQUESTED', 'GRANTED');`);

    this.addSql(`create table \`finding_rule_set\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`document\` text not null, \`recurrence_months\` integer not null default 6, \`condition_months\` integer not null default 12, \`most_extensions\` integer not null default 2, \`township_after\` integer not null default 1, \`county_after\` integer not null default 8, \`hq_after\` integer not null default 16);`);
    this.addSql(`create index \`finding_rule_set_id_index\` on \`finding_rule_set\` (\`id\`);`);
    this.addSql(`create unique index \`one_ruleset\` on \`finding_rule_set\` (\`division\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`form_item\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`request\` text not null, \`division\` text not null, \`name\` text not null, \`key\` text not null);`);
    this.addSql(`create index \`form_item_id_index\` on \`form_item\` (\`id\`);`);
    this.addSql(`create index \`form_item_key_valid_from_index\` on \`form_item\` (\`key\`, \`valid_from\`);`);
    this.addSql(`create index \`form_item_request_index\` on \`form_item\` (\`request\`);`);

    this.addSql(`create table \`form_request\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`agency\` text not null, \`title\` text not null, \`purpose\` text not null, \`document\` text null, \`frequency\` text check (\`frequency\` in ('ONCE', 'MONTHLY', 'QUARTERLY')) not null, \`requested_on\` text not null, \`due_on\` text not null, \`state\` text check (\`state\` in ('REQUESTED', 'COLLECTED', 'WITHDRAWN')) not null default 'REQUESTED', \`ended_on\` text null, \`withdraw_reason\` text null);`);
    this.addSql(`create index \`form_request_id_index\` on \`form_request\` (\`id\`);`);
    this.addSql(`create index \`form_request_division_requested_on_index\` on \`form_request\` (\`division\`, \`requested_on\`);`);

    this.addSql(`create table \`reconciliation_break\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`check\` text check (\`check\` in ('VILLAGE_UNCOVERED', 'PERSON_UNKNOWN', 'CLOSED_WITHOUT_SECRETARY', 'PROMOTED_UNPOSTED', 'ROLE_UNHELD', 'OPEN_ON_ABOLISHED')) not null, \`subject\` text not null, \`division\` text not null, \`owner\` text not null, \`detail\` text not null, \`records\` text not null, \`found_on\` text not null, \`state\` text check (\`state\` in ('FOUND', 'ACKNOWLEDGED', 'RESOLVED')) not null default 'FOUND', \`acknowledged_by\` text null, \`acknowledged_on\` text null, \`note\` text null, \`resolution\` text check (\`resolution\` in ('AGREED', 'EXPLAINED')) null, \`resolved_on\` text null, \`agreed_on\` text null);`);
    this.addSql(`create index \`reconciliation_break_id_index\` on \`reconciliation_break\` (\`id\`);`);
    this.addSql(`create index \`reconciliation_break_state_check_index\` on \`reconciliation_break\` (\`state\`, \`check\`);`);
    this.addSql(`create unique index \`one_break_at_a_time\` on \`reconciliation_break\` (\`check\`, \`subject\`) where \`valid_to\` = '9999-12-31' and \`agreed_on\` is null;`);

    this.addSql(`alter table \`agency\` add column \`division\` text null;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`finding__temp_alter\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`inspection\` text not null, \`division\` text not null, \`subject_type\` text check (\`subject_type\` in ('VILLAGE', 'AGENCY', 'ORGANIZATION', 'PERSON')) not null default 'VILLAGE', \`village\` text null, \`agency\` text null, \`organization\` text null, \`person\` text null, \`category_code\` text null, \`category\` text not null, \`severity\` smallint not null, \`found_on\` text not null, \`description\` text not null, \`state\` text check (\`state\` in ('OPEN', 'RECTIFYING', 'SUBMITTED', 'VERIFIED', 'CLOSED', 'DISMISSED', 'REOPENED')) not null default 'OPEN', \`responsible_agency\` text null, \`ordered_on\` text null, \`deadline\` text null, \`submitted_by\` text null, \`submitted_on\` text null, \`returns\` integer not null default 0, \`return_reason\` text null, \`verified_by\` text null, \`verified_on\` text null, \`dismiss_reason\` text null, \`responsible_person\` text null, \`condition\` text check (\`condition\` in ('SECRETARY_IN_POST', 'THREE_TEAMS_COVERED')) null, \`closed_on\` text null, \`reopenings\` integer not null default 0, \`reopened_on\` text null, \`recurrence_of\` text null, \`recurred_on\` text null);`);
    this.addSql(`insert into \`finding__temp_alter\` select \`row\`, \`id\`, \`valid_from\`, \`valid_to\`, \`version\`, \`inspection\`, \`village\` as \`division\`, 'VILLAGE' as \`subject_type\`, \`village\`, null as \`agency\`, null as \`organization\`, null as \`person\`, null as \`category_code\`, \`category\`, \`severity\`, \`found_on\`, \`description\`, \`state\`, \`responsible_agency\`, \`ordered_on\`, \`deadline\`, \`submitted_by\`, \`submitted_on\`, \`returns\`, \`return_reason\`, \`verified_by\`, \`verified_on\`, \`dismiss_reason\`, null as \`responsible_person\`, null as \`condition\`, case when \`state\` = 'CLOSED' then \`valid_from\` end as \`closed_on\`, 0 as \`reopenings\`, null as \`reopened_on\`, null as \`recurrence_of\`, null as \`recurred_on\` from \`finding\`;`);
    this.addSql(`drop table \`finding\`;`);
    // The master ledger is a view over this table, which is built anew under its name.
    this.addSql(`pragma legacy_alter_table = on;`);
    this.addSql(`alter table \`finding__temp_alter\` rename to \`finding\`;`);
    this.addSql(`pragma legacy_alter_table = off;`);
    this.addSql(`create index \`finding_id_index\` on \`finding\` (\`id\`);`);
    this.addSql(`create index \`finding_inspection_index\` on \`finding\` (\`inspection\`);`);
    this.addSql(`create index \`finding_agency_index\` on \`finding\` (\`agency\`);`);
    this.addSql(`create index \`finding_responsible_agency_index\` on \`finding\` (\`responsible_agency\`);`);
    this.addSql(`create index \`finding_recurrence_of_index\` on \`finding\` (\`recurrence_of\`);`);
    this.addSql(`create index \`finding_state_deadline_index\` on \`finding\` (\`state\`, \`deadline\`);`);
    this.addSql(`create index \`finding_division_state_index\` on \`finding\` (\`division\`, \`state\`);`);
    this.addSql(`create index \`finding_village_found_on_index\` on \`finding\` (\`village\`, \`found_on\`);`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`alter table \`finding_evidence\` rename column \`village\` to \`division\`;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`accountability_action\`;`);
    this.addSql(`drop table if exists \`accountability_basis\`;`);
    this.addSql(`drop table if exists \`fact\`;`);
    this.addSql(`drop table if exists \`finding_category\`;`);
    this.addSql(`drop table if exists \`finding_escalation\`;`);
    this.addSql(`drop table if exists \`finding_extension\`;`);
    this.addSql(`drop table if exists \`finding_rule_set\`;`);
    this.addSql(`drop table if exists \`form_item\`;`);
    this.addSql(`drop table if exists \`form_request\`;`);
    this.addSql(`drop table if exists \`reconciliation_break\`;`);

    this.addSql(`alter table \`agency\` drop column \`division\`;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`finding__temp_alter\` (\`category\` text not null, \`deadline\` text null, \`description\` text not null, \`dismiss_reason\` text null, \`found_on\` text not null, \`id\` text not null, \`inspection\` text not null, \`ordered_on\` text null, \`responsible_agency\` text null, \`return_reason\` text null, \`returns\` integer not null default 0, \`row\` integer not null primary key autoincrement, \`severity\` smallint not null, \`state\` text check (\`state\` in ('OPEN', 'RECTIFYING', 'SUBMITTED', 'VERIFIED', 'CLOSED', 'DISMISSED')) not null default 'OPEN', \`submitted_by\` text null, \`submitted_on\` text null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`verified_by\` text null, \`verified_on\` text null, \`version\` integer not null default 1, \`village\` text not null);`);
    this.addSql(`insert into \`finding__temp_alter\` select \`category\`, \`deadline\`, \`description\`, \`dismiss_reason\`, \`found_on\`, \`id\`, \`inspection\`, \`ordered_on\`, \`responsible_agency\`, \`return_reason\`, \`returns\`, \`row\`, \`severity\`, \`state\`, \`submitted_by\`, \`submitted_on\`, \`valid_from\`, \`valid_to\`, \`verified_by\`, \`verified_on\`, \`version\`, \`village\` from \`finding\`;`);
    this.addSql(`drop table \`finding\`;`);
    this.addSql(`alter table \`finding__temp_alter\` rename to \`finding\`;`);
    this.addSql(`create index \`finding_id_index\` on \`finding\` (\`id\`);`);
    this.addSql(`create index \`finding_inspection_index\` on \`finding\` (\`inspection\`);`);
    this.addSql(`create index \`finding_responsible_agency_index\` on \`finding\` (\`responsible_agency\`);`);
    this.addSql(`create index \`finding_state_deadline_index\` on \`finding\` (\`state\`, \`deadline\`);`);
    this.addSql(`create index \`finding_village_found_on_index\` on \`finding\` (\`village\`, \`found_on\`);`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`alter table \`finding_evidence\` rename column \`division\` to \`village\`;`);
  }

}
