import { Migration } from '@mikro-orm/migrations';

export class Migration20261125031818_Actions extends Migration {

  override name = 'Migration20261125031818_Actions';

  override up(): void | Promise<void> {
    this.addSql(`create table \`action_procedure\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`kind\` text check (\`kind\` in ('PROMOTE', 'IMPORTANT_POST', 'TRANSFER', 'SECOND', 'ROTATE', 'COMMEND', 'REMOVE', 'REPLACE')) not null, \`stages\` json not null, \`notice_working_days\` integer not null, \`probation_months\` integer not null, \`evidence_required\` integer not null, \`document\` text not null);`);
    this.addSql(`create index \`action_procedure_id_index\` on \`action_procedure\` (\`id\`);`);
    this.addSql(`create unique index \`one_procedure_a_kind\` on \`action_procedure\` (\`division\`, \`kind\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`age_rule\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`most\` integer not null, \`document\` text not null);`);
    this.addSql(`create index \`age_rule_id_index\` on \`age_rule\` (\`id\`);`);
    this.addSql(`create unique index \`one_age_rule\` on \`age_rule\` (\`division\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`calendar_year\` (\`year\` integer not null primary key, \`announced\` integer not null, \`source\` text not null);`);

    this.addSql(`create table \`calendar_day\` (\`day\` text not null primary key, \`year\` integer not null, \`working\` integer not null, \`name\` text not null, constraint \`calendar_day_year_foreign\` foreign key (\`year\`) references \`calendar_year\` (\`year\`));`);
    this.addSql(`create index \`calendar_day_year_index\` on \`calendar_day\` (\`year\`);`);

    this.addSql(`create table \`personnel_action\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`person\` text not null, \`division\` text not null, \`kind\` text check (\`kind\` in ('PROMOTE', 'IMPORTANT_POST', 'TRANSFER', 'SECOND', 'ROTATE', 'COMMEND', 'REMOVE', 'REPLACE')) not null, \`procedure\` text not null, \`state\` text check (\`state\` in ('PROPOSED', 'RECOMMENDED', 'INSPECTED', 'DECIDED', 'PUBLIC_NOTICE', 'OBJECTED', 'APPOINTED', 'PROBATION', 'CONFIRMED', 'ENDED')) not null default 'PROPOSED', \`agency\` text null, \`post\` text null, \`posting\` text null, \`reason\` text not null, \`party_building\` text null, \`meeting\` text null, \`meeting_key\` text null, \`decided_on\` text null, \`document\` text null, \`notice_from\` text null, \`notice_to\` text null, \`objection\` text null, \`effective_from\` text null, \`probation_until\` text null, \`end_reason\` text null, \`evidence\` json not null);`);
    this.addSql(`create index \`personnel_action_id_index\` on \`personnel_action\` (\`id\`);`);
    this.addSql(`create index \`personnel_action_person_index\` on \`personnel_action\` (\`person\`);`);
    this.addSql(`create index \`personnel_action_posting_index\` on \`personnel_action\` (\`posting\`);`);
    this.addSql(`create index \`personnel_action_division_index\` on \`personnel_action\` (\`division\`);`);
    this.addSql(`create index \`personnel_action_kind_decided_on_index\` on \`personnel_action\` (\`kind\`, \`decided_on\`);`);
    this.addSql(`create unique index \`one_action_under_way\` on \`personnel_action\` (\`person\`, \`kind\`) where \`valid_to\` = '9999-12-31' and \`state\` in ('PROPOSED', 'RECOMMENDED', 'INSPECTED', 'DECIDED', 'PUBLIC_NOTICE', 'OBJECTED');`);
  }

  override down(): void | Promise<void> {

    this.addSql(`drop table if exists \`action_procedure\`;`);
    this.addSql(`drop table if exists \`age_rule\`;`);
    this.addSql(`drop table if exists \`calendar_year\`;`);
    this.addSql(`drop table if exists \`calendar_day\`;`);
    this.addSql(`drop table if exists \`personnel_action\`;`);

    this.addSql(`create trigger \`checkpoint_stands_update\` BEFORE UPDATE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_delete\` BEFORE DELETE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_stands_update\` BEFORE UPDATE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);
    this.addSql(`create trigger \`ledger_stands_delete\` BEFORE DELETE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_head_goes_forward\` BEFORE UPDATE on \`ledger_head\` for each ROW
  when new.seq <= old.seq or new.id <> old.id or new.algorithm <> old.algorithm begin select raise(abort, 'the head of a chain only goes forward'); end;`);
    this.addSql(`create trigger \`ledger_head_stands_delete\` BEFORE DELETE on \`ledger_head\` for each ROW begin select raise(abort, 'the head of a chain only goes forward'); end;`);

    this.addSql(`create trigger \`read_audit_stands_update\` BEFORE UPDATE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
    this.addSql(`create trigger \`read_audit_stands_delete\` BEFORE DELETE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
  }

}
