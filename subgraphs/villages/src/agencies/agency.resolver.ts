import { Args, Ctx as Context, Query, Resolver } from 'type-graphql';
import { byKey } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { byEnum, byId, byText } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { Agency, AgencyKind, AgencyLevel } from './agency.entity.ts';

export const agencies = list({
  name: 'Agency',
  entity: Agency,
  filter: {
    name: byText('name', '名称 · Name.'),
    uscc: byText('uscc', '统一社会信用代码 · Unified social credit code.'),
    kind: byEnum('AgencyKind', AgencyKind)('kind', '类别 · Kind.'),
    level: byEnum('AgencyLevel', AgencyLevel)('level', '层级 · Level.'),
    division: byId('division', '区划 · Key of the division in which it works.'),
  },
  order: { NAME: { property: 'name', description: '名称 · By name.' } },
});

const agencyById = byKey(Agency);
export const agencyReference = ({ id }: { id: string }, ctx: Ctx): Promise<Agency | null> => agencyById(ctx, id);

@Resolver(() => Agency)
export class AgencyResolver {
  @Query(() => agencies.Connection, { description: '单位 · The agency register.' })
  agencies(@Context() ctx: Ctx, @Args(() => agencies.Args) args: PageArgs): object {
    return agencies.page(ctx, args);
  }
}
