import { Migration } from '@mikro-orm/migrations';

export class Migration20261125024959_Careers extends Migration {

  override name = 'Migration20261125024959_Careers';

  override up(): void | Promise<void> {
    this.addSql(`create table \`post_holding\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`person\` text not null, \`agency\` text not null, \`division\` text not null, \`role\` text check (\`role\` in ('COUNTY_SECRETARY', 'COUNTY_HEAD', 'COUNTY_DEPUTY_SECRETARY', 'EXECUTIVE_DEPUTY_HEAD', 'COUNTY_LEADER', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD', 'AGENCY_HEAD', 'TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER', 'TOWNSHIP_LEADER', 'AGENCY_DEPUTY', 'NON_LEADING', 'STAFF')) not null, \`name\` text not null, \`mode\` text check (\`mode\` in ('ELECTED', 'APPOINTED', 'CONCURRENT', 'ENGAGED')) not null, \`list_order\` text not null, \`probation_until\` text null, \`document\` text not null, \`end_reason\` text check (\`end_reason\` in ('TERM_END', 'PROMOTED', 'TRANSFER', 'REMOVED', 'RETIRED', 'HEALTH')) null);`);
    this.addSql(`create index \`post_holding_id_index\` on \`post_holding\` (\`id\`);`);
    this.addSql(`create index \`post_holding_person_index\` on \`post_holding\` (\`person\`);`);
    this.addSql(`create index \`post_holding_agency_index\` on \`post_holding\` (\`agency\`);`);
    this.addSql(`create index \`post_holding_division_index\` on \`post_holding\` (\`division\`);`);
    this.addSql(`create index \`post_holding_list_order_index\` on \`post_holding\` (\`list_order\`);`);
    this.addSql(`create index \`post_in_force\` on \`post_holding\` (\`role\`, \`valid_from\`, \`valid_to\`);`);
    this.addSql(`create unique index \`one_holder_of_a_single_post\` on \`post_holding\` (\`agency\`, \`role\`) where \`valid_to\` = '9999-12-31' and \`role\` in ('COUNTY_SECRETARY', 'COUNTY_HEAD', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD');`);

    this.addSql(`create table \`rank_record\` (\`row\` integer not null primary key autoincrement, \`id\` text not null, \`valid_from\` text not null, \`valid_to\` text not null default '9999-12-31', \`version\` integer not null default 1, \`person\` text not null, \`division\` text not null, \`scheme\` text check (\`scheme\` in ('POST_LEVEL', 'GRADE')) not null, \`code\` text not null, \`document\` text not null);`);
    this.addSql(`create index \`rank_record_id_index\` on \`rank_record\` (\`id\`);`);
    this.addSql(`create index \`rank_record_person_index\` on \`rank_record\` (\`person\`);`);
    this.addSql(`create index \`rank_record_division_index\` on \`rank_record\` (\`division\`);`);
    this.addSql(`create index \`rank_in_force\` on \`rank_record\` (\`code\`, \`valid_from\`, \`valid_to\`, \`person\`);`);
    this.addSql(`create unique index \`one_rank_a_scheme\` on \`rank_record\` (\`person\`, \`scheme\`) where \`valid_to\` = '9999-12-31';`);

    this.addSql(`alter table \`person\` add column \`initials\` text not null default '';`);
    this.addSql(`alter table \`person\` add column \`county_administered\` integer not null default false;`);
    this.addSql(`alter table \`person\` add column \`nationality\` text null;`);
    this.addSql(`alter table \`person\` add column \`native_place\` text null;`);
    this.addSql(`alter table \`person\` add column \`party_joined_on\` text null;`);
    this.addSql(`alter table \`person\` add column \`education\` text null;`);
    this.addSql(`alter table \`person\` add column \`degree\` text null;`);
    this.addSql(`alter table \`person\` add column \`in_service_education\` text null;`);
    this.addSql(`alter table \`person\` add column \`in_service_degree\` text null;`);
    this.addSql(`alter table \`person\` add column \`relation_org\` text null;`);
    this.addSql(`alter table \`person\` add column \`work_org\` text null;`);
    this.addSql(`create index \`person_initials_index\` on \`person\` (\`initials\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`post_holding\`;`);
    this.addSql(`drop table if exists \`rank_record\`;`);

    this.addSql(`create trigger \`checkpoint_stands_update\` BEFORE UPDATE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_delete\` BEFORE DELETE on \`checkpoint\` for each ROW begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_stands_update\` BEFORE UPDATE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);
    this.addSql(`create trigger \`ledger_stands_delete\` BEFORE DELETE on \`ledger\` for each ROW begin select raise(abort, 'a row of ledger stands as it was written'); end;`);

    this.addSql(`create trigger \`ledger_head_goes_forward\` BEFORE UPDATE on \`ledger_head\` for each ROW
  when new.seq <= old.seq or new.id <> old.id or new.algorithm <> old.algorithm begin select raise(abort, 'the head of a chain only goes forward'); end;`);
    this.addSql(`create trigger \`ledger_head_stands_delete\` BEFORE DELETE on \`ledger_head\` for each ROW begin select raise(abort, 'the head of a chain only goes forward'); end;`);

    this.addSql(`drop index \`person_initials_index\`;`);
    this.addSql(`alter table \`person\` drop column \`initials\`;`);
    this.addSql(`alter table \`person\` drop column \`county_administered\`;`);
    this.addSql(`alter table \`person\` drop column \`nationality\`;`);
    this.addSql(`alter table \`person\` drop column \`native_place\`;`);
    this.addSql(`alter table \`person\` drop column \`party_joined_on\`;`);
    this.addSql(`alter table \`person\` drop column \`education\`;`);
    this.addSql(`alter table \`person\` drop column \`degree\`;`);
    this.addSql(`alter table \`person\` drop column \`in_service_education\`;`);
    this.addSql(`alter table \`person\` drop column \`in_service_degree\`;`);
    this.addSql(`alter table \`person\` drop column \`relation_org\`;`);
    this.addSql(`alter table \`person\` drop column \`work_org\`;`);

    this.addSql(`create trigger \`read_audit_stands_update\` BEFORE UPDATE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
    this.addSql(`create trigger \`read_audit_stands_delete\` BEFORE DELETE on \`read_audit\` for each ROW begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
  }

}
