import { Migration } from '@mikro-orm/migrations';

export class Migration20261125031200_Cultivation extends Migration {

  override name = 'Migration20261125031200_Cultivation';

  override up(): void | Promise<void> {
    this.addSql(`create table \`front_line_mechanism\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`county\` text not null, \`cultivate\` text not null, \`observe\` text not null, \`select\` text not null, \`document\` text not null);`);
    this.addSql(`create index \`front_line_mechanism_id_index\` on \`front_line_mechanism\` (\`id\`);`);
    this.addSql(`create unique index \`one_mechanism\` on \`front_line_mechanism\` (\`county\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`posting_rule_set\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`county\` text not null, \`min_days_per_month\` integer not null, \`min_team_size\` integer not null, \`min_term_months\` integer not null, \`township_leave_days\` integer not null, \`shortfall\` text check (\`shortfall\` in ('NONE', 'PROPORTIONAL', 'ZERO')) not null, \`trips_count\` integer not null, \`document\` text not null);`);
    this.addSql(`create index \`posting_rule_set_id_index\` on \`posting_rule_set\` (\`id\`);`);
    this.addSql(`create unique index \`one_set_of_rules\` on \`posting_rule_set\` (\`county\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`create table \`posting_split\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`posting\` text not null, \`from\` text not null, \`division\` text not null, \`document\` text not null);`);
    this.addSql(`create index \`posting_split_id_index\` on \`posting_split\` (\`id\`);`);
    this.addSql(`create index \`posting_split_posting_index\` on \`posting_split\` (\`posting\`);`);
    this.addSql(`create index \`posting_split_division_valid_from_index\` on \`posting_split\` (\`division\`, \`valid_from\`);`);
    this.addSql(`create unique index \`one_split_a_day\` on \`posting_split\` (\`posting\`, \`valid_from\`);`);

    this.addSql(`alter table \`posting\` add column \`frontline\` integer not null default true;`);
    this.addSql(`alter table \`posting\` add column \`one_plus_one\` integer not null default false;`);
    this.addSql(`alter table \`posting\` add column \`host_post\` text null;`);
    this.addSql(`alter table \`posting\` add column \`from_post\` text null;`);
    this.addSql(`alter table \`posting\` add column \`reserve_entry\` text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`front_line_mechanism\`;`);
    this.addSql(`drop table if exists \`posting_rule_set\`;`);
    this.addSql(`drop table if exists \`posting_split\`;`);

    this.addSql(`create trigger \`checkpoint_stands_update\` BEFORE UPDATE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_delete\` BEFORE DELETE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_stands_update\` BEFORE UPDATE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);
    this.addSql(`create trigger \`ledger_stands_delete\` BEFORE DELETE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_head_goes_forward\` BEFORE UPDATE on \`ledger_head\` for each ROW
  when new.seq <= old.seq or new.id <> old.id or new.algorithm <> old.algorithm begin select raise(abort, 'the head of a chain only goes forward'); end;`);
    this.addSql(`create trigger \`ledger_head_stands_delete\` BEFORE DELETE on \`ledger_head\` for each ROW begin select raise(abort, 'the head of a chain only goes forward'); end;`);

    this.addSql(`alter table \`posting\` drop column \`frontline\`;`);
    this.addSql(`alter table \`posting\` drop column \`one_plus_one\`;`);
    this.addSql(`alter table \`posting\` drop column \`host_post\`;`);
    this.addSql(`alter table \`posting\` drop column \`from_post\`;`);
    this.addSql(`alter table \`posting\` drop column \`reserve_entry\`;`);

    this.addSql(`create trigger \`read_audit_stands_update\` BEFORE UPDATE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
    this.addSql(`create trigger \`read_audit_stands_delete\` BEFORE DELETE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
  }

}
