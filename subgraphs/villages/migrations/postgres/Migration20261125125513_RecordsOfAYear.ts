import { Migration } from '@mikro-orm/migrations';

export class Migration20261125125513_RecordsOfAYear extends Migration {

  override name = 'Migration20261125125513_RecordsOfAYear';

  override up(): void | Promise<void> {
    this.addSql(`create index "collective_economy_record_village_year_index" on "collective_economy_record" ("village", "year");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "collective_economy_record_village_year_index";`);
  }

}
