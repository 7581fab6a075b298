import { Args, Ctx as Context, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Ctx } from '#platform/context';
import type { PageArgs } from '#platform/list';
import { Agency } from '../agencies/agency.entity.ts';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { Inspection } from '../inspections/inspection.entity.ts';
import { findings } from './finding.resolver.ts';

const BELOW = '问题 · Findings in the villages and communities that lie below it on the day asked for.';

@Resolver(() => Village)
export class VillageFindings {
  @FieldResolver(() => findings.Connection, { nullable: true, description: '问题 · Findings in this village.' })
  findings(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => findings.Args) args: PageArgs): object {
    return findings.pageOf(ctx, 'village', id, args);
  }
}

@Resolver(() => Township)
export class TownshipFindings {
  @FieldResolver(() => findings.Connection, { nullable: true, description: BELOW })
  findings(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => findings.Args) args: PageArgs): object {
    return findings.pageBelow(ctx, id, args);
  }
}

@Resolver(() => County)
export class CountyFindings {
  @FieldResolver(() => findings.Connection, { nullable: true, description: BELOW })
  findings(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => findings.Args) args: PageArgs): object {
    return findings.pageBelow(ctx, id, args);
  }
}

@Resolver(() => Agency)
export class AgencyFindings {
  @FieldResolver(() => findings.Connection, { nullable: true, description: '问题 · Findings that this agency must put right.' })
  findings(@Root() { id }: Agency, @Context() ctx: Ctx, @Args(() => findings.Args) args: PageArgs): object {
    return findings.pageOf(ctx, 'responsibleAgency', id, args);
  }
}

@Resolver(() => Inspection)
export class InspectionFindings {
  @FieldResolver(() => findings.Connection, { description: '问题 · What this inspection found, as far as it lies in your territory.' })
  findings(@Root() { id }: Inspection, @Context() ctx: Ctx, @Args(() => findings.Args) args: PageArgs): object {
    return findings.pageOf(ctx, 'inspection', id, args);
  }
}
