import { Migration } from '@mikro-orm/migrations';

export class Migration20261125025001_Careers extends Migration {

  override name = 'Migration20261125025001_Careers';

  override up(): void | Promise<void> {
    this.addSql(`create table "post_holding" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "person" varchar(20) not null, "agency" varchar(20) not null, "division" varchar(20) not null, "role" text not null, "name" varchar(60) not null, "mode" text not null, "list_order" varchar(210) not null, "probation_until" varchar(10) null, "document" varchar(60) not null, "end_reason" text null);`);
    this.addSql(`create index "post_holding_id_index" on "post_holding" ("id");`);
    this.addSql(`create index "post_holding_person_index" on "post_holding" ("person");`);
    this.addSql(`create index "post_holding_agency_index" on "post_holding" ("agency");`);
    this.addSql(`create index "post_holding_division_index" on "post_holding" ("division");`);
    this.addSql(`create index "post_holding_list_order_index" on "post_holding" ("list_order");`);
    this.addSql(`create index "post_in_force" on "post_holding" ("role", "valid_from", "valid_to");`);
    this.addSql(`create unique index "one_holder_of_a_single_post" on "post_holding" ("agency", "role") where "valid_to" = '9999-12-31' and "role" in ('COUNTY_SECRETARY', 'COUNTY_HEAD', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD');`);

    this.addSql(`create table "rank_record" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "person" varchar(20) not null, "division" varchar(20) not null, "scheme" text not null, "code" varchar(20) not null, "document" varchar(60) not null);`);
    this.addSql(`create index "rank_record_id_index" on "rank_record" ("id");`);
    this.addSql(`create index "rank_record_person_index" on "rank_record" ("person");`);
    this.addSql(`create index "rank_record_division_index" on "rank_record" ("division");`);
    this.addSql(`create index "rank_in_force" on "rank_record" ("code", "valid_from", "valid_to", "person");`);
    this.addSql(`create unique index "one_rank_a_scheme" on "rank_record" ("person", "scheme") where "valid_to" = '9999-12-31';`);

    this.addSql(`alter table "person" add "initials" varchar(60) not null default '', add "county_administered" boolean not null default false, add "nationality" varchar(2) null, add "native_place" varchar(6) null, add "party_joined_on" varchar(10) null, add "education" varchar(2) null, add "degree" varchar(3) null, add "in_service_education" varchar(2) null, add "in_service_degree" varchar(3) null, add "relation_org" varchar(20) null, add "work_org" varchar(20) null;`);
    this.addSql(`create index "person_initials_index" on "person" ("initials");`);

    this.addSql(`alter table "post_holding" add constraint "post_holding_role_check" check ("role" in ('COUNTY_SECRETARY', 'COUNTY_HEAD', 'COUNTY_DEPUTY_SECRETARY', 'EXECUTIVE_DEPUTY_HEAD', 'COUNTY_LEADER', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD', 'AGENCY_HEAD', 'TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER', 'TOWNSHIP_LEADER', 'AGENCY_DEPUTY', 'NON_LEADING', 'STAFF'));`);
    this.addSql(`alter table "post_holding" add constraint "post_holding_mode_check" check ("mode" in ('ELECTED', 'APPOINTED', 'CONCURRENT', 'ENGAGED'));`);
    this.addSql(`alter table "post_holding" add constraint "post_holding_end_reason_check" check ("end_reason" in ('TERM_END', 'PROMOTED', 'TRANSFER', 'REMOVED', 'RETIRED', 'HEALTH'));`);

    this.addSql(`alter table "rank_record" add constraint "rank_record_scheme_check" check ("scheme" in ('POST_LEVEL', 'GRADE'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "post_holding" cascade;`);
    this.addSql(`drop table if exists "rank_record" cascade;`);

    this.addSql(`create or replace function "checkpoint_checkpoint_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "checkpoint_stands" BEFORE DELETE OR UPDATE on "checkpoint" for each STATEMENT execute function "checkpoint_checkpoint_stands_fn"();`);

    this.addSql(`create or replace function "ledger_ledger_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_stands" BEFORE DELETE OR UPDATE on "ledger" for each STATEMENT execute function "ledger_ledger_stands_fn"();`);

    this.addSql(`create or replace function "ledger_head_ledger_head_goes_forward_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_goes_forward" BEFORE UPDATE on "ledger_head" for each ROW execute function "ledger_head_ledger_head_goes_forward_fn"();`);
    this.addSql(`create or replace function "ledger_head_ledger_head_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_stands" BEFORE DELETE on "ledger_head" for each STATEMENT execute function "ledger_head_ledger_head_stands_fn"();`);

    this.addSql(`drop index "person_initials_index";`);
    this.addSql(`alter table "person" drop column "initials", drop column "county_administered", drop column "nationality", drop column "native_place", drop column "party_joined_on", drop column "education", drop column "degree", drop column "in_service_education", drop column "in_service_degree", drop column "relation_org", drop column "work_org";`);

    this.addSql(`create or replace function "read_audit_read_audit_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "read_audit_stands" BEFORE DELETE OR UPDATE on "read_audit" for each STATEMENT execute function "read_audit_read_audit_stands_fn"();`);
  }

}
