import { Migration } from '@mikro-orm/migrations';

export class Migration20261125030946_Documents extends Migration {

  override name = 'Migration20261125030946_Documents';

  override up(): void | Promise<void> {
    this.addSql(`create table \`helper_assignment\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`helper\` text not null, \`household\` text not null, \`village\` text not null, \`main\` integer not null default true, \`batch\` text null, \`end_reason\` text check (\`end_reason\` in ('RETIRED', 'TRANSFERRED', 'REPLACED', 'HOUSEHOLD_STABLE', 'VILLAGE_ABOLISHED')) null);`);
    this.addSql(`create index \`helper_assignment_id_index\` on \`helper_assignment\` (\`id\`);`);
    this.addSql(`create index \`helper_assignment_batch_index\` on \`helper_assignment\` (\`batch\`);`);
    this.addSql(`create index \`helper_assignment_helper_valid_from_index\` on \`helper_assignment\` (\`helper\`, \`valid_from\`);`);
    this.addSql(`create index \`helper_assignment_village_valid_from_valid_to_main_helper_index\` on \`helper_assignment\` (\`village\`, \`valid_from\`, \`valid_to\`, \`main\`, \`helper\`);`);
    this.addSql(`create index \`helper_assignment_household_valid_from_index\` on \`helper_assignment\` (\`household\`, \`valid_from\`);`);
    this.addSql(`create unique index \`one_main_helper\` on \`helper_assignment\` (\`household\`) where \`valid_to\` = '9999-12-31' and \`main\` = true;`);

    this.addSql(`create table \`helper_visit\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`helper\` text not null, \`household\` text not null, \`village\` text not null, \`on\` text not null, \`kind\` text check (\`kind\` in ('HOME', 'TELEPHONE', 'POLICY', 'ERRAND')) not null, \`note\` text null);`);
    this.addSql(`create index \`helper_visit_id_index\` on \`helper_visit\` (\`id\`);`);
    this.addSql(`create index \`helper_visit_helper_index\` on \`helper_visit\` (\`helper\`);`);
    this.addSql(`create index \`helper_visit_village_on_index\` on \`helper_visit\` (\`village\`, \`on\`);`);
    this.addSql(`create index \`helper_visit_household_on_index\` on \`helper_visit\` (\`household\`, \`on\`);`);

    this.addSql(`create table \`household_ref\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`register_hash\` text not null, \`village\` text not null, \`registered_year\` integer not null, \`status\` text check (\`status\` in ('POOR', 'EXITED', 'STABLE', 'MONITORED')) not null, \`members\` integer not null, \`batch\` text null);`);
    this.addSql(`create index \`household_ref_id_index\` on \`household_ref\` (\`id\`);`);
    this.addSql(`create index \`household_ref_batch_index\` on \`household_ref\` (\`batch\`);`);
    this.addSql(`create index \`household_ref_village_valid_from_valid_to_status_index\` on \`household_ref\` (\`village\`, \`valid_from\`, \`valid_to\`, \`status\`);`);
    this.addSql(`create unique index \`one_household_a_number\` on \`household_ref\` (\`register_hash\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`policy_document\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`doc_no\` text not null, \`issuer\` text not null, \`division\` text not null, \`issued_on\` text not null, \`effective_from\` text not null, \`effective_to\` text null, \`trial\` integer not null default false, \`supersedes\` text null, \`repeal_reason\` text null);`);
    this.addSql(`create index \`policy_document_id_index\` on \`policy_document\` (\`id\`);`);
    this.addSql(`create index \`policy_document_issued_on_index\` on \`policy_document\` (\`issued_on\`);`);
    this.addSql(`create unique index \`one_successor\` on \`policy_document\` (\`supersedes\`) where \`valid_to\` = '9999-12-31' and \`supersedes\` is not null;`);
    this.addSql(`create unique index \`one_document_a_number\` on \`policy_document\` (\`doc_no\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`return_flow_batch\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`division\` text not null, \`month\` text not null, \`source_agency\` text not null, \`digest\` text not null, \`lines\` integer not null, \`created\` integer not null, \`changed\` integer not null, \`unchanged\` integer not null, \`faults\` text not null default '[]', \`content_hash\` text null);`);
    this.addSql(`create index \`return_flow_batch_id_index\` on \`return_flow_batch\` (\`id\`);`);
    this.addSql(`create unique index \`one_import_a_file\` on \`return_flow_batch\` (\`digest\`);`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`inspection__temp_alter\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`division\` text not null, \`planned\` integer not null, \`plan_year\` integer null, \`line\` text null, \`announcement\` text check (\`announcement\` in ('ANNOUNCED', 'UNANNOUNCED')) not null default 'ANNOUNCED', \`approval_no\` text null, \`method\` text check (\`method\` in ('FIELD_VISIT', 'PHONE_CHECK', 'STATIONED', 'PATROL')) not null, \`agency\` text not null, \`from\` text not null, \`to\` text not null, \`state\` text check (\`state\` in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED', 'CANCELLED')) not null default 'PLANNED', \`cancel_reason\` text null);`);
    this.addSql(`insert into \`inspection__temp_alter\` select \`row\`, \`id\`, \`valid_from\`, \`valid_to\`, \`version\`, \`title\`, \`division\`, \`planned\`, \`plan_year\`, \`line\`, \`announcement\`, \`approval_no\`, \`method\`, \`agency\`, \`from\`, \`to\`, \`state\`, \`cancel_reason\` from \`inspection\`;`);
    this.addSql(`drop table \`inspection\`;`);
    this.addSql(`alter table \`inspection__temp_alter\` rename to \`inspection\`;`);
    this.addSql(`create index \`inspection_id_index\` on \`inspection\` (\`id\`);`);
    this.addSql(`create index \`inspection_division_index\` on \`inspection\` (\`division\`);`);
    this.addSql(`create index \`inspection_state_from_index\` on \`inspection\` (\`state\`, \`from\`);`);
    this.addSql(`create unique index \`one_inspection_a_line\` on \`inspection\` (\`line\`) where \`valid_to\` = '9999-12-31' and \`state\` in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED');`);
    this.addSql(`pragma foreign_keys = on;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`helper_assignment\`;`);
    this.addSql(`drop table if exists \`helper_visit\`;`);
    this.addSql(`drop table if exists \`household_ref\`;`);
    this.addSql(`drop table if exists \`policy_document\`;`);
    this.addSql(`drop table if exists \`return_flow_batch\`;`);

    this.addSql(`create trigger \`checkpoint_stands_update\` BEFORE UPDATE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_delete\` BEFORE DELETE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`inspection__temp_alter\` (\`agency\` text not null, \`announcement\` text not null default 'ANNOUNCED', \`approval_no\` text null, \`cancel_reason\` text null, \`division\` text not null, \`from\` text not null, \`id\` text not null, \`line\` text null, \`method\` text not null, \`plan_year\` integer null, \`planned\` integer not null, \`row\` integer not null primary key autoincrement, \`state\` text not null default 'PLANNED', \`title\` text not null, \`to\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1);`);
    this.addSql(`insert into \`inspection__temp_alter\` select \`agency\`, \`announcement\`, \`approval_no\`, \`cancel_reason\`, \`division\`, \`from\`, \`id\`, \`line\`, \`method\`, \`plan_year\`, \`planned\`, \`row\`, \`state\`, \`title\`, \`to\`, \`valid_from\`, \`valid_to\`, \`version\` from \`inspection\`;`);
    this.addSql(`drop table \`inspection\`;`);
    this.addSql(`alter table \`inspection__temp_alter\` rename to \`inspection\`;`);
    this.addSql(`create index \`inspection_division_index\` on \`inspection\` (\`division\`);`);
    this.addSql(`create index \`inspection_id_index\` on \`inspection\` (\`id\`);`);
    this.addSql(`create index \`inspection_state_from_index\` on \`inspection\` (\`state\`, \`from\`);`);
    this.addSql(`create unique index \`one_inspection_a_line\` on \`inspection\` (\`line\`) where \`valid_to\` = '9999-12-31' and \`state\` in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED');`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`create trigger \`ledger_stands_update\` BEFORE UPDATE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);
    this.addSql(`create trigger \`ledger_stands_delete\` BEFORE DELETE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_head_goes_forward\` BEFORE UPDATE on \`ledger_head\` for each ROW
  when new.seq <= old.seq or new.id <> old.id or new.algorithm <> old.algorithm begin select raise(abort, 'the head of a chain only goes forward'); end;`);
    this.addSql(`create trigger \`ledger_head_stands_delete\` BEFORE DELETE on \`ledger_head\` for each ROW begin select raise(abort, 'the head of a chain only goes forward'); end;`);

    this.addSql(`create trigger \`read_audit_stands_update\` BEFORE UPDATE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
    this.addSql(`create trigger \`read_audit_stands_delete\` BEFORE DELETE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
  }

}
