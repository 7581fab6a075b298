import { Arg, Args, Ctx as Context, Field, FieldResolver, InputType, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Classified } from '#platform/access';
import { batched } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import type { PageArgs } from '#platform/list';
import { countsAlone } from '#platform/may';
import { DateScalar } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { County, Township } from '../divisions/division.entity.ts';
import { Fact } from '../facts/fact.entity.ts';
import { holdingOn } from '../facts/fact.rules.ts';
import { Finding } from '../findings/finding.entity.ts';
import { findings } from '../findings/finding.resolver.ts';
import { Inspection } from '../inspections/inspection.entity.ts';
import { InspectionMethod, InspectionState } from '../inspections/inspection.rules.ts';
import { InspectionVisit } from '../inspections/visit.entity.ts';
import { PartyOrganization, ResponsibilityChain } from '../organizations/organization.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { ACCOUNTABILITY, AccountabilityAction, AccountabilityBasis } from './action.entity.ts';
import { actions } from './action.resolver.ts';
import { ActionKind, ActionReason, overlap, tellsOfFew, whereStanding } from './action.rules.ts';

const BELOW = { nullable: true, description: '追责问责 · Actions against who or what belongs to it on the day asked for (M70).' };

@Resolver(() => County)
export class CountyAccountability {
  @FieldResolver(() => actions.Connection, BELOW)
  accountability(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.pageBelow(ctx, id, args);
  }
}
@Resolver(() => Township)
export class TownshipAccountability {
  @FieldResolver(() => actions.Connection, BELOW)
  accountability(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.pageBelow(ctx, id, args);
  }
}
@Resolver(() => Agency)
export class AgencyAccountability {
  @FieldResolver(() => actions.Connection, { nullable: true, description: '追责问责 · Actions against this agency.' })
  accountability(@Root() { id }: Agency, @Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.pageOf(ctx, 'subject', id, args);
  }
}
@Resolver(() => Person)
export class PersonAccountability {
  @FieldResolver(() => actions.Connection, {
    nullable: true,
    description: '追责问责 · Actions against this person; null unless you see SENSITIVE data, which takes a purpose.',
  })
  @Classified('SENSITIVE', ACCOUNTABILITY)
  accountability(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.pageOf(ctx, 'person', id, args);
  }
}

const PATROLS = 20;

/** The newest patrol inspections that reached the divisions of some Party organizations, by the organization's key. */
const patrolsOf = batched<string, Inspection[]>(async (keys, { em, day }) => {
  const told = await em.find(Fact, { noun: 'organization', key: { $in: [...keys] } }, { orderBy: { row: 'asc' } });
  const places = new Map(holdingOn(told, day).map((f) => [f.key, f.place as string]));
  const visits = await em.find(InspectionVisit, { village: { $in: [...new Set(places.values())] } });
  const patrols = await em.find(
    Inspection,
    {
      method: InspectionMethod.PATROL,
      state: { $in: [InspectionState.RUNNING, InspectionState.REPORTED, InspectionState.CLOSED] },
      $or: [{ id: { $in: [...new Set(visits.map((v) => v.inspection))] } }, { division: { $in: [...new Set(places.values())] } }],
    },
    { orderBy: { to: 'desc', id: 'asc' } },
  );
  const reached = Map.groupBy(visits, (v) => v.village);
  return (key) => {
    const place = places.get(key);
    const own = new Set((reached.get(place ?? '') ?? []).map((v) => v.inspection));
    return patrols.filter((i) => own.has(i.id) || i.division === place).slice(0, PATROLS);
  };
});

/** The links of the responsibility chain (五链) that lie here: patrol inspections, findings, accountability. */
@Resolver(() => PartyOrganization)
export class OrganizationAccountability {
  @FieldResolver(() => actions.Connection, { nullable: true, description: '追责问责 · Actions against this Party organization (问责).' })
  accountability(@Root() { id }: PartyOrganization, @Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.pageOf(ctx, 'subject', id, args);
  }
  @FieldResolver(() => findings.Connection, { nullable: true, description: '问题 · Findings about this Party organization.' })
  findings(@Root() { id }: PartyOrganization, @Context() ctx: Ctx, @Args(() => findings.Args) args: PageArgs): object {
    return findings.pageOf(ctx, 'organization', id, args);
  }
  @FieldResolver(() => [Inspection], {
    nullable: true,
    description: `巡检督责 · Patrol inspections that reached the division it covers, newest first, at most ${PATROLS}.`,
  })
  patrolInspections(@Root() { id }: PartyOrganization, @Context() ctx: Ctx): Promise<Inspection[]> {
    return patrolsOf(ctx, id);
  }
}

