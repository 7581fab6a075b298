import { Migration } from '@mikro-orm/migrations';

export class Migration20261125031738_Register extends Migration {

  override name = 'Migration20261125031738_Register';

  override up(): void | Promise<void> {
    this.addSql(`create table \`collective_economy_target\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`year\` integer not null, \`at_least\` bigint not null, \`calibre\` text check (\`calibre\` in ('TOTAL', 'OPERATING_ONLY')) not null default 'TOTAL', \`required_numerator\` integer not null, \`required_denominator\` integer not null, \`qualifier\` text check (\`qualifier\` in ('MUST', 'STRIVE')) not null, \`source\` text not null);`);
    this.addSql(`create index \`collective_economy_target_id_index\` on \`collective_economy_target\` (\`id\`);`);
    this.addSql(`create unique index \`one_target_a_threshold\` on \`collective_economy_target\` (\`division\`, \`year\`, \`at_least\`, \`calibre\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`division_edition\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`name\` text not null, \`day\` text not null, \`townships\` integer not null, \`village_committees\` integer not null, \`communities\` integer not null, \`checksum\` text not null, \`source\` text not null);`);
    this.addSql(`create index \`division_edition_id_index\` on \`division_edition\` (\`id\`);`);
    this.addSql(`create unique index \`edition_name_once\` on \`division_edition\` (\`name\`);`);

    this.addSql(`create table \`given_code\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`code\` text not null);`);
    this.addSql(`create index \`given_code_id_index\` on \`given_code\` (\`id\`);`);
    this.addSql(`create unique index \`code_given_once\` on \`given_code\` (\`code\`);`);

    this.addSql(`create table \`industry_project\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`village\` text not null, \`title\` text not null, \`type\` text check (\`type\` in ('PLANTING', 'BREEDING', 'PHOTOVOLTAIC', 'PROCESSING', 'TOURISM', 'LABOUR_SERVICE')) not null, \`funds\` bigint not null, \`households\` integer not null, \`document\` text null, \`state\` text check (\`state\` in ('PLANNED', 'RUNNING', 'ACCEPTED', 'STOPPED')) not null default 'PLANNED', \`stop_reason\` text null);`);
    this.addSql(`create index \`industry_project_id_index\` on \`industry_project\` (\`id\`);`);
    this.addSql(`create index \`industry_project_village_state_index\` on \`industry_project\` (\`village\`, \`state\`);`);

    this.addSql(`create table \`relocation_project\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`division\` text not null, \`community\` text null, \`investment\` bigint not null, \`document\` text null, \`state\` text check (\`state\` in ('PLANNED', 'APPROVED', 'BUILDING', 'OCCUPIED', 'ACCEPTED', 'CANCELLED')) not null default 'PLANNED', \`occupied_on\` text null, \`cancel_reason\` text null);`);
    this.addSql(`create index \`relocation_project_id_index\` on \`relocation_project\` (\`id\`);`);

    this.addSql(`create table \`relocation_source\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`project\` text not null, \`village\` text not null, \`households\` integer not null, \`persons\` integer not null);`);
    this.addSql(`create index \`relocation_source_id_index\` on \`relocation_source\` (\`id\`);`);
    this.addSql(`create index \`relocation_source_village_index\` on \`relocation_source\` (\`village\`);`);
    this.addSql(`create unique index \`one_source_a_project\` on \`relocation_source\` (\`project\`, \`village\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`village_designation\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`village\` text not null, \`kind\` text check (\`kind\` in ('POOR_VILLAGE', 'DEEP_POVERTY', 'EXITED', 'RELOCATION_SITE')) not null, \`document\` text not null, \`end_reason\` text null);`);
    this.addSql(`create index \`village_designation_id_index\` on \`village_designation\` (\`id\`);`);
    this.addSql(`create unique index \`one_designation_a_kind\` on \`village_designation\` (\`village\`, \`kind\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`village_profile\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`village\` text not null, \`households\` integer null, \`persons\` integer null, \`counted_on\` text null, \`source\` text null, \`urban_rural\` text null);`);
    this.addSql(`create index \`village_profile_id_index\` on \`village_profile\` (\`id\`);`);
    this.addSql(`create unique index \`one_profile_a_village\` on \`village_profile\` (\`village\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`alter table \`agency\` add column \`uscc_waiver\` text null;`);
    this.addSql(`alter table \`agency\` add column \`parent\` text null;`);
    this.addSql(`alter table \`agency\` add column \`close_reason\` text null;`);

    this.addSql(`alter table \`collective_economy_record\` add column \`total\` bigint not null default '0';`);
    this.addSql(`alter table \`collective_economy_record\` add column \`state\` text check (\`state\` in ('DRAFT', 'TOWNSHIP_CHECKED', 'COUNTY_CONFIRMED', 'LOCKED')) not null default 'DRAFT';`);
    this.addSql(`alter table \`collective_economy_record\` add column \`checked_by\` text null;`);
    this.addSql(`alter table \`collective_economy_record\` add column \`confirmed_by\` text null;`);
    this.addSql(`alter table \`collective_economy_record\` add column \`return_reason\` text null;`);
    this.addSql(`alter table \`collective_economy_record\` add column \`corrections\` integer not null default 0;`);
    this.addSql(`alter table \`collective_economy_record\` add column \`correction_reason\` text null;`);

    this.addSql(`alter table \`division_change\` add column \`version\` integer not null default 1;`);
    this.addSql(`alter table \`division_change\` add column \`state\` text check (\`state\` in ('DRAFT', 'DOCUMENTED', 'APPROVED', 'EFFECTIVE', 'VERIFIED', 'WITHDRAWN')) not null default 'DRAFT';`);
    this.addSql(`alter table \`division_change\` add column \`division\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`drawn\` json null;`);
    this.addSql(`alter table \`division_change\` add column \`shares\` json null;`);
    this.addSql(`alter table \`division_change\` add column \`document\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`issued_on\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`successors_document\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`reason\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`drafted_by\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`approved_by\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`effected_on\` text null;`);
    this.addSql(`alter table \`division_change\` add column \`verified_by\` text null;`);
    this.addSql(`create index \`division_change_state_effective_on_index\` on \`division_change\` (\`state\`, \`effective_on\`);`);



    // What stands already: records and changes of the data set, and every code that the register knows.
    this.addSql(`update collective_economy_record set state = 'LOCKED', total = operating_income + contract_income + investment_income + subsidy_income + other_income;`);
    this.addSql(`update division_change set state = 'VERIFIED';`);
    this.addSql(`insert into given_code (id, code, valid_from) select id, code, min(valid_from) from division group by id, code;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`collective_economy_target\`;`);
    this.addSql(`drop table if exists \`division_edition\`;`);
    this.addSql(`drop table if exists \`given_code\`;`);
    this.addSql(`drop table if exists \`industry_project\`;`);
    this.addSql(`drop table if exists \`relocation_project\`;`);
    this.addSql(`drop table if exists \`relocation_source\`;`);
    this.addSql(`drop table if exists \`village_designation\`;`);
    this.addSql(`drop table if exists \`village_profile\`;`);

    this.addSql(`alter table \`agency\` drop column \`uscc_waiver\`;`);
    this.addSql(`alter table \`agency\` drop column \`parent\`;`);
    this.addSql(`alter table \`agency\` drop column \`close_reason\`;`);

    this.addSql(`create trigger \`checkpoint_stands_update\` BEFORE UPDATE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_delete\` BEFORE DELETE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`collective_economy_record__temp_alter\` (\`calibre\` text check (\`calibre\` in ('TOTAL', 'OPERATING_ONLY')) not null default 'TOTAL', \`contract_income\` bigint not null, \`expenses\` bigint not null, \`id\` text not null, \`investment_income\` bigint not null, \`operating_income\` bigint not null, \`other_income\` bigint not null, \`row\` integer not null primary key autoincrement, \`subsidy_income\` bigint not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`village\` text not null, \`year\` integer not null);`);
    this.addSql(`insert into \`collective_economy_record__temp_alter\` select \`calibre\`, \`contract_income\`, \`expenses\`, \`id\`, \`investment_income\`, \`operating_income\`, \`other_income\`, \`row\`, \`subsidy_income\`, \`valid_from\`, \`valid_to\`, \`version\`, \`village\`, \`year\` from \`collective_economy_record\`;`);
    this.addSql(`drop table \`collective_economy_record\`;`);
    this.addSql(`alter table \`collective_economy_record__temp_alter\` rename to \`collective_economy_record\`;`);
    this.addSql(`create index \`collective_economy_record_id_index\` on \`collective_economy_record\` (\`id\`);`);
    this.addSql(`create unique index \`one_record_a_year\` on \`collective_economy_record\` (\`village\`, \`year\`) where \`valid_to\` = '9999-12-31';`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`division_change__temp_alter\` (\`after_edition\` text null, \`effective_on\` text not null, \`from\` json not null, \`id\` text not null, \`row\` integer not null primary key autoincrement, \`source\` text not null, \`to\` json null, \`type\` text check (\`type\` in ('ESTABLISH', 'MERGE', 'ABOLISH', 'SPLIT', 'RENAME', 'RECODE', 'TRANSFER')) not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31');`);
    this.addSql(`insert into \`division_change__temp_alter\` select \`after_edition\`, \`effective_on\`, \`from\`, \`id\`, \`row\`, \`source\`, \`to\`, \`type\`, \`valid_from\`, \`valid_to\` from \`division_change\`;`);
    this.addSql(`drop table \`division_change\`;`);
    this.addSql(`alter table \`division_change__temp_alter\` rename to \`division_change\`;`);
    this.addSql(`create index \`division_change_id_index\` on \`division_change\` (\`id\`);`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`create trigger \`ledger_stands_update\` BEFORE UPDATE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);
    this.addSql(`create trigger \`ledger_stands_delete\` BEFORE DELETE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_head_goes_forward\` BEFORE UPDATE on \`ledger_head\` for each ROW
  when new.seq <= old.seq or new.id <> old.id or new.algorithm <> old.algorithm begin select raise(abort, 'the head of a chain only goes forward'); end;`);
    this.addSql(`create trigger \`ledger_head_stands_delete\` BEFORE DELETE on \`ledger_head\` for each ROW begin select raise(abort, 'the head of a chain only goes forward'); end;`);

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

    this.addSql(`create trigger \`read_audit_stands_update\` BEFORE UPDATE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
    this.addSql(`create trigger \`read_audit_stands_delete\` BEFORE DELETE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
  }

}
