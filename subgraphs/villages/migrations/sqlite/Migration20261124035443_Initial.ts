import { Migration } from '@mikro-orm/migrations';

export class Migration20261124035443_Initial extends Migration {

  override name = 'Migration20261124035443_Initial';

  override up(): void | Promise<void> {
    this.addSql(`create table \`agency\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`name\` text not null, \`uscc\` text not null, \`kind\` text check (\`kind\` in ('ORGAN', 'INSTITUTION', 'TOWNSHIP_GOV', 'SOE', 'CENTRAL_UNIT')) not null, \`level\` text check (\`level\` in ('CENTRAL', 'PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP')) not null, \`division\` text not null);`);
    this.addSql(`create index \`agency_id_index\` on \`agency\` (\`id\`);`);
    this.addSql(`create unique index \`one_agency_a_uscc\` on \`agency\` (\`uscc\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`collective_economy_record\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`village\` text not null, \`year\` integer not null, \`operating_income\` bigint not null, \`contract_income\` bigint not null, \`investment_income\` bigint not null, \`subsidy_income\` bigint not null, \`other_income\` bigint not null, \`expenses\` bigint not null, \`calibre\` text check (\`calibre\` in ('TOTAL', 'OPERATING_ONLY')) not null default 'TOTAL');`);
    this.addSql(`create index \`collective_economy_record_id_index\` on \`collective_economy_record\` (\`id\`);`);
    this.addSql(`create unique index \`one_record_a_year\` on \`collective_economy_record\` (\`village\`, \`year\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`division\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`kind\` text check (\`kind\` in ('COUNTY', 'TOWNSHIP', 'VILLAGE', 'COMMUNITY')) not null, \`code\` text not null, \`name\` text not null, \`official_name\` text not null, \`parent\` text null, \`county\` text not null);`);
    this.addSql(`create index \`division_id_index\` on \`division\` (\`id\`);`);
    this.addSql(`create index \`division_county_kind_code_index\` on \`division\` (\`county\`, \`kind\`, \`code\`);`);
    this.addSql(`create index \`division_parent_kind_code_index\` on \`division\` (\`parent\`, \`kind\`, \`code\`);`);
    this.addSql(`create unique index \`division_code_names_one\` on \`division\` (\`code\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`division_change\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`type\` text check (\`type\` in ('ESTABLISH', 'MERGE', 'ABOLISH', 'SPLIT', 'RENAME', 'RECODE', 'TRANSFER')) not null, \`effective_on\` text not null, \`after_edition\` text null, \`from\` json not null, \`to\` json null, \`source\` text not null);`);
    this.addSql(`create index \`division_change_id_index\` on \`division_change\` (\`id\`);`);

    this.addSql(`create table \`division_change_party\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`division\` text not null);`);
    this.addSql(`create index \`division_change_party_id_index\` on \`division_change_party\` (\`id\`);`);
    this.addSql(`create index \`division_change_party_division_index\` on \`division_change_party\` (\`division\`);`);

    this.addSql(`create table \`ledger_head\` (\`id\` integer not null primary key, \`seq\` integer not null default 0, \`hash\` text not null default '0000000000000000000000000000000000000000000000000000000000000000');`);

    this.addSql(`create table \`ledger_position\` (\`feed\` text not null primary key, \`seq\` integer not null default 0);`);

    this.addSql(`create table \`ledger\` (\`seq\` integer not null primary key autoincrement, \`at\` datetime not null, \`day\` text not null, \`actor\` text not null, \`role\` text not null, \`client\` text not null, \`noun\` text not null, \`key\` text not null, \`event\` text not null, \`place\` text null, \`before\` text null, \`after\` text null, \`request_id\` text not null, \`idempotency_key\` text null, \`input_hash\` text null, \`previous\` text not null, \`hash\` text not null);`);
    this.addSql(`create index \`ledger_of_key\` on \`ledger\` (\`noun\`, \`key\`);`);
    this.addSql(`create unique index \`ledger_one_answer_per_key\` on \`ledger\` (\`client\`, \`idempotency_key\`);`);

    this.addSql(`create table \`office_holding\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`organization\` text not null, \`division\` text not null, \`role\` text check (\`role\` in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER')) not null, \`person\` text not null, \`channel\` text check (\`channel\` in ('RETAIN', 'NOMINATE', 'RECRUIT', 'SENT_DOWN')) not null, \`mode\` text check (\`mode\` in ('ELECTED', 'SENT_DOWN', 'CONCURRENT', 'SELECTED')) not null, \`end_reason\` text check (\`end_reason\` in ('TERM_END', 'NOT_COMPETENT', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED')) null);`);
    this.addSql(`create index \`office_holding_id_index\` on \`office_holding\` (\`id\`);`);
    this.addSql(`create index \`office_holding_person_index\` on \`office_holding\` (\`person\`);`);
    this.addSql(`create index \`office_holding_organization_role_valid_from_index\` on \`office_holding\` (\`organization\`, \`role\`, \`valid_from\`);`);
    this.addSql(`create unique index \`one_secretary\` on \`office_holding\` (\`organization\`, \`role\`) where \`valid_to\` = '9999-12-31' and \`role\` = 'SECRETARY';`);

    this.addSql(`create table \`party_organization\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`name\` text not null, \`type\` text check (\`type\` in ('COUNTY_COMMITTEE', 'WORKING_COMMITTEE', 'LEADING_GROUP', 'BASIC_COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'TEMP_BRANCH')) not null, \`field\` text check (\`field\` in ('VILLAGE', 'COMMUNITY', 'ORGAN_INSTITUTION', 'SOE', 'SCHOOL', 'NON_PUBLIC_ENTERPRISE', 'SOCIAL_ORG')) not null, \`parent\` text null, \`division\` text not null, \`founded\` text not null);`);
    this.addSql(`create index \`party_organization_id_index\` on \`party_organization\` (\`id\`);`);
    this.addSql(`create index \`party_organization_division_index\` on \`party_organization\` (\`division\`);`);

    this.addSql(`create table \`territory\` (\`row\` integer not null primary key autoincrement, \`division\` text not null, \`code\` text not null, \`kind\` text not null, \`parent\` text null, \`lineage\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31');`);
    this.addSql(`create index \`territory_division_index\` on \`territory\` (\`division\`);`);
    this.addSql(`create index \`territory_lineage_index\` on \`territory\` (\`lineage\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`agency\`;`);
    this.addSql(`drop table if exists \`collective_economy_record\`;`);
    this.addSql(`drop table if exists \`division\`;`);
    this.addSql(`drop table if exists \`division_change\`;`);
    this.addSql(`drop table if exists \`division_change_party\`;`);
    this.addSql(`drop table if exists \`ledger_head\`;`);
    this.addSql(`drop table if exists \`ledger_position\`;`);
    this.addSql(`drop table if exists \`ledger\`;`);
    this.addSql(`drop table if exists \`office_holding\`;`);
    this.addSql(`drop table if exists \`party_organization\`;`);
    this.addSql(`drop table if exists \`territory\`;`);
  }

}
