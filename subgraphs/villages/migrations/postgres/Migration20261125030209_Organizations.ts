import { Migration } from '@mikro-orm/migrations';

export class Migration20261125030209_Organizations extends Migration {

  override name = 'Migration20261125030209_Organizations';

  override up(): void | Promise<void> {
    this.addSql(`create table "committee" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "body" text not null, "ordinal" int not null, "due_on" varchar(10) not null, "document" varchar(60) null);`);
    this.addSql(`create index "committee_id_index" on "committee" ("id");`);
    this.addSql(`create index "committee_organization_index" on "committee" ("organization");`);
    this.addSql(`create index "committee_division_body_index" on "committee" ("division", "body");`);
    this.addSql(`create unique index "one_term_at_a_time" on "committee" ("organization") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "member_count" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "organization" varchar(20) not null, "division" varchar(20) not null, "type" text not null, "field" text not null, "full" int not null, "probationary" int not null);`);
    this.addSql(`create index "member_count_id_index" on "member_count" ("id");`);
    this.addSql(`create index "member_count_organization_index" on "member_count" ("organization");`);
    this.addSql(`create unique index "one_count_at_a_time" on "member_count" ("organization") where "valid_to" = '9999-12-31';`);

    this.addSql(`drop index "one_secretary";`);
    this.addSql(`alter table "office_holding" drop constraint "office_holding_end_reason_check";`);
    this.addSql(`alter table "office_holding" drop constraint "office_holding_role_check";`);
    this.addSql(`alter table "office_holding" add "document" varchar(60) null;`);
    this.addSql(`create index "office_holding_division_role_valid_from_index" on "office_holding" ("division", "role", "valid_from");`);
    this.addSql(`create unique index "one_seat_a_person" on "office_holding" ("organization", "role", "person") where "valid_to" = '9999-12-31';`);
    this.addSql(`create unique index "one_holder_an_office" on "office_holding" ("organization", "role") where "valid_to" = '9999-12-31' and "role" in ('SECRETARY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR');`);
    this.addSql(`alter table "office_holding" add constraint "office_holding_end_reason_check" check ("end_reason" in ('TERM_END', 'NOT_COMPETENT', 'TRANSFER', 'HEALTH', 'REMOVED', 'VILLAGE_ABOLISHED', 'DISSOLVED'));`);
    this.addSql(`alter table "office_holding" add constraint "office_holding_role_check" check ("role" in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER', 'COMMITTEE_DIRECTOR', 'COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER'));`);

    this.addSql(`alter table "party_organization" add "tier" text null, add "agency" varchar(20) null, add "units" jsonb null, add "document" varchar(60) null;`);
    this.addSql(`create index "party_organization_agency_index" on "party_organization" ("agency");`);
    this.addSql(`create index "party_organization_parent_valid_from_valid_to_index" on "party_organization" ("parent", "valid_from", "valid_to");`);
    this.addSql(`create unique index "one_leader_a_division" on "party_organization" ("division") where "valid_to" = '9999-12-31' and "tier" in ('COUNTY', 'TOWNSHIP', 'VILLAGE', 'COMMUNITY');`);
    this.addSql(`alter table "party_organization" add constraint "party_organization_tier_check" check ("tier" in ('COUNTY', 'TOWNSHIP', 'VILLAGE', 'COMMUNITY'));`);

    this.addSql(`alter table "committee" add constraint "committee_body_check" check ("body" in ('PARTY', 'VILLAGERS'));`);

    this.addSql(`alter table "member_count" add constraint "member_count_type_check" check ("type" in ('COUNTY_COMMITTEE', 'WORKING_COMMITTEE', 'LEADING_GROUP', 'BASIC_COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'TEMP_BRANCH'));`);
    this.addSql(`alter table "member_count" add constraint "member_count_field_check" check ("field" in ('VILLAGE', 'COMMUNITY', 'ORGAN_INSTITUTION', 'SOE', 'SCHOOL', 'NON_PUBLIC_ENTERPRISE', 'SOCIAL_ORG'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "committee" cascade;`);
    this.addSql(`drop table if exists "member_count" cascade;`);




    this.addSql(`drop index "office_holding_division_role_valid_from_index";`);
    this.addSql(`drop index "one_seat_a_person";`);
    this.addSql(`drop index "one_holder_an_office";`);
    this.addSql(`alter table "office_holding" drop constraint "office_holding_role_check";`);
    this.addSql(`alter table "office_holding" drop constraint "office_holding_end_reason_check";`);
    this.addSql(`alter table "office_holding" drop column "document";`);
    this.addSql(`create unique index "one_secretary" on "office_holding" ("organization", "role") where ((valid_to)::text = '9999-12-31'::text) AND (role = 'SECRETARY'::text);`);
    this.addSql(`alter table "office_holding" add constraint "office_holding_role_check" check ("role" in ('SECRETARY', 'DEPUTY', 'ORG_MEMBER', 'PUBLICITY_MEMBER', 'DISCIPLINE_MEMBER'));`);
    this.addSql(`alter table "office_holding" add constraint "office_holding_end_reason_check" check ("end_reason" in ('TERM_END', 'NOT_COMPETENT', 'TRANSFER', 'HEALTH', 'VILLAGE_ABOLISHED'));`);

    this.addSql(`drop index "party_organization_agency_index";`);
    this.addSql(`drop index "party_organization_parent_valid_from_valid_to_index";`);
    this.addSql(`drop index "one_leader_a_division";`);
    this.addSql(`alter table "party_organization" drop constraint "party_organization_tier_check";`);
    this.addSql(`alter table "party_organization" drop column "tier", drop column "agency", drop column "units", drop column "document";`);

  }

}
