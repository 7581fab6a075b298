import { Migration } from '@mikro-orm/migrations';

export class Migration20261125030002_Appraisals extends Migration {

  override name = 'Migration20261125030002_Appraisals';

  override up(): void | Promise<void> {
    this.addSql(`create table \`appraisal\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`year\` integer not null, \`scheme\` text not null, \`state\` text check (\`state\` in ('OPEN', 'GRADED', 'CONFIRMED')) not null default 'OPEN', \`grade\` text check (\`grade\` in ('EXCELLENT', 'COMPETENT', 'BASIC', 'INCOMPETENT', 'NO_GRADE')) null, \`document\` text null, \`reopened\` text null, \`entries\` json not null, \`sections\` json not null, \`evidence\` json not null, \`person\` text not null, \`kind\` text check (\`kind\` in ('ANNUAL', 'RESIDENT_SPECIAL')) not null, \`division\` text not null, \`posting\` text null);`);
    this.addSql(`create index \`appraisal_id_index\` on \`appraisal\` (\`id\`);`);
    this.addSql(`create index \`appraisal_posting_index\` on \`appraisal\` (\`posting\`);`);
    this.addSql(`create index \`appraisal_division_index\` on \`appraisal\` (\`division\`);`);
    this.addSql(`create index \`appraisal_year_grade_kind_index\` on \`appraisal\` (\`year\`, \`grade\`, \`kind\`);`);
    this.addSql(`create unique index \`one_appraisal_a_year\` on \`appraisal\` (\`person\`, \`year\`, \`kind\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`evaluation_scheme\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`kind\` text check (\`kind\` in ('ANNUAL', 'RESIDENT_SPECIAL', 'TEAM')) not null, \`title\` text not null, \`document\` text not null, \`items\` json not null, \`channels\` json not null);`);
    this.addSql(`create index \`evaluation_scheme_id_index\` on \`evaluation_scheme\` (\`id\`);`);
    this.addSql(`create unique index \`one_scheme_a_kind\` on \`evaluation_scheme\` (\`division\`, \`kind\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`team_appraisal\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`year\` integer not null, \`scheme\` text not null, \`state\` text check (\`state\` in ('OPEN', 'GRADED', 'CONFIRMED')) not null default 'OPEN', \`grade\` text check (\`grade\` in ('EXCELLENT', 'COMPETENT', 'BASIC', 'INCOMPETENT', 'NO_GRADE')) null, \`document\` text null, \`reopened\` text null, \`entries\` json not null, \`sections\` json not null, \`evidence\` json not null, \`subject_kind\` text check (\`subject_kind\` in ('TOWNSHIP', 'AGENCY', 'RESIDENT_TEAM')) not null, \`subject\` text not null, \`division\` text not null);`);
    this.addSql(`create index \`team_appraisal_id_index\` on \`team_appraisal\` (\`id\`);`);
    this.addSql(`create unique index \`one_team_appraisal_a_year\` on \`team_appraisal\` (\`subject\`, \`year\`) where \`valid_to\` = '9999-12-31';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`appraisal\`;`);
    this.addSql(`drop table if exists \`evaluation_scheme\`;`);
    this.addSql(`drop table if exists \`team_appraisal\`;`);

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
