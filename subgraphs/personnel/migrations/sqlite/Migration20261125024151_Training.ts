import { Migration } from '@mikro-orm/migrations';

export class Migration20261125024151_Training extends Migration {

  override name = 'Migration20261125024151_Training';

  override up(): void | Promise<void> {
    this.addSql(`create table \`enrolment\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`event\` text not null, \`person\` text not null, \`division\` text not null, \`role_at_date\` text check (\`role_at_date\` in ('PARTY_CADRE', 'COUNTY_CADRE', 'TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER', 'BRANCH_SECRETARY', 'COMMITTEE_DIRECTOR', 'FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'FULLTIME_POVERTY_OFFICER', 'HELPER')) not null, \`in_cohort\` integer not null default false, \`state\` text check (\`state\` in ('INVITED', 'CONFIRMED', 'ATTENDED', 'ABSENT', 'ASSESSED')) not null default 'INVITED', \`score\` integer null);`);
    this.addSql(`create index \`enrolment_id_index\` on \`enrolment\` (\`id\`);`);
    this.addSql(`create index \`enrolment_person_index\` on \`enrolment\` (\`person\`);`);
    this.addSql(`create index \`enrolment_division_index\` on \`enrolment\` (\`division\`);`);
    this.addSql(`create index \`enrolment_event_state_index\` on \`enrolment\` (\`event\`, \`state\`);`);
    this.addSql(`create unique index \`one_enrolment_a_training\` on \`enrolment\` (\`event\`, \`person\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`office\` (\`id\` text not null primary key, \`person\` text not null, \`division\` text not null, \`role\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31');`);
    this.addSql(`create index \`office_person_index\` on \`office\` (\`person\`);`);
    this.addSql(`create index \`office_role_valid_from_valid_to_index\` on \`office\` (\`role\`, \`valid_from\`, \`valid_to\`);`);

    this.addSql(`create table \`paired_assistance\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`agency\` text not null, \`division\` text not null, \`document\` text not null);`);
    this.addSql(`create index \`paired_assistance_id_index\` on \`paired_assistance\` (\`id\`);`);
    this.addSql(`create unique index \`one_pairing\` on \`paired_assistance\` (\`agency\`, \`division\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`training_event\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`title\` text not null, \`series\` text null, \`ordinal\` integer null, \`mode\` text check (\`mode\` in ('MENU', 'ENHANCEMENT', 'GUIDANCE', 'EXCHANGE', 'LECTURE', 'EXAM')) not null, \`division\` text not null, \`host_agency\` text not null, \`from\` text not null, \`to\` text not null, \`audience\` json not null, \`topic\` text null, \`material\` text null, \`lecturer\` text null, \`lecturer_post\` text null, \`document\` text null, \`state\` text check (\`state\` in ('PLANNED', 'HELD', 'CANCELLED')) not null default 'PLANNED', \`cohort_on\` text null, \`cohort_roles\` json null, \`cohort_size\` integer null, \`cancel_reason\` text null);`);
    this.addSql(`create index \`training_event_id_index\` on \`training_event\` (\`id\`);`);
    this.addSql(`create index \`training_event_from_mode_index\` on \`training_event\` (\`from\`, \`mode\`);`);
    this.addSql(`create unique index \`one_session_an_ordinal\` on \`training_event\` (\`series\`, \`ordinal\`) where \`valid_to\` = '9999-12-31' and \`state\` != 'CANCELLED';`);

    this.addSql(`create table \`training_series\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`name\` text not null, \`division\` text not null);`);
    this.addSql(`create index \`training_series_id_index\` on \`training_series\` (\`id\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`enrolment\`;`);
    this.addSql(`drop table if exists \`office\`;`);
    this.addSql(`drop table if exists \`paired_assistance\`;`);
    this.addSql(`drop table if exists \`training_event\`;`);
    this.addSql(`drop table if exists \`training_series\`;`);

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
