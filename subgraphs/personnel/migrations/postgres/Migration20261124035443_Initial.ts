import { Migration } from '@mikro-orm/migrations';

export class Migration20261124035443_Initial extends Migration {

  override name = 'Migration20261124035443_Initial';

  override up(): void | Promise<void> {
    this.addSql(`create table "ledger_head" ("id" int not null, "seq" int not null default 0, "hash" varchar(64) not null default '0000000000000000000000000000000000000000000000000000000000000000', primary key ("id"));`);

    this.addSql(`create table "ledger_position" ("feed" varchar(40) not null, "seq" int not null default 0, primary key ("feed"));`);

    this.addSql(`create table "ledger" ("seq" serial primary key, "at" timestamptz(3) not null, "day" varchar(10) not null, "actor" varchar(100) not null, "role" varchar(40) not null, "client" varchar(100) not null, "noun" varchar(40) not null, "key" varchar(20) not null, "event" varchar(60) not null, "place" varchar(20) null, "before" text null, "after" text null, "request_id" varchar(60) not null, "idempotency_key" varchar(200) null, "input_hash" varchar(64) null, "previous" varchar(64) not null, "hash" varchar(64) not null);`);
    this.addSql(`create index "ledger_of_key" on "ledger" ("noun", "key");`);
    this.addSql(`alter table "ledger" add constraint "ledger_one_answer_per_key" unique ("client", "idempotency_key");`);

    this.addSql(`create table "person" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "name" varchar(60) not null, "name_pinyin" varchar(120) not null, "stroke_key" varchar(200) not null, "sex" varchar(1) not null, "birth_date" varchar(10) not null, "id_number" varchar(18) not null, "phone" varchar(20) null, "political_status" varchar(2) not null, "home_agency" varchar(20) null, "home_division" varchar(20) not null);`);
    this.addSql(`create index "person_id_index" on "person" ("id");`);
    this.addSql(`create index "person_name_pinyin_index" on "person" ("name_pinyin");`);
    this.addSql(`create index "person_stroke_key_index" on "person" ("stroke_key");`);
    this.addSql(`create index "person_home_division_index" on "person" ("home_division");`);
    this.addSql(`create unique index "one_person_an_id_number" on "person" ("id_number") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "posting" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "person" varchar(20) not null, "kind" text not null, "target_type" text not null, "target" varchar(20) not null, "division" varchar(20) not null, "team" varchar(20) null, "dispatch_agency" varchar(20) not null, "dispatch_level" text not null, "planned_from" varchar(10) not null, "planned_to" varchar(10) not null, "actual_from" varchar(10) null, "actual_to" varchar(10) null, "state" text not null default 'PROPOSED', "end_reason" text null, "document" varchar(60) null, "replacement" varchar(20) null, "waiver" varchar(200) null);`);
    this.addSql(`create index "posting_id_index" on "posting" ("id");`);
    this.addSql(`create index "posting_person_index" on "posting" ("person");`);
    this.addSql(`create index "posting_team_index" on "posting" ("team");`);
    this.addSql(`create index "posting_dispatch_agency_index" on "posting" ("dispatch_agency");`);
    this.addSql(`create index "posting_division_person_index" on "posting" ("division", "person");`);
    this.addSql(`create index "posting_in_force" on "posting" ("target", "state", "kind", "valid_from", "valid_to");`);
    this.addSql(`create unique index "one_team_leader" on "posting" ("team") where "valid_to" = '9999-12-31' and "state" = 'ACTIVE' and "kind" = 'TEAM_LEADER';`);
    this.addSql(`create unique index "one_first_secretary" on "posting" ("target") where "valid_to" = '9999-12-31' and "state" = 'ACTIVE' and "kind" = 'FIRST_SECRETARY';`);
    this.addSql(`create unique index "one_place_in_a_village" on "posting" ("person") where "valid_to" = '9999-12-31' and "state" = 'ACTIVE' and "kind" in ('FIRST_SECRETARY', 'TEAM_MEMBER', 'RESIDENT_CADRE');`);
    this.addSql(`create unique index "one_place_in_a_team" on "posting" ("person") where "valid_to" = '9999-12-31' and "state" = 'ACTIVE' and "kind" in ('TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE');`);

    this.addSql(`create table "resident_team" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "village" varchar(20) not null, "dispatch_agency" varchar(20) not null, "term" int not null, "planned_to" varchar(10) not null, "end_reason" text null);`);
    this.addSql(`create index "resident_team_id_index" on "resident_team" ("id");`);
    this.addSql(`create index "resident_team_dispatch_agency_index" on "resident_team" ("dispatch_agency");`);
    this.addSql(`create index "team_in_force" on "resident_team" ("village", "valid_from", "valid_to");`);
    this.addSql(`create unique index "one_team_a_term" on "resident_team" ("village", "dispatch_agency", "term") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "territory" ("row" serial primary key, "division" varchar(20) not null, "code" varchar(12) not null, "kind" varchar(20) not null, "parent" varchar(20) null, "lineage" varchar(200) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31');`);
    this.addSql(`create index "territory_division_index" on "territory" ("division");`);
    this.addSql(`create index "territory_lineage_index" on "territory" ("lineage");`);

    this.addSql(`alter table "posting" add constraint "posting_kind_check" check ("kind" in ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE', 'SECONDMENT', 'ROTATION', 'FULLTIME_POVERTY_OFFICER'));`);
    this.addSql(`alter table "posting" add constraint "posting_target_type_check" check ("target_type" in ('VILLAGE', 'TOWNSHIP', 'AGENCY'));`);
    this.addSql(`alter table "posting" add constraint "posting_dispatch_level_check" check ("dispatch_level" in ('CENTRAL', 'PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP'));`);
    this.addSql(`alter table "posting" add constraint "posting_state_check" check ("state" in ('PROPOSED', 'APPROVED', 'ACTIVE', 'COMPLETED', 'RECALLED', 'CANCELLED'));`);
    this.addSql(`alter table "posting" add constraint "posting_end_reason_check" check ("end_reason" in ('TERM_END', 'RECALLED_INCOMPETENT', 'RECALLED_RULE', 'PROMOTED', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED'));`);

    this.addSql(`alter table "resident_team" add constraint "resident_team_end_reason_check" check ("end_reason" in ('TERM_END', 'RECALLED_INCOMPETENT', 'RECALLED_RULE', 'PROMOTED', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "ledger_head" cascade;`);
    this.addSql(`drop table if exists "ledger_position" cascade;`);
    this.addSql(`drop table if exists "ledger" cascade;`);
    this.addSql(`drop table if exists "person" cascade;`);
    this.addSql(`drop table if exists "posting" cascade;`);
    this.addSql(`drop table if exists "resident_team" cascade;`);
    this.addSql(`drop table if exists "territory" cascade;`);
  }

}
