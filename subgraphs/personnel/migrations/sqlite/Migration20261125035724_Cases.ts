import { Migration } from '@mikro-orm/migrations';

export class Migration20261125035724_Cases extends Migration {

  override name = 'Migration20261125035724_Cases';

  override up(): void | Promise<void> {
    this.addSql(`create table \`care_measure\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`posting\` text not null, \`person\` text not null, \`division\` text not null, \`kind\` text check (\`kind\` in ('MEDICAL_CHECK', 'INSURANCE', 'FAMILY_VISIT', 'TALK')) not null, \`on\` text not null, \`note\` text null);`);
    this.addSql(`create index \`care_measure_id_index\` on \`care_measure\` (\`id\`);`);
    this.addSql(`create index \`care_measure_division_on_index\` on \`care_measure\` (\`division\`, \`on\`);`);
    this.addSql(`create index \`care_measure_posting_on_index\` on \`care_measure\` (\`posting\`, \`on\`);`);

    this.addSql(`create table \`clarification_case\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`person\` text null, \`agency\` text null, \`division\` text not null, \`reported_by\` text not null, \`matter\` text not null, \`accountability\` text null, \`state\` text check (\`state\` in ('REPORTED', 'VERIFIED_FALSE', 'APPROVED', 'CLARIFIED', 'CLOSED')) not null default 'REPORTED', \`conclusion\` text null, \`referred\` integer not null default false, \`document\` text null, \`mode\` text check (\`mode\` in ('FACE_TO_FACE', 'MEETING', 'LETTER')) null, \`outcome\` text check (\`outcome\` in ('CLARIFIED')) null, \`outcome_on\` text null);`);
    this.addSql(`create index \`clarification_case_id_index\` on \`clarification_case\` (\`id\`);`);
    this.addSql(`create index \`clarification_case_division_index\` on \`clarification_case\` (\`division\`);`);
    this.addSql(`create unique index \`one_clarification_case\` on \`clarification_case\` (\`accountability\`) where \`valid_to\` = '9999-12-31' and \`state\` != 'CLOSED';`);

    this.addSql(`create table \`reserve_cadre_entry\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`person\` text not null, \`division\` text not null, \`level\` text check (\`level\` in ('DIVISION_DEPUTY', 'SECTION_CHIEF', 'SECTION_DEPUTY')) not null, \`entered_on\` text not null, \`document\` text not null, \`linked_posting\` text null, \`end_reason\` text check (\`end_reason\` in ('APPOINTED', 'AGE', 'UNSUITABLE', 'TRANSFER')) null);`);
    this.addSql(`create index \`reserve_cadre_entry_id_index\` on \`reserve_cadre_entry\` (\`id\`);`);
    this.addSql(`create index \`reserve_cadre_entry_linked_posting_index\` on \`reserve_cadre_entry\` (\`linked_posting\`);`);
    this.addSql(`create index \`reserve_cadre_entry_division_index\` on \`reserve_cadre_entry\` (\`division\`);`);
    this.addSql(`create unique index \`one_reserve_entry\` on \`reserve_cadre_entry\` (\`person\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`tolerance_case\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`person\` text null, \`agency\` text null, \`division\` text not null, \`applied_by\` text not null, \`applicant\` text not null, \`matter\` text not null, \`accountability\` text null, \`finding\` text null, \`state\` text check (\`state\` in ('APPLIED', 'ACCEPTED', 'NOT_ACCEPTED', 'INVESTIGATING', 'DETERMINED', 'NOTIFIED', 'APPEALED', 'REVIEWED', 'FILED', 'CORRECTION', 'CLOSED')) not null default 'APPLIED', \`conditions\` json not null, \`outcome\` text check (\`outcome\` in ('TOLERATE_EXEMPT', 'MITIGATE', 'NOT_APPLICABLE')) null, \`outcome_on\` text null, \`document\` text null, \`remark\` text null, \`correction\` text null, \`correction_due\` text null);`);
    this.addSql(`create index \`tolerance_case_id_index\` on \`tolerance_case\` (\`id\`);`);
    this.addSql(`create index \`tolerance_case_division_index\` on \`tolerance_case\` (\`division\`);`);
    this.addSql(`create unique index \`one_tolerance_case\` on \`tolerance_case\` (\`accountability\`) where \`valid_to\` = '9999-12-31' and \`state\` not in ('NOT_ACCEPTED', 'CLOSED');`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`care_measure\`;`);
    this.addSql(`drop table if exists \`clarification_case\`;`);
    this.addSql(`drop table if exists \`reserve_cadre_entry\`;`);
    this.addSql(`drop table if exists \`tolerance_case\`;`);

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
