import { Migration } from '@mikro-orm/migrations';

export class Migration20261124035443_Initial extends Migration {

  override name = 'Migration20261124035443_Initial';

  override up(): void | Promise<void> {
    this.addSql(`create table \`agency\` (\`id\` text not null primary key);`);

    this.addSql(`create table \`calendar_year\` (\`year\` integer not null primary key, \`announced\` integer not null, \`source\` text not null);`);

    this.addSql(`create table \`calendar_day\` (\`day\` text not null primary key, \`year\` integer not null, \`working\` integer not null, \`name\` text not null, constraint \`calendar_day_year_foreign\` foreign key (\`year\`) references \`calendar_year\` (\`year\`));`);
    this.addSql(`create index \`calendar_day_year_index\` on \`calendar_day\` (\`year\`);`);

    this.addSql(`create table \`finding\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`inspection\` text not null, \`village\` text not null, \`category\` text not null, \`severity\` smallint not null, \`found_on\` text not null, \`description\` text not null, \`state\` text check (\`state\` in ('OPEN', 'RECTIFYING', 'SUBMITTED', 'VERIFIED', 'CLOSED', 'DISMISSED')) not null default 'OPEN', \`responsible_agency\` text null, \`ordered_on\` text null, \`deadline\` text null, \`submitted_by\` text null, \`submitted_on\` text null, \`returns\` integer not null default 0, \`return_reason\` text null, \`verified_by\` text null, \`verified_on\` text null, \`dismiss_reason\` text null);`);
    this.addSql(`create index \`finding_id_index\` on \`finding\` (\`id\`);`);
    this.addSql(`create index \`finding_inspection_index\` on \`finding\` (\`inspection\`);`);
    this.addSql(`create index \`finding_responsible_agency_index\` on \`finding\` (\`responsible_agency\`);`);
    this.addSql(`create index \`finding_state_deadline_index\` on \`finding\` (\`state\`, \`deadline\`);`);
    this.addSql(`create index \`finding_village_found_on_index\` on \`finding\` (\`village\`, \`found_on\`);`);

    this.addSql(`create table \`finding_evidence\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`finding\` text not null, \`village\` text not null, \`title\` text not null, \`note\` text null, \`on\` text not null, \`by\` text not null);`);
    this.addSql(`create index \`finding_evidence_id_index\` on \`finding_evidence\` (\`id\`);`);
    this.addSql(`create index \`finding_evidence_finding_index\` on \`finding_evidence\` (\`finding\`);`);

    this.addSql(`create table \`inspection\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`division\` text not null, \`planned\` integer not null, \`plan_year\` integer null, \`approval_no\` text null, \`method\` text check (\`method\` in ('FIELD_VISIT', 'PHONE_CHECK', 'STATIONED', 'PATROL')) not null, \`agency\` text not null, \`from\` text not null, \`to\` text not null, \`state\` text check (\`state\` in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED', 'CANCELLED')) not null default 'PLANNED', \`cancel_reason\` text null);`);
    this.addSql(`create index \`inspection_id_index\` on \`inspection\` (\`id\`);`);
    this.addSql(`create index \`inspection_division_index\` on \`inspection\` (\`division\`);`);
    this.addSql(`create index \`inspection_state_from_index\` on \`inspection\` (\`state\`, \`from\`);`);

    this.addSql(`create table \`ledger_head\` (\`id\` integer not null primary key, \`seq\` integer not null default 0, \`hash\` text not null default '0000000000000000000000000000000000000000000000000000000000000000');`);

    this.addSql(`create table \`ledger_position\` (\`feed\` text not null primary key, \`seq\` integer not null default 0);`);

    this.addSql(`create table \`ledger\` (\`seq\` integer not null primary key autoincrement, \`at\` datetime not null, \`day\` text not null, \`actor\` text not null, \`role\` text not null, \`client\` text not null, \`noun\` text not null, \`key\` text not null, \`event\` text not null, \`place\` text null, \`before\` text null, \`after\` text null, \`request_id\` text not null, \`idempotency_key\` text null, \`input_hash\` text null, \`previous\` text not null, \`hash\` text not null);`);
    this.addSql(`create index \`ledger_of_key\` on \`ledger\` (\`noun\`, \`key\`);`);
    this.addSql(`create unique index \`ledger_one_answer_per_key\` on \`ledger\` (\`client\`, \`idempotency_key\`);`);

    this.addSql(`create table \`territory\` (\`row\` integer not null primary key autoincrement, \`division\` text not null, \`code\` text not null, \`kind\` text not null, \`parent\` text null, \`lineage\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31');`);
    this.addSql(`create index \`territory_division_index\` on \`territory\` (\`division\`);`);
    this.addSql(`create index \`territory_lineage_index\` on \`territory\` (\`lineage\`);`);
  }

  override down(): void | Promise<void> {

    this.addSql(`drop table if exists \`agency\`;`);
    this.addSql(`drop table if exists \`calendar_year\`;`);
    this.addSql(`drop table if exists \`calendar_day\`;`);
    this.addSql(`drop table if exists \`finding\`;`);
    this.addSql(`drop table if exists \`finding_evidence\`;`);
    this.addSql(`drop table if exists \`inspection\`;`);
    this.addSql(`drop table if exists \`ledger_head\`;`);
    this.addSql(`drop table if exists \`ledger_position\`;`);
    this.addSql(`drop table if exists \`ledger\`;`);
    this.addSql(`drop table if exists \`territory\`;`);
  }

}
