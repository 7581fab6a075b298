import { Migration } from '@mikro-orm/migrations';

export class Migration20261125033616_Allowances extends Migration {

  override name = 'Migration20261125033616_Allowances';

  override up(): void | Promise<void> {
    this.addSql(`create table \`allowance_entitlement\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`sheet\` text not null, \`posting\` text not null, \`person\` text not null, \`township\` text not null, \`role\` text check (\`role\` in ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'SECONDMENT', 'ROTATION', 'FULLTIME_POVERTY_OFFICER')) not null, \`month\` text not null, \`kind\` text check (\`kind\` in ('REGULAR', 'DIFFERENCE', 'REVERSAL')) not null, \`ordinal\` integer not null, \`days\` integer not null, \`present\` integer null, \`required\` integer null, \`amount\` bigint not null, \`lines\` json not null, \`state\` text check (\`state\` in ('COMPUTED', 'CHECKED', 'APPROVED', 'PAID', 'REVERSED')) not null default 'COMPUTED', \`reason\` text null);`);
    this.addSql(`create index \`allowance_entitlement_id_index\` on \`allowance_entitlement\` (\`id\`);`);
    this.addSql(`create index \`allowance_entitlement_township_month_index\` on \`allowance_entitlement\` (\`township\`, \`month\`);`);
    this.addSql(`create index \`allowance_entitlement_sheet_valid_to_index\` on \`allowance_entitlement\` (\`sheet\`, \`valid_to\`);`);
    this.addSql(`create unique index \`one_entry_an_ordinal\` on \`allowance_entitlement\` (\`posting\`, \`month\`, \`ordinal\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`allowance_rate\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`county\` text not null, \`role\` text check (\`role\` in ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'SECONDMENT', 'ROTATION', 'FULLTIME_POVERTY_OFFICER')) not null, \`amount\` bigint not null, \`document\` text not null);`);
    this.addSql(`create index \`allowance_rate_id_index\` on \`allowance_rate\` (\`id\`);`);
    this.addSql(`create unique index \`one_rate_a_role\` on \`allowance_rate\` (\`county\`, \`role\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`allowance_sheet\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`township\` text not null, \`month\` text not null, \`ordinal\` integer not null, \`state\` text check (\`state\` in ('COMPUTED', 'CHECKED', 'APPROVED', 'PAID', 'REVERSED')) not null default 'COMPUTED', \`returned\` text null, \`voucher\` text null);`);
    this.addSql(`create index \`allowance_sheet_id_index\` on \`allowance_sheet\` (\`id\`);`);
    this.addSql(`create unique index \`one_unpaid_sheet\` on \`allowance_sheet\` (\`township\`, \`month\`) where \`valid_to\` = '9999-12-31' and \`state\` in ('COMPUTED', 'CHECKED', 'APPROVED');`);
    this.addSql(`create unique index \`one_sheet_a_month\` on \`allowance_sheet\` (\`township\`, \`month\`, \`ordinal\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`attendance_setting\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`division\` text not null, \`kept\` integer not null, \`impact_assessment\` text null, \`document\` text not null);`);
    this.addSql(`create index \`attendance_setting_id_index\` on \`attendance_setting\` (\`id\`);`);
    this.addSql(`create unique index \`one_attendance_setting\` on \`attendance_setting\` (\`division\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`leave_request\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`posting\` text not null, \`village\` text not null, \`from\` text not null, \`to\` text not null, \`reason\` text not null, \`level\` text check (\`level\` in ('TOWNSHIP', 'COUNTY')) not null, \`state\` text check (\`state\` in ('SUBMITTED', 'APPROVED', 'REJECTED', 'RETURNED')) not null default 'SUBMITTED', \`returned_on\` text null);`);
    this.addSql(`create index \`leave_request_id_index\` on \`leave_request\` (\`id\`);`);
    this.addSql(`create index \`leave_request_posting_state_index\` on \`leave_request\` (\`posting\`, \`state\`);`);

    this.addSql(`create table \`village_day\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`posting\` text not null, \`village\` text not null, \`day\` text not null, \`status\` text check (\`status\` in ('IN_VILLAGE', 'OFFICIAL_TRIP', 'TRAINING', 'LEAVE', 'ABSENT')) not null, \`method\` text check (\`method\` in ('COUNTERSIGN', 'LOCATION')) not null default 'COUNTERSIGN', \`recorded_by\` text not null, \`confirmed_by\` text null, \`confirmed_on\` text null, \`correction\` text null, \`position\` text null);`);
    this.addSql(`create index \`village_day_id_index\` on \`village_day\` (\`id\`);`);
    this.addSql(`create index \`village_day_day_posting_index\` on \`village_day\` (\`day\`, \`posting\`);`);
    this.addSql(`create unique index \`one_row_a_posting_day\` on \`village_day\` (\`posting\`, \`day\`) where \`valid_to\` = '9999-12-31';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`allowance_entitlement\`;`);
    this.addSql(`drop table if exists \`allowance_rate\`;`);
    this.addSql(`drop table if exists \`allowance_sheet\`;`);
    this.addSql(`drop table if exists \`attendance_setting\`;`);
    this.addSql(`drop table if exists \`leave_request\`;`);
    this.addSql(`drop table if exists \`village_day\`;`);

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
