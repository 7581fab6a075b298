import { Migration } from '@mikro-orm/migrations';

export class Migration20261125125523_FindingsOfAVillage extends Migration {

  override name = 'Migration20261125125523_FindingsOfAVillage';

  override up(): void | Promise<void> {
    this.addSql(`drop index \`finding_village_found_on_index\`;`);
    this.addSql(`create index \`finding_village_state_valid_from_valid_to_index\` on \`finding\` (\`village\`, \`state\`, \`valid_from\`, \`valid_to\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`finding_village_state_valid_from_valid_to_index\`;`);
    this.addSql(`create index \`finding_village_found_on_index\` on \`finding\` (\`village\`, \`found_on\`);`);
  }

}
