import { Migration } from '@mikro-orm/migrations';

export class Migration20261124041413_Audit extends Migration {

  override name = 'Migration20261124041413_Audit';

  override up(): void | Promise<void> {
    this.addSql(`create table "read_audit" ("seq" serial primary key, "at" timestamptz(3) not null, "actor" varchar(100) not null, "role" varchar(40) not null, "client" varchar(100) not null, "purpose" varchar(200) null, "operation" varchar(100) not null, "noun" varchar(40) not null, "fields" text not null, "keys" text null, "count" int not null, "territory" text not null, "request_id" varchar(60) not null, "previous" varchar(64) not null, "hash" varchar(64) not null);`);
    this.addSql(`create index "read_audit_of_noun" on "read_audit" ("noun", "at");`);

    this.addSql(`create table "checkpoint" ("row" serial primary key, "chain" varchar(20) not null, "seq" int not null, "hash" varchar(64) not null, "at" timestamptz(3) not null, "signature" varchar(100) not null, "key_id" varchar(16) not null);`);
    this.addSql(`alter table "checkpoint" add constraint "checkpoint_of_row" unique ("chain", "seq");`);

    this.addSql(`alter table "ledger_head" add "algorithm" varchar(10) not null default 'sha256';`);

    // Written by hand: nobody changes or deletes a row through the platform. Tables that are made anew need these anew.
    this.addSql(`create function stands_as_written() returns trigger language plpgsql as $$ begin raise exception 'a row of % stands as it was written', tg_table_name; end $$;`);
    this.addSql(`create trigger "ledger_stands" before update or delete or truncate on "ledger" for each statement execute function stands_as_written();`);
    this.addSql(`create trigger "read_audit_stands" before update or delete or truncate on "read_audit" for each statement execute function stands_as_written();`);
    this.addSql(`create trigger "checkpoint_stands" before update or delete or truncate on "checkpoint" for each statement execute function stands_as_written();`);
    this.addSql(`create function goes_forward() returns trigger language plpgsql as $$ begin if new.seq <= old.seq or new.id <> old.id or new.algorithm <> old.algorithm then raise exception 'the head of a chain only goes forward'; end if; return new; end $$;`);
    this.addSql(`create trigger "ledger_head_goes_forward" before update on "ledger_head" for each row execute function goes_forward();`);
    this.addSql(`create trigger "ledger_head_stands" before delete or truncate on "ledger_head" for each statement execute function stands_as_written();`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop trigger if exists "ledger_stands" on "ledger";`);
    this.addSql(`drop trigger if exists "ledger_head_goes_forward" on "ledger_head";`);
    this.addSql(`drop trigger if exists "ledger_head_stands" on "ledger_head";`);
    this.addSql(`drop table if exists "read_audit" cascade;`);
    this.addSql(`drop table if exists "checkpoint" cascade;`);

    this.addSql(`alter table "ledger_head" drop column "algorithm";`);

    this.addSql(`drop function if exists stands_as_written();`);
    this.addSql(`drop function if exists goes_forward();`);
  }

}
