import { Migration } from '@mikro-orm/migrations';

export class Migration20261125035531_Responsibility extends Migration {

  override name = 'Migration20261125035531_Responsibility';

  override up(): void | Promise<void> {
    this.addSql(`create table \`assessment_scheme\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`name\` text not null, \`document\` text not null, \`criteria\` json not null, \`weak_from\` integer not null);`);
    this.addSql(`create index \`assessment_scheme_id_index\` on \`assessment_scheme\` (\`id\`);`);
    this.addSql(`create unique index \`one_scheme_at_a_time\` on \`assessment_scheme\` (\`division\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`duty_report\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`role\` text check (\`role\` in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER')) not null, \`person\` text not null, \`year\` integer not null, \`text\` text not null, \`reported_on\` text not null, \`submitted_by\` text not null, \`state\` text check (\`state\` in ('SUBMITTED', 'RETURNED', 'REVIEWED')) not null default 'SUBMITTED', \`grade\` text check (\`grade\` in ('GOOD', 'FAIR', 'ORDINARY', 'POOR')) null, \`reviewed_on\` text null, \`remark\` text null);`);
    this.addSql(`create index \`duty_report_id_index\` on \`duty_report\` (\`id\`);`);
    this.addSql(`create index \`duty_report_division_index\` on \`duty_report\` (\`division\`);`);
    this.addSql(`create unique index \`one_report_a_year\` on \`duty_report\` (\`organization\`, \`person\`, \`year\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`model_practice\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`kind\` text check (\`kind\` in ('ORGANIZATION', 'ACTIVITY', 'TEAM', 'SERVICE')) not null, \`title\` text not null, \`text\` text not null, \`document\` text not null);`);
    this.addSql(`create index \`model_practice_id_index\` on \`model_practice\` (\`id\`);`);
    this.addSql(`create index \`model_practice_organization_index\` on \`model_practice\` (\`organization\`);`);

    this.addSql(`create table \`org_assessment\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`scheme\` text not null, \`year\` integer not null, \`grade\` text check (\`grade\` in ('GOOD', 'ORDINARY', 'WEAK')) not null, \`hits\` json not null, \`document\` text not null, \`reason\` text null);`);
    this.addSql(`create index \`org_assessment_id_index\` on \`org_assessment\` (\`id\`);`);
    this.addSql(`create index \`org_assessment_year_grade_index\` on \`org_assessment\` (\`year\`, \`grade\`);`);
    this.addSql(`create unique index \`one_assessment_a_year\` on \`org_assessment\` (\`organization\`, \`year\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`practice_adoption\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`practice\` text not null, \`organization\` text not null, \`division\` text not null, \`reason\` text null);`);
    this.addSql(`create index \`practice_adoption_id_index\` on \`practice_adoption\` (\`id\`);`);
    this.addSql(`create index \`practice_adoption_practice_index\` on \`practice_adoption\` (\`practice\`);`);
    this.addSql(`create index \`practice_adoption_organization_index\` on \`practice_adoption\` (\`organization\`);`);
    this.addSql(`create unique index \`one_adoption\` on \`practice_adoption\` (\`practice\`, \`organization\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`public_pledge\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`role\` text check (\`role\` in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER')) not null, \`person\` text not null, \`year\` integer not null, \`text\` text not null, \`published\` text not null);`);
    this.addSql(`create index \`public_pledge_id_index\` on \`public_pledge\` (\`id\`);`);
    this.addSql(`create index \`public_pledge_division_index\` on \`public_pledge\` (\`division\`);`);
    this.addSql(`create unique index \`one_pledge_a_year\` on \`public_pledge\` (\`organization\`, \`person\`, \`year\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`rectification_campaign\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`name\` text not null, \`document\` text not null, \`from\` text not null, \`to\` text not null, \`min_score\` integer not null, \`max_dissatisfaction\` integer not null, \`consolidation_months\` integer not null);`);
    this.addSql(`create index \`rectification_campaign_id_index\` on \`rectification_campaign\` (\`id\`);`);

    this.addSql(`create table \`rectification_case\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`campaign\` text not null, \`organization\` text not null, \`division\` text not null, \`problems\` json not null, \`state\` text check (\`state\` in ('IDENTIFIED', 'REVIEWED', 'CONFIRMED', 'PLAN_SET', 'RECTIFYING', 'SELF_ACCEPTED', 'ACCEPTANCE', 'TRANSFORMED', 'CONSOLIDATING', 'CLOSED')) not null default 'IDENTIFIED', \`identified_on\` text not null, \`document\` text null, \`plan\` text null, \`leader\` text null, \`paired_agency\` text null, \`first_secretary\` text null, \`deadline\` text null, \`self_accepted_by\` text null, \`score\` integer null, \`dissatisfaction\` integer null, \`failures\` integer not null default 0, \`transformed_on\` text null, \`consolidating_since\` text null, \`closed_on\` text null, \`relapses\` integer not null default 0, \`remark\` text null);`);
    this.addSql(`create index \`rectification_case_id_index\` on \`rectification_case\` (\`id\`);`);
    this.addSql(`create index \`rectification_case_campaign_index\` on \`rectification_case\` (\`campaign\`);`);
    this.addSql(`create index \`rectification_case_division_state_index\` on \`rectification_case\` (\`division\`, \`state\`);`);
    this.addSql(`create unique index \`one_open_case\` on \`rectification_case\` (\`organization\`) where \`valid_to\` = '9999-12-31' and \`state\` in ('IDENTIFIED', 'REVIEWED', 'CONFIRMED', 'PLAN_SET', 'RECTIFYING', 'SELF_ACCEPTED', 'ACCEPTANCE', 'TRANSFORMED', 'CONSOLIDATING');`);

    this.addSql(`create table \`responsibility_item\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`list\` text not null, \`organization\` text not null, \`division\` text not null, \`source\` text null, \`role\` text check (\`role\` in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER')) not null, \`person\` text not null, \`matter\` text not null, \`indicator\` text not null, \`target\` text not null, \`weight\` integer not null, \`due\` text not null, \`evidence\` text null, \`score\` integer null, \`scored_by\` text null);`);
    this.addSql(`create index \`responsibility_item_id_index\` on \`responsibility_item\` (\`id\`);`);
    this.addSql(`create index \`responsibility_item_list_index\` on \`responsibility_item\` (\`list\`);`);
    this.addSql(`create index \`responsibility_item_source_index\` on \`responsibility_item\` (\`source\`);`);

    this.addSql(`create table \`responsibility_list\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`role\` text check (\`role\` in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER')) not null, \`person\` text not null, \`year\` integer not null, \`state\` text check (\`state\` in ('DRAFT', 'ISSUED', 'SCORED')) not null default 'DRAFT', \`document\` text null);`);
    this.addSql(`create index \`responsibility_list_id_index\` on \`responsibility_list\` (\`id\`);`);
    this.addSql(`create index \`responsibility_list_division_index\` on \`responsibility_list\` (\`division\`);`);
    this.addSql(`create index \`responsibility_list_person_index\` on \`responsibility_list\` (\`person\`);`);
    this.addSql(`create unique index \`one_list_a_year\` on \`responsibility_list\` (\`organization\`, \`role\`, \`year\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`party_organization__temp_alter\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`name\` text not null, \`type\` text check (\`type\` in ('COUNTY_COMMITTEE', 'WORKING_COMMITTEE', 'LEADING_GROUP', 'BASIC_COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'TEMP_BRANCH')) not null, \`field\` text check (\`field\` in ('VILLAGE', 'COMMUNITY', 'ORGAN_INSTITUTION', 'SOE', 'SCHOOL', 'NON_PUBLIC_ENTERPRISE', 'SOCIAL_ORG')) not null, \`tier\` text check (\`tier\` in ('COUNTY', 'TOWNSHIP', 'VILLAGE', 'COMMUNITY')) null, \`parent\` text null, \`division\` text not null, \`agency\` text null, \`units\` json null, \`founded\` text not null, \`document\` text null);`);
    this.addSql(`insert into \`party_organization__temp_alter\` select \`row\`, \`id\`, \`valid_from\`, \`valid_to\`, \`version\`, \`name\`, \`type\`, \`field\`, \`tier\`, \`parent\`, \`division\`, \`agency\`, \`units\`, \`founded\`, \`document\` from \`party_organization\`;`);
    this.addSql(`drop table \`party_organization\`;`);
    this.addSql(`alter table \`party_organization__temp_alter\` rename to \`party_organization\`;`);
    this.addSql(`create index \`party_organization_id_index\` on \`party_organization\` (\`id\`);`);
    this.addSql(`create index \`party_organization_division_index\` on \`party_organization\` (\`division\`);`);
    this.addSql(`create index \`party_organization_agency_index\` on \`party_organization\` (\`agency\`);`);
    this.addSql(`create index \`party_organization_parent_valid_from_valid_to_index\` on \`party_organization\` (\`parent\`, \`valid_from\`, \`valid_to\`);`);
    this.addSql(`create unique index \`one_leader_a_division\` on \`party_organization\` (\`division\`) where \`valid_to\` = '9999-12-31' and \`tier\` in ('COUNTY', 'TOWNSHIP', 'VILLAGE', 'COMMUNITY');`);
    this.addSql(`pragma foreign_keys = on;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`assessment_scheme\`;`);
    this.addSql(`drop table if exists \`duty_report\`;`);
    this.addSql(`drop table if exists \`model_practice\`;`);
    this.addSql(`drop table if exists \`org_assessment\`;`);
    this.addSql(`drop table if exists \`practice_adoption\`;`);
    this.addSql(`drop table if exists \`public_pledge\`;`);
    this.addSql(`drop table if exists \`rectification_campaign\`;`);
    this.addSql(`drop table if exists \`rectification_case\`;`);
    this.addSql(`drop table if exists \`responsibility_item\`;`);
    this.addSql(`drop table if exists \`responsibility_list\`;`);




    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`party_organization__temp_alter\` (\`agency\` text null, \`division\` text not null, \`document\` text null, \`field\` text not null, \`founded\` text not null, \`id\` text not null, \`name\` text not null, \`parent\` text null, \`row\` integer not null primary key autoincrement, \`tier\` text null, \`type\` text not null, \`units\` json null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1);`);
    this.addSql(`insert into \`party_organization__temp_alter\` select \`agency\`, \`division\`, \`document\`, \`field\`, \`founded\`, \`id\`, \`name\`, \`parent\`, \`row\`, \`tier\`, \`type\`, \`units\`, \`valid_from\`, \`valid_to\`, \`version\` from \`party_organization\`;`);
    this.addSql(`drop table \`party_organization\`;`);
    this.addSql(`alter table \`party_organization__temp_alter\` rename to \`party_organization\`;`);
    this.addSql(`create unique index \`one_leader_a_division\` on \`party_organization\` (\`division\`) where \`valid_to\` = '9999-12-31' and \`tier\` in ('COUNTY', 'TOWNSHIP', 'VILLAGE', 'COMMUNITY');`);
    this.addSql(`create index \`party_organization_agency_index\` on \`party_organization\` (\`agency\`);`);
    this.addSql(`create index \`party_organization_division_index\` on \`party_organization\` (\`division\`);`);
    this.addSql(`create index \`party_organization_id_index\` on \`party_organization\` (\`id\`);`);
    this.addSql(`create index \`party_organization_parent_valid_from_valid_to_index\` on \`party_organization\` (\`parent\`, \`valid_from\`, \`valid_to\`);`);
    this.addSql(`pragma foreign_keys = on;`);

  }

}
