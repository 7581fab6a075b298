import { Migration } from '@mikro-orm/migrations';

export class Migration20261125030209_Organizations extends Migration {

  override name = 'Migration20261125030209_Organizations';

  override up(): void | Promise<void> {
    this.addSql(`create table \`committee\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`body\` text check (\`body\` in ('PARTY', 'VILLAGERS')) not null, \`ordinal\` integer not null, \`due_on\` text not null, \`document\` text null);`);
    this.addSql(`create index \`committee_id_index\` on \`committee\` (\`id\`);`);
    this.addSql(`create index \`committee_organization_index\` on \`committee\` (\`organization\`);`);
    this.addSql(`create index \`committee_division_body_index\` on \`committee\` (\`division\`, \`body\`);`);
    this.addSql(`create unique index \`one_term_at_a_time\` on \`committee\` (\`organization\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`member_count\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`type\` text check (\`type\` in ('COUNTY_COMMITTEE', 'WORKING_COMMITTEE', 'LEADING_GROUP', 'BASIC_COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'TEMP_BRANCH')) not null, \`field\` text check (\`field\` in ('VILLAGE', 'COMMUNITY', 'ORGAN_INSTITUTION', 'SOE', 'SCHOOL', 'NON_PUBLIC_ENTERPRISE', 'SOCIAL_ORG')) not null, \`full\` integer not null, \`probationary\` integer not null);`);
    this.addSql(`create index \`member_count_id_index\` on \`member_count\` (\`id\`);`);
    this.addSql(`create index \`member_count_organization_index\` on \`member_count\` (\`organization\`);`);
    this.addSql(`create unique index \`one_count_at_a_time\` on \`member_count\` (\`organization\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`office_holding__temp_alter\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`role\` text check (\`role\` in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER')) not null, \`person\` text not null, \`channel\` text check (\`channel\` in ('RETAIN', 'NOMINATE', 'RECRUIT', 'SENT_DOWN')) not null, \`mode\` text check (\`mode\` in ('ELECTED', 'SENT_DOWN', 'CONCURRENT', 'SELECTED')) not null, \`document\` text null, \`end_reason\` text check (\`end_reason\` in ('TERM_END', 'NOT_COMPETENT', 'TRANSFER', 'HEALTH', 'REMOVED', 'VILLAGE_ABOLISHED', 'DISSOLVED')) null);`);
    this.addSql(`insert into \`office_holding__temp_alter\` select \`row\`, \`id\`, \`valid_from\`, \`valid_to\`, \`version\`, \`organization\`, \`division\`, \`role\`, \`person\`, \`channel\`, \`mode\`, null as \`document\`, \`end_reason\` from \`office_holding\`;`);
    this.addSql(`drop table \`office_holding\`;`);
    this.addSql(`alter table \`office_holding__temp_alter\` rename to \`office_holding\`;`);
    this.addSql(`create index \`office_holding_id_index\` on \`office_holding\` (\`id\`);`);
    this.addSql(`create index \`office_holding_person_index\` on \`office_holding\` (\`person\`);`);
    this.addSql(`create index \`office_holding_division_role_valid_from_index\` on \`office_holding\` (\`division\`, \`role\`, \`valid_from\`);`);
    this.addSql(`create index \`office_holding_organization_role_valid_from_index\` on \`office_holding\` (\`organization\`, \`role\`, \`valid_from\`);`);
    this.addSql(`create unique index \`one_seat_a_person\` on \`office_holding\` (\`organization\`, \`role\`, \`person\`) where \`valid_to\` = '9999-12-31';`);
    this.addSql(`create unique index \`one_holder_an_office\` on \`office_holding\` (\`organization\`, \`role\`) where \`valid_to\` = '9999-12-31' and \`role\` in ('SECRETARY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR');`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`party_organization__temp_alter\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`name\` text not null, \`type\` text check (\`type\` in ('COUNTY_COMMITTEE', 'WORKING_COMMITTEE', 'LEADING_GROUP', 'BASIC_COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'TEMP_BRANCH')) not null, \`field\` text check (\`field\` in ('VILLAGE', 'COMMUNITY', 'ORGAN_INSTITUTION', 'SOE', 'SCHOOL', 'NON_PUBLIC_ENTERPRISE', 'SOCIAL_ORG')) not null, \`tier\` text null, \`parent\` text null, \`division\` text not null, \`agency\` text null, \`units\` json null, \`founded\` text not null, \`document\` text null);`);
    this.addSql(`insert into \`party_organization__temp_alter\` select \`row\`, \`id\`, \`valid_from\`, \`valid_to\`, \`version\`, \`name\`, \`type\`, \`field\`, null as \`tier\`, \`parent\`, \`division\`, null as \`agency\`, null as \`units\`, \`founded\`, null as \`document\` from \`party_organization\`;`);
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
    this.addSql(`drop table if exists \`committee\`;`);
    this.addSql(`drop table if exists \`member_count\`;`);




    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`office_holding__temp_alter\` (\`channel\` text check (\`channel\` in ('RETAIN', 'NOMINATE', 'RECRUIT', 'SENT_DOWN')) not null, \`division\` text not null, \`end_reason\` text check (\`end_reason\` in ('TERM_END', 'NOT_COMPETENT', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED')) null, \`id\` text not null, \`mode\` text check (\`mode\` in ('ELECTED', 'SENT_DOWN', 'CONCURRENT', 'SELECTED')) not null, \`organization\` text not null, \`person\` text not null, \`role\` text check (\`role\` in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER')) not null, \`row\` integer not null primary key autoincrement, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1);`);
    this.addSql(`insert into \`office_holding__temp_alter\` select \`channel\`, \`division\`, \`end_reason\`, \`id\`, \`mode\`, \`organization\`, \`person\`, \`role\`, \`row\`, \`valid_from\`, \`valid_to\`, \`version\` from \`office_holding\`;`);
    this.addSql(`drop table \`office_holding\`;`);
    this.addSql(`alter table \`office_holding__temp_alter\` rename to \`office_holding\`;`);
    this.addSql(`create index \`office_holding_id_index\` on \`office_holding\` (\`id\`);`);
    this.addSql(`create index \`office_holding_organization_role_valid_from_index\` on \`office_holding\` (\`organization\`, \`role\`, \`valid_from\`);`);
    this.addSql(`create index \`office_holding_person_index\` on \`office_holding\` (\`person\`);`);
    this.addSql(`create unique index \`one_secretary\` on \`office_holding\` (\`organization\`, \`role\`) where \`valid_to\` = '9999-12-31' and \`role\` = 'SECRETARY';`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`party_organization__temp_alter\` (\`division\` text not null, \`field\` text check (\`field\` in ('VILLAGE', 'COMMUNITY', 'ORGAN_INSTITUTION', 'SOE', 'SCHOOL', 'NON_PUBLIC_ENTERPRISE', 'SOCIAL_ORG')) not null, \`founded\` text not null, \`id\` text not null, \`name\` text not null, \`parent\` text null, \`row\` integer not null primary key autoincrement, \`type\` text check (\`type\` in ('COUNTY_COMMITTEE', 'WORKING_COMMITTEE', 'LEADING_GROUP', 'BASIC_COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'TEMP_BRANCH')) not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1);`);
    this.addSql(`insert into \`party_organization__temp_alter\` select \`division\`, \`field\`, \`founded\`, \`id\`, \`name\`, \`parent\`, \`row\`, \`type\`, \`valid_from\`, \`valid_to\`, \`version\` from \`party_organization\`;`);
    this.addSql(`drop table \`party_organization\`;`);
    this.addSql(`alter table \`party_organization__temp_alter\` rename to \`party_organization\`;`);
    this.addSql(`create index \`party_organization_division_index\` on \`party_organization\` (\`division\`);`);
    this.addSql(`create index \`party_organization_id_index\` on \`party_organization\` (\`id\`);`);
    this.addSql(`pragma foreign_keys = on;`);

  }

}
