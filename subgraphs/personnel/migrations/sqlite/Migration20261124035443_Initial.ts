import { Migration } from '@mikro-orm/migrations';

export class Migration20261124035443_Initial extends Migration {

  override name = 'Migration20261124035443_Initial';

  override up(): void | Promise<void> {
    this.addSql(`create table \`ledger_head\` (\`id\` integer not null primary key, \`seq\` integer not null default 0, \`hash\` text not null default '0000000000000000000000000000000000000000000000000000000000000000');`);

    this.addSql(`create table \`ledger_position\` (\`feed\` text not null primary key, \`seq\` integer not null default 0);`);

    this.addSql(`create table \`ledger\` (\`seq\` integer not null primary key autoincrement, \`at\` datetime not null, \`day\` text not null, \`actor\` text not null, \`role\` text not null, \`client\` text not null, \`noun\` text not null, \`key\` text not null, \`event\` text not null, \`place\` text null, \`before\` text null, \`after\` text null, \`request_id\` text not null, \`idempotency_key\` text null, \`input_hash\` text null, \`previous\` text not null, \`hash\` text not null);`);
    this.addSql(`create index \`ledger_of_key\` on \`ledger\` (\`noun\`, \`key\`);`);
    this.addSql(`create unique index \`ledger_one_answer_per_key\` on \`ledger\` (\`client\`, \`idempotency_key\`);`);

    this.addSql(`create table \`person\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`name\` text not null, \`name_pinyin\` text not null, \`stroke_key\` text not null, \`sex\` text not null, \`birth_date\` text not null, \`id_number\` text not null, \`phone\` text null, \`political_status\` text not null, \`home_agency\` text null, \`home_division\` text not null);`);
    this.addSql(`create index \`person_id_index\` on \`person\` (\`id\`);`);
    this.addSql(`create index \`person_name_pinyin_index\` on \`person\` (\`name_pinyin\`);`);
    this.addSql(`create index \`person_stroke_key_index\` on \`person\` (\`stroke_key\`);`);
    this.addSql(`create index \`person_home_division_index\` on \`person\` (\`home_division\`);`);
    this.addSql(`create unique index \`one_person_an_id_number\` on \`person\` (\`id_number\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`posting\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`person\` text not null, \`kind\` text check (\`kind\` in ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'SECONDMENT', 'ROTATION', 'FULLTIME_POVERTY_OFFICER')) not null, \`target_type\` text check (\`target_type\` in ('VILLAGE', 'TOWNSHIP', 'AGENCY')) not null, \`target\` text not null, \`division\` text not null, \`team\` text null, \`dispatch_agency\` text not null, \`dispatch_level\` text check (\`dispatch_level\` in ('CENTRAL', 'PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP')) not null, \`planned_from\` text not null, \`planned_to\` text not null, \`actual_from\` text null, \`actual_to\` text null, \`state\` text check (\`state\` in ('PROPOSED', 'APPROVED', 'ACTIVE', 'COMPLETED', 'RECALLED', 'CANCELLED')) not null default 'PROPOSED', \`end_reason\` text check (\`end_reason\` in ('TERM_END', 'RECALLED_INCOMPETENT', 'RECALLED_RULE', 'PROMOTED', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED')) null, \`document\` text null, \`replacement\` text null, \`waiver\` text null);`);
    this.addSql(`create index \`posting_id_index\` on \`posting\` (\`id\`);`);
    this.addSql(`create index \`posting_person_index\` on \`posting\` (\`person\`);`);
    this.addSql(`create index \`posting_team_index\` on \`posting\` (\`team\`);`);
    this.addSql(`create index \`posting_dispatch_agency_index\` on \`posting\` (\`dispatch_agency\`);`);
    this.addSql(`create index \`posting_division_person_index\` on \`posting\` (\`division\`, \`person\`);`);
    this.addSql(`create index \`posting_in_force\` on \`posting\` (\`target\`, \`state\`, \`kind\`, \`valid_from\`, \`valid_to\`);`);
    this.addSql(`create unique index \`one_team_leader\` on \`posting\` (\`team\`) where \`valid_to\` = '9999-12-31' and \`state\` = 'ACTIVE' and \`kind\` = 'TEAM_LEADER';`);
    this.addSql(`create unique index \`one_first_secretary\` on \`posting\` (\`target\`) where \`valid_to\` = '9999-12-31' and \`state\` = 'ACTIVE' and \`kind\` = 'FIRST_SECRETARY';`);
    this.addSql(`create unique index \`one_place_in_a_village\` on \`posting\` (\`person\`) where \`valid_to\` = '9999-12-31' and \`state\` = 'ACTIVE' and \`kind\` in ('FIRST_SECRETARY', 'TEAM_MEMBER', 'RESIDENT_CADRE');`);
    this.addSql(`create unique index \`one_place_in_a_team\` on \`posting\` (\`person\`) where \`valid_to\` = '9999-12-31' and \`state\` = 'ACTIVE' and \`kind\` in ('TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE');`);

    this.addSql(`create table \`resident_team\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`village\` text not null, \`dispatch_agency\` text not null, \`term\` integer not null, \`planned_to\` text not null, \`end_reason\` text check (\`end_reason\` in ('TERM_END', 'RECALLED_INCOMPETENT', 'RECALLED_RULE', 'PROMOTED', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED')) null);`);
    this.addSql(`create index \`resident_team_id_index\` on \`resident_team\` (\`id\`);`);
    this.addSql(`create index \`resident_team_dispatch_agency_index\` on \`resident_team\` (\`dispatch_agency\`);`);
    this.addSql(`create index \`team_in_force\` on \`resident_team\` (\`village\`, \`valid_from\`, \`valid_to\`);`);
    this.addSql(`create unique index \`one_team_a_term\` on \`resident_team\` (\`village\`, \`dispatch_agency\`, \`term\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`territory\` (\`row\` integer not null primary key autoincrement, \`division\` text not null, \`code\` text not null, \`kind\` text not null, \`parent\` text null, \`lineage\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31');`);
    this.addSql(`create index \`territory_division_index\` on \`territory\` (\`division\`);`);
    this.addSql(`create index \`territory_lineage_index\` on \`territory\` (\`lineage\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`ledger_head\`;`);
    this.addSql(`drop table if exists \`ledger_position\`;`);
    this.addSql(`drop table if exists \`ledger\`;`);
    this.addSql(`drop table if exists \`person\`;`);
    this.addSql(`drop table if exists \`posting\`;`);
    this.addSql(`drop table if exists \`resident_team\`;`);
    this.addSql(`drop table if exists \`territory\`;`);
  }

}
