import { Migration } from '@mikro-orm/migrations';

export class Migration20261125100322_LedgerOfInstant extends Migration {

  override name = 'Migration20261125100322_LedgerOfInstant';

  override up(): void | Promise<void> {
    this.addSql(`create index "ledger_of_instant" on "ledger" ("at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "ledger_of_instant";`);
  }

}
