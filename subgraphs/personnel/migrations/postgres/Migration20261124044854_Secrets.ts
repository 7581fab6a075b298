import { Migration } from '@mikro-orm/migrations';

export class Migration20261124044854_Secrets extends Migration {

  override name = 'Migration20261124044854_Secrets';

  override async up(): Promise<void> {
    // Written by hand: a store that holds identity numbers in plain holds them in its ledger too, and that can't change.
    const [held] = await this.execute('select count(*) as "persons" from "person"');
    if (Number(held?.['persons']) > 0)
      throw new Error('this store was filled before identity numbers were sealed; its ledger shows them in plain and can not be changed. Fill an empty store instead');

    this.addSql(`drop index "one_person_an_id_number";`);
    this.addSql(`alter table "person" add "id_number_hash" varchar(64) not null, add "phone_hash" varchar(64) null;`);
    this.addSql(`alter table "person" alter column "id_number" type text using ("id_number"::text);`);
    this.addSql(`alter table "person" alter column "phone" type text using ("phone"::text);`);
    this.addSql(`create index "person_phone_hash_index" on "person" ("phone_hash");`);
    this.addSql(`create unique index "one_person_an_id_number" on "person" ("id_number_hash") where "valid_to" = '9999-12-31';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "person_phone_hash_index";`);
    this.addSql(`drop index "one_person_an_id_number";`);
    this.addSql(`alter table "person" drop column "id_number_hash", drop column "phone_hash";`);
    this.addSql(`alter table "person" alter column "id_number" type varchar(18) using ("id_number"::varchar(18));`);
    this.addSql(`alter table "person" alter column "phone" type varchar(20) using ("phone"::varchar(20));`);
    this.addSql(`create unique index "one_person_an_id_number" on "person" ("id_number") where (valid_to)::text = '9999-12-31'::text;`);
  }

}
