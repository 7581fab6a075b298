import { Migration } from '@mikro-orm/migrations';

export class Migration20261125030947_Documents extends Migration {

  override name = 'Migration20261125030947_Documents';

  override up(): void | Promise<void> {
    this.addSql(`create table "helper_assignment" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "helper" varchar(20) not null, "household" varchar(20) not null, "village" varchar(20) not null, "main" boolean not null default true, "batch" varchar(20) null, "end_reason" text null);`);
    this.addSql(`create index "helper_assignment_id_index" on "helper_assignment" ("id");`);
    this.addSql(`create index "helper_assignment_batch_index" on "helper_assignment" ("batch");`);
    this.addSql(`create index "helper_assignment_helper_valid_from_index" on "helper_assignment" ("helper", "valid_from");`);
    this.addSql(`create index "helper_assignment_village_valid_from_valid_to_main_helper_index" on "helper_assignment" ("village", "valid_from", "valid_to", "main", "helper");`);
    this.addSql(`create index "helper_assignment_household_valid_from_index" on "helper_assignment" ("household", "valid_from");`);
    this.addSql(`create unique index "one_main_helper" on "helper_assignment" ("household") where "valid_to" = '9999-12-31' and "main" = true;`);

    this.addSql(`create table "helper_visit" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "helper" varchar(20) not null, "household" varchar(20) not null, "village" varchar(20) not null, "on" varchar(10) not null, "kind" text not null, "note" varchar(1000) null);`);
    this.addSql(`create index "helper_visit_id_index" on "helper_visit" ("id");`);
    this.addSql(`create index "helper_visit_helper_index" on "helper_visit" ("helper");`);
    this.addSql(`create index "helper_visit_village_on_index" on "helper_visit" ("village", "on");`);
    this.addSql(`create index "helper_visit_household_on_index" on "helper_visit" ("household", "on");`);

    this.addSql(`create table "household_ref" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "register_hash" varchar(64) not null, "village" varchar(20) not null, "registered_year" int not null, "status" text not null, "members" int not null, "batch" varchar(20) null);`);
    this.addSql(`create index "household_ref_id_index" on "household_ref" ("id");`);
    this.addSql(`create index "household_ref_batch_index" on "household_ref" ("batch");`);
    this.addSql(`create index "household_ref_village_valid_from_valid_to_status_index" on "household_ref" ("village", "valid_from", "valid_to", "status");`);
    this.addSql(`create unique index "one_household_a_number" on "household_ref" ("register_hash") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "policy_document" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "version" int not null default 1, "title" varchar(200) not null, "doc_no" varchar(60) not null, "issuer" varchar(100) not null, "division" varchar(20) not null, "issued_on" varchar(10) not null, "effective_from" varchar(10) not null, "effective_to" varchar(10) null, "trial" boolean not null default false, "supersedes" varchar(20) null, "repeal_reason" varchar(500) null);`);
    this.addSql(`create index "policy_document_id_index" on "policy_document" ("id");`);
    this.addSql(`create index "policy_document_issued_on_index" on "policy_document" ("issued_on");`);
    this.addSql(`create unique index "one_successor" on "policy_document" ("supersedes") where "valid_to" = '9999-12-31' and "supersedes" is not null;`);
    this.addSql(`create unique index "one_document_a_number" on "policy_document" ("doc_no") where "valid_to" = '9999-12-31';`);

    this.addSql(`create table "return_flow_batch" ("row" serial primary key, "id" varchar(20) not null, "valid_from" varchar(10) not null, "valid_to" varchar(10) not null default '9999-12-31', "division" varchar(20) not null, "month" varchar(7) not null, "source_agency" varchar(20) not null, "digest" varchar(64) not null, "lines" int not null, "created" int not null, "changed" int not null, "unchanged" int not null, "faults" text not null default '[]', "content_hash" varchar(64) null);`);
    this.addSql(`create index "return_flow_batch_id_index" on "return_flow_batch" ("id");`);
    this.addSql(`alter table "return_flow_batch" add constraint "one_import_a_file" unique ("digest");`);

    this.addSql(`alter table "helper_assignment" add constraint "helper_assignment_end_reason_check" check ("end_reason" in ('RETIRED', 'TRANSFERRED', 'REPLACED', 'HOUSEHOLD_STABLE', 'VILLAGE_ABOLISHED'));`);

    this.addSql(`alter table "helper_visit" add constraint "helper_visit_kind_check" check ("kind" in ('HOME', 'TELEPHONE', 'POLICY', 'ERRAND'));`);

    this.addSql(`alter table "household_ref" add constraint "household_ref_status_check" check ("status" in ('POOR', 'EXITED', 'STABLE', 'MONITORED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "helper_assignment" cascade;`);
    this.addSql(`drop table if exists "helper_visit" cascade;`);
    this.addSql(`drop table if exists "household_ref" cascade;`);
    this.addSql(`drop table if exists "policy_document" cascade;`);
    this.addSql(`drop table if exists "return_flow_batch" cascade;`);

    this.addSql(`create or replace function "checkpoint_checkpoint_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "checkpoint_stands" BEFORE DELETE OR UPDATE on "checkpoint" for each STATEMENT execute function "checkpoint_checkpoint_stands_fn"();`);

    this.addSql(`create or replace function "ledger_ledger_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_stands" BEFORE DELETE OR UPDATE on "ledger" for each STATEMENT execute function "ledger_ledger_stands_fn"();`);

    this.addSql(`create or replace function "ledger_head_ledger_head_goes_forward_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_goes_forward" BEFORE UPDATE on "ledger_head" for each ROW execute function "ledger_head_ledger_head_goes_forward_fn"();`);
    this.addSql(`create or replace function "ledger_head_ledger_head_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "ledger_head_stands" BEFORE DELETE on "ledger_head" for each STATEMENT execute function "ledger_head_ledger_head_stands_fn"();`);

    this.addSql(`create or replace function "read_audit_read_audit_stands_fn"() returns trigger as \$\$ begin ; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "read_audit_stands" BEFORE DELETE OR UPDATE on "read_audit" for each STATEMENT execute function "read_audit_read_audit_stands_fn"();`);
  }

}