/** The last two links of the five (五链): what the villages subgraph shows of a secretary's year goes on here. */
@Resolver(() => ResponsibilityChain)
export class ChainAccountability {
  @FieldResolver(() => [Inspection], {
    nullable: true,
    description: `定期巡检督责 · Patrol inspections of the year that reached the division, newest first, of the newest ${PATROLS}.`,
  })
  async patrols(@Root() { organization, year }: ResponsibilityChain, @Context() ctx: Ctx): Promise<Inspection[]> {
    return (await patrolsOf(ctx, organization)).filter(({ from, to }) => from <= `${year}-12-31` && `${year}-01-01` <= to);
  }
  @FieldResolver(() => actions.Connection, {
    nullable: true,
    description: '紧盯绩效问责 · Actions of the year against the person; null unless you see SENSITIVE data, which takes a purpose.',
  })
  @Classified('SENSITIVE', ACCOUNTABILITY)
  accountability(@Root() { holder, year }: ResponsibilityChain, @Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.pageOf(ctx, 'person', holder, args, { on: { $gte: `${year}-01-01`, $lte: `${year}-12-31` } });
  }
}

const actionsOn = batched<string, AccountabilityAction[]>(async (ids, { em }) => {
  const bases = await em.find(AccountabilityBasis, { finding: { $in: [...ids] } });
  const rows = await em.find(
    AccountabilityAction,
    { id: { $in: [...new Set(bases.map((b) => b.action))] } },
    { orderBy: { on: 'asc', id: 'asc' } },
  );
  const byFinding = Map.groupBy(bases, (b) => b.finding);
  return (id) => {
    const own = new Set((byFinding.get(id) ?? []).map((b) => b.action));
    return rows.filter((a) => own.has(a.id));
  };
});

@Resolver(() => Finding)
export class FindingAccountability {
  @FieldResolver(() => [AccountabilityAction], {
    nullable: true,
    description: '追责问责 · Actions that rest on this finding; told to those whose duty the cases are, with a purpose.',
  })
  @Classified('SENSITIVE', ACCOUNTABILITY)
  async accountability(@Root() { id }: Finding, @Context() ctx: Ctx): Promise<AccountabilityAction[] | null> {
    return countsAlone(ctx, 'AccountabilityAction') ? null : actionsOn(ctx, id);
  }
}

@InputType({ description: '追责集合 · Persons against whom actions of a kind were taken for a reason.' })
class AccountabilitySetInput {
  @Field(() => ActionKind, { description: '追责方式 · Kind.' }) kind!: ActionKind;
  @Field(() => ActionReason, { nullable: true, description: '追责事由 · Why; every reason unless given.' }) reason?: ActionReason;
}

@ObjectType({
  description:
    '追责对象重合 · How many persons are in each of two sets of actions, and in both (M70). Null where a part of it would tell of too few persons.',
})
export class AccountabilityOverlap {
  @Field(() => Int, { nullable: true, description: '集合一 · Persons in the first.' }) first!: number | null;
  @Field(() => Int, { nullable: true, description: '集合二 · Persons in the second.' }) second!: number | null;
  @Field(() => Int, { nullable: true, description: '重合 · Persons in both.' }) both!: number | null;
}

@Resolver(() => AccountabilityOverlap)
export class OverlapResolver {
  @Query(() => AccountabilityOverlap, {
    description: '追责对象重合 · Held accountable, named at meetings and summoned are three figures: how far they are the same persons.',
  })
  async accountabilityOverlap(
    @Context() ctx: Ctx,
    @Arg('first', () => AccountabilitySetInput, { description: '集合一 · The first set.' }) first: AccountabilitySetInput,
    @Arg('second', () => AccountabilitySetInput, { description: '集合二 · The second set.' }) second: AccountabilitySetInput,
    @Arg('from', () => DateScalar, { nullable: true, description: '起 · Taken on this day or later.' }) from?: Day,
    @Arg('to', () => DateScalar, { nullable: true, description: '止 · Taken on this day or before.' }) to?: Day,
  ): Promise<AccountabilityOverlap> {
    countsAlone(ctx, 'AccountabilityAction');
    const on = { ...(from && { $gte: from }), ...(to && { $lte: to }) };
    const rows = await ctx.em.find(
      AccountabilityAction,
      { person: { $ne: null }, ...whereStanding(), ...(from || to ? { on } : {}) },
      { fields: ['person', 'kind', 'reason'], filters: { scope: { scope: ctx.scope, access: ctx.access, counting: true } } },
    );
    const persons = ({ kind, reason }: AccountabilitySetInput) =>
      new Set(rows.filter((a) => a.kind === kind && (!reason || a.reason === reason)).map((a) => a.person as string));
    const found = overlap(persons(first), persons(second));
    if (ctx.access.exactCells || !tellsOfFew(found, ctx.smallestCell)) return found;
    const kept = (n: number) => (n > 0 && n < ctx.smallestCell ? null : n);
    return { first: kept(found.first), second: kept(found.second), both: null };
  }
}
