import { Migration } from '@mikro-orm/migrations';

export class Migration20261124041413_Audit extends Migration {

  override name = 'Migration20261124041413_Audit';

  override up(): void | Promise<void> {
    this.addSql(`create table \`read_audit\` (\`seq\` integer not null primary key autoincrement, \`at\` datetime not null, \`actor\` text not null, \`role\` text not null, \`client\` text not null, \`purpose\` text null, \`operation\` text not null, \`noun\` text not null, \`fields\` text not null, \`keys\` text null, \`count\` integer not null, \`territory\` text not null, \`request_id\` text not null, \`previous\` text not null, \`hash\` text not null);`);
    this.addSql(`create index \`read_audit_of_noun\` on \`read_audit\` (\`noun\`, \`at\`);`);

    this.addSql(`create table \`checkpoint\` (\`row\` integer not null primary key autoincrement, \`chain\` text not null, \`seq\` integer not null, \`hash\` text not null, \`at\` datetime not null, \`signature\` text not null, \`key_id\` text not null);`);
    this.addSql(`create unique index \`checkpoint_of_row\` on \`checkpoint\` (\`chain\`, \`seq\`);`);

    this.addSql(`alter table \`ledger_head\` add column \`algorithm\` text not null default 'sha256';`);

    // Written by hand: nobody changes or deletes a row through the platform. Tables that are made anew need these anew.
    this.addSql(`create trigger \`ledger_stands_update\` before update on \`ledger\` begin select raise(abort, 'a row of ledger stands as it was written'); end;`);
    this.addSql(`create trigger \`ledger_stands_delete\` before delete on \`ledger\` begin select raise(abort, 'a row of ledger stands as it was written'); end;`);
    this.addSql(`create trigger \`read_audit_stands_update\` before update on \`read_audit\` begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
    this.addSql(`create trigger \`read_audit_stands_delete\` before delete on \`read_audit\` begin select raise(abort, 'a row of read_audit stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_update\` before update on \`checkpoint\` begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`checkpoint_stands_delete\` before delete on \`checkpoint\` begin select raise(abort, 'a row of checkpoint stands as it was written'); end;`);
    this.addSql(`create trigger \`ledger_head_goes_forward\` before update on \`ledger_head\` when new.seq <= old.seq or new.id <> old.id or new.algorithm <> old.algorithm begin select raise(abort, 'the head of a chain only goes forward'); end;`);
    this.addSql(`create trigger \`ledger_head_stands_delete\` before delete on \`ledger_head\` begin select raise(abort, 'the head of a chain only goes forward'); end;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop trigger if exists \`ledger_stands_update\`;`);
    this.addSql(`drop trigger if exists \`ledger_stands_delete\`;`);
    this.addSql(`drop trigger if exists \`ledger_head_goes_forward\`;`);
    this.addSql(`drop trigger if exists \`ledger_head_stands_delete\`;`);
    this.addSql(`drop table if exists \`read_audit\`;`);
    this.addSql(`drop table if exists \`checkpoint\`;`);

    this.addSql(`alter table \`ledger_head\` drop column \`algorithm\`;`);
  }

}
