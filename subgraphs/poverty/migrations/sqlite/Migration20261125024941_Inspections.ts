import { Migration } from '@mikro-orm/migrations';

export class Migration20261125024941_Inspections extends Migration {

  override name = 'Migration20261125024941_Inspections';

  override up(): void | Promise<void> {
    this.addSql(`create table \`inspection_member\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`inspection\` text not null, \`division\` text not null, \`person\` text not null, \`role\` text check (\`role\` in ('LEAD', 'MEMBER')) not null);`);
    this.addSql(`create index \`inspection_member_id_index\` on \`inspection_member\` (\`id\`);`);
    this.addSql(`create unique index \`once_in_a_group\` on \`inspection_member\` (\`inspection\`, \`person\`) where \`valid_to\` = '9999-12-31';`);
    this.addSql(`create unique index \`one_lead_of_a_group\` on \`inspection_member\` (\`inspection\`) where \`valid_to\` = '9999-12-31' and \`role\` = 'LEAD';`);

    this.addSql(`create table \`inspection_plan\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`year\` integer not null, \`title\` text not null, \`monthly_ceiling\` integer not null, \`document\` text null, \`state\` text check (\`state\` in ('DRAFT', 'APPROVED')) not null default 'DRAFT');`);
    this.addSql(`create index \`inspection_plan_id_index\` on \`inspection_plan\` (\`id\`);`);
    this.addSql(`create unique index \`one_plan_a_year\` on \`inspection_plan\` (\`division\`, \`year\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`inspection_visit\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`inspection\` text not null, \`village\` text not null, \`on\` text not null, \`by\` text not null);`);
    this.addSql(`create index \`inspection_visit_id_index\` on \`inspection_visit\` (\`id\`);`);
    this.addSql(`create index \`inspection_visit_village_on_index\` on \`inspection_visit\` (\`village\`, \`on\`);`);
    this.addSql(`create unique index \`one_visit_a_day\` on \`inspection_visit\` (\`inspection\`, \`village\`, \`on\`);`);

    this.addSql(`create table \`inspection_plan_line\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`plan\` text not null, \`division\` text not null, \`title\` text not null, \`method\` text check (\`method\` in ('FIELD_VISIT', 'PHONE_CHECK', 'STATIONED', 'PATROL')) not null, \`agency\` text not null, \`from\` text not null, \`to\` text not null, \`state\` text check (\`state\` in ('PROPOSED', 'APPROVED', 'STRUCK')) not null default 'PROPOSED');`);
    this.addSql(`create index \`inspection_plan_line_id_index\` on \`inspection_plan_line\` (\`id\`);`);
    this.addSql(`create index \`inspection_plan_line_plan_state_index\` on \`inspection_plan_line\` (\`plan\`, \`state\`);`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`inspection__temp_alter\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`division\` text not null, \`planned\` integer not null, \`plan_year\` integer null, \`line\` text null, \`announcement\` text not null default 'ANNOUNCED', \`approval_no\` text null, \`method\` text check (\`method\` in ('FIELD_VISIT', 'PHONE_CHECK', 'STATIONED', 'PATROL')) not null, \`agency\` text not null, \`from\` text not null, \`to\` text not null, \`state\` text check (\`state\` in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED', 'CANCELLED')) not null default 'PLANNED', \`cancel_reason\` text null);`);
    this.addSql(`insert into \`inspection__temp_alter\` select \`row\`, \`id\`, \`valid_from\`, \`valid_to\`, \`version\`, \`title\`, \`division\`, \`planned\`, \`plan_year\`, null as \`line\`, 'ANNOUNCED' as \`announcement\`, \`approval_no\`, \`method\`, \`agency\`, \`from\`, \`to\`, \`state\`, \`cancel_reason\` from \`inspection\`;`);
    this.addSql(`drop table \`inspection\`;`);
    this.addSql(`alter table \`inspection__temp_alter\` rename to \`inspection\`;`);
    this.addSql(`create index \`inspection_id_index\` on \`inspection\` (\`id\`);`);
    this.addSql(`create index \`inspection_division_index\` on \`inspection\` (\`division\`);`);
    this.addSql(`create index \`inspection_state_from_index\` on \`inspection\` (\`state\`, \`from\`);`);
    this.addSql(`create unique index \`one_inspection_a_line\` on \`inspection\` (\`line\`) where \`valid_to\` = '9999-12-31' and \`state\` in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED');`);
    this.addSql(`pragma foreign_keys = on;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`inspection_member\`;`);
    this.addSql(`drop table if exists \`inspection_plan\`;`);
    this.addSql(`drop table if exists \`inspection_visit\`;`);
    this.addSql(`drop table if exists \`inspection_plan_line\`;`);

    this.addSql(`create trigger \`checkpoint_stands_update\` BEFORE UPDATE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_delete\` BEFORE DELETE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`inspection__temp_alter\` (\`agency\` text not null, \`approval_no\` text null, \`cancel_reason\` text null, \`division\` text not null, \`from\` text not null, \`id\` text not null, \`method\` text check (\`method\` in ('FIELD_VISIT', 'PHONE_CHECK', 'STATIONED', 'PATROL')) not null, \`plan_year\` integer null, \`planned\` integer not null, \`row\` integer not null primary key autoincrement, \`state\` text check (\`state\` in ('PLANNED', 'APPROVED', 'RUNNING', 'REPORTED', 'CLOSED', 'CANCELLED')) not null default 'PLANNED', \`title\` text not null, \`to\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1);`);
    this.addSql(`insert into \`inspection__temp_alter\` select \`agency\`, \`approval_no\`, \`cancel_reason\`, \`division\`, \`from\`, \`id\`, \`method\`, \`plan_year\`, \`planned\`, \`row\`, \`state\`, \`title\`, \`to\`, \`valid_from\`, \`valid_to\`, \`version\` from \`inspection\`;`);
    this.addSql(`drop table \`inspection\`;`);
    this.addSql(`alter table \`inspection__temp_alter\` rename to \`inspection\`;`);
    this.addSql(`create index \`inspection_division_index\` on \`inspection\` (\`division\`);`);
    this.addSql(`create index \`inspection_id_index\` on \`inspection\` (\`id\`);`);
    this.addSql(`create index \`inspection_state_from_index\` on \`inspection\` (\`state\`, \`from\`);`);
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
