import { Migration } from '@mikro-orm/migrations';

export class Migration20261124035443_Initial extends Migration {

  override name = 'Migration20261124035443_Initial';

  override up(): void | Promise<void> {
    this.addSql(`create table "agency" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "name" varchar(100) not null, "uscc" varchar(18) not null, "kind" text not null, "level" text not null, "division" varchar(20) not null);`);
    this.addSql(`create index "agency_id_index" on "agency" ("id");`);
    this.addSql(`create unique index "one_agency_a_uscc" on "agency" ("uscc") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "collective_economy_record" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "village" varchar(20) not null, "year" int not null, "operating_income" bigint not null, "contract_income" bigint not null, "investment_income" bigint not null, "subsidy_income" bigint not null, "other_income" bigint not null, "expenses" bigint not null, "calibre" text not null default 'TOTAL');`);
    this.addSql(`create index "collective_economy_record_id_index" on "collective_economy_record" ("id");`);
    this.addSql(`create unique index "one_record_a_year" on "collective_economy_record" ("village", "year") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "division" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "kind" text not null, "code" varchar(12) not null, "name" varchar(60) not null, "official_name" varchar(80) not null, "parent" varchar(20) null, "county" varchar(20) not null);`);
    this.addSql(`create index "division_id_index" on "division" ("id");`);
    this.addSql(`create index "division_county_kind_code_index" on "division" ("county", "kind", "code");`);
    this.addSql(`create index "division_parent_kind_code_index" on "division" ("parent", "kind", "code");`);
    this.addSql(`create unique index "division_code_names_one" on "division" ("code") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "division_change" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "type" text not null, "effective_on" varchar(10) not null, "after_edition" varchar(10) null, "from" jsonb not null, "to" jsonb null, "source" varchar(200) not null);`);
    this.addSql(`create index "division_change_id_index" on "division_change" ("id");`);

    this.addSql(`create table "division_change_party" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "division" varchar(20) not null);`);
    this.addSql(`create index "division_change_party_id_index" on "division_change_party" ("id");`);
    this.addSql(`create index "division_change_party_division_index" on "division_change_party" ("division");`);

    this.addSql(`create table "ledger_head" ("id" int not null, "seq" int not null default 0, "hash" varchar(64) not null default '0000000000000000000000000000000000000000000000000000000000000000', primary key ("id"));`);

    this.addSql(`create table "ledger_position" ("feed" varchar(40) not null, "seq" int not null default 0, primary key ("feed"));`);

    this.addSql(`create table "ledger" ("seq" serial primary key, "at" timestamptz(3) not null, "day" varchar(10) not null, "actor" varchar(100) not null, "role" varchar(40) not null, "client" varchar(100) not null, "noun" varchar(40) not null, "key" varchar(20) not null, "event" varchar(60) not null, "place" varchar(20) null, "before" text null, "after" text null, "request_id" varchar(60) not null, "idempotency_key" varchar(200) null, "input_hash" varchar(64) null, "previous" varchar(64) not null, "hash" varchar(64) not null);`);
    this.addSql(`create index "ledger_of_key" on "ledger" ("noun", "key");`);
    this.addSql(`alter table "ledger" add constraint "ledger_one_answer_per_key" unique ("client", "idempotency_key");`);

    this.addSql(`create table "office_holding" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "role" text not null, "person" varchar(20) not null, "channel" text not null, "mode" text not null, "end_reason" text null);`);
    this.addSql(`create index "office_holding_id_index" on "office_holding" ("id");`);
    this.addSql(`create index "office_holding_person_index" on "office_holding" ("person");`);
    this.addSql(`create index "office_holding_organization_role_valid_from_index" on "office_holding" ("organization", "role", "valid_from");`);
    this.addSql(`create unique index "one_secretary" on "office_holding" ("organization", "role") where "valid_to" = '9999-12-31' and "role" = 'SECRETARY';`);

    this.addSql(`create table "party_organization" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "name" varchar(100) not null, "type" text not null, "field" text not null, "parent" varchar(20) null, "division" varchar(20) not null, "founded" varchar(10) not null);`);
    this.addSql(`create index "party_organization_id_index" on "party_organization" ("id");`);
    this.addSql(`create index "party_organization_division_index" on "party_organization" ("division");`);

    this.addSql(`create table "territory" ("row" serial primary key, "division" varchar(20) not null, "code" varchar(12) not null, "kind" varchar(20) not null, "parent" varchar(20) null, "lineage" varchar(200) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31');`);
    this.addSql(`create index "territory_division_index" on "territory" ("division");`);
    this.addSql(`create index "territory_lineage_index" on "territory" ("lineage");`);

    this.addSql(`alter table "agency" add constraint "agency_kind_check" check ("kind" in ('ORGAN', 'INSTITUTION', 'TOWNSHIP_GOV', 'SOE', 'CENTRAL_UNIT'));`);
    this.addSql(`alter table "agency" add constraint "agency_level_check" check ("level" in ('CENTRAL', 'PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP'));`);

    this.addSql(`alter table "collective_economy_record" add constraint "collective_economy_record_calibre_check" check ("calibre" in ('TOTAL', 'OPERATING_ONLY'));`);

    this.addSql(`alter table "division" add constraint "division_kind_check" check ("kind" in ('COUNTY', 'TOWNSHIP', 'VILLAGE', 'COMMUNITY'));`);

    this.addSql(`alter table "division_change" add constraint "division_change_type_check" check ("type" in ('ESTABLISH', 'MERGE', 'ABOLISH', 'SPLIT', 'RENAME', 'RECODE', 'TRANSFER'));`);

    this.addSql(`alter table "office_holding" add constraint "office_holding_role_check" check ("role" in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER'));`);
    this.addSql(`alter table "office_holding" add constraint "office_holding_channel_check" check ("channel" in ('RETAIN', 'NOMINATE', 'RECRUIT', 'SENT_DOWN'));`);
    this.addSql(`alter table "office_holding" add constraint "office_holding_mode_check" check ("mode" in ('ELECTED', 'SENT_DOWN', 'CONCURRENT', 'SELECTED'));`);
    this.addSql(`alter table "office_holding" add constraint "office_holding_end_reason_check" check ("end_reason" in ('TERM_END', 'NOT_COMPETENT', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED'));`);

    this.addSql(`alter table "party_organization" add constraint "party_organization_type_check" check ("type" in ('COUNTY_COMMITTEE', 'WORKING_COMMITTEE', 'LEADING_GROUP', 'BASIC_COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'TEMP_BRANCH'));`);
    this.addSql(`alter table "party_organization" add constraint "party_organization_field_check" check ("field" in ('VILLAGE', 'COMMUNITY', 'ORGAN_INSTITUTION', 'SOE', 'SCHOOL', 'NON_PUBLIC_ENTERPRISE', 'SOCIAL_ORG'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "agency" cascade;`);
    this.addSql(`drop table if exists "collective_economy_record" cascade;`);
    this.addSql(`drop table if exists "division" cascade;`);
    this.addSql(`drop table if exists "division_change" cascade;`);
    this.addSql(`drop table if exists "division_change_party" cascade;`);
    this.addSql(`drop table if exists "ledger_head" cascade;`);
    this.addSql(`drop table if exists "ledger_position" cascade;`);
    this.addSql(`drop table if exists "ledger" cascade;`);
    this.addSql(`drop table if exists "office_holding" cascade;`);
    this.addSql(`drop table if exists "party_organization" cascade;`);
    this.addSql(`drop table if exists "territory" cascade;`);
  }

}
