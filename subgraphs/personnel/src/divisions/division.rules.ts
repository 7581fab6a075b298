import type { Ctx } from '#platform/context';
import { Refusal } from '#platform/refusal';

/** The key of the county, to which settings and rules that hold everywhere belong. */
export function rootOf({ territory }: Pick<Ctx, 'territory'>): string {
  const [code] = territory.roots;
  const county = code === undefined ? undefined : territory.named(code);
  if (!county) throw new Refusal('SUBGRAPH_UNAVAILABLE', 'the division register has no county yet; try again shortly');
  return county;
}
