import { Arg, Args, Ctx as Context, Field, FieldResolver, Int, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import type { PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { County, type Division, Township, Village } from '../divisions/division.entity.ts';
import { divisionOn } from '../divisions/division.reads.ts';
import { OfficeHolding } from '../offices/office.entity.ts';
import { OfficeRole, whole } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { organizations as organizationList } from '../organizations/organization.resolver.ts';
import { Tier } from '../organizations/organization.rules.ts';
import { HeadProblem, HeadRemedy, type Reconciled, reconcile } from './board.rules.ts';
import { RectificationCase } from './case.entity.ts';
import { TEAM_PROBLEMS } from './case.rules.ts';

registerEnumType(HeadProblem, {
  name: 'HeadProblem',
  description: '班子问题 · 书记空缺 VACANT, 书记不胜任 INCOMPETENT, 班子没有战斗力 TEAM_WEAK.',
});
registerEnumType(HeadRemedy, {
  name: 'HeadRemedy',
  description: '处置方式 · 选派（下派）书记 DISPATCHED, 调整不胜任书记 REPLACED, 兼任 CONCURRENT, 选拔 SELECTED.',
});

@ObjectType({ description: '问题村 · A village whose secretary or team was in trouble in the period, and what was done about it.' })
export class ProblemVillage {
  division!: string;
  organization!: string;
  @Field(() => HeadProblem, { description: '问题 · What was wrong.' }) problem!: HeadProblem;
  @Field(() => DateScalar, { description: '起 · Since when, as far as it lies in the period.' }) since!: Day;
  @Field(() => HeadRemedy, { nullable: true, description: '处置 · What was done in the period; null when nothing was.' })
  remedy!: HeadRemedy | null;
  @Field(() => OfficeHolding, { nullable: true, description: '任职 · The holding by which it was put right.' })
  holding!: OfficeHolding | null;
}

@Resolver(() => ProblemVillage)
export class ProblemVillageResolver {
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village.' })
  village(@Root() { division }: ProblemVillage, @Context() ctx: Ctx): Promise<Division | null> {
    return divisionOn(ctx, division);
  }
}

@ObjectType({
  description:
    '班子问题对账 · M53: villages whose post of secretary was vacant, whose secretary left as incompetent or whose team was found weak in a period, against what was done in it. What was not matched is shown, not hidden.',
})
export class SecretaryReconciliation {
  @Field(() => DateScalar, { description: '起 · First day of the period.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day of the period; not after the day asked for.' }) to!: Day;
  @Field(() => [ProblemVillage], { description: '问题村 · The villages, one row each.' }) villages!: ProblemVillage[];

  @Field(() => Int, { description: '问题村数 · How many villages.' })
  get problems(): number {
    return this.villages.length;
  }
  @Field(() => Int, { description: '选派书记 · Secretaries dispatched.' })
  get dispatched(): number {
    return this.#by(HeadRemedy.DISPATCHED);
  }
  @Field(() => Int, { description: '调整不胜任书记 · Incompetent secretaries replaced.' })
  get replaced(): number {
    return this.#by(HeadRemedy.REPLACED);
  }
  @Field(() => Int, { description: '兼任 · Posts filled by concurrent appointment.' })
  get concurrent(): number {
    return this.#by(HeadRemedy.CONCURRENT);
  }
  @Field(() => Int, { description: '选拔 · Posts filled by selection on the spot.' })
  get selected(): number {
    return this.#by(HeadRemedy.SELECTED);
  }
  @Field(() => [ProblemVillage], { description: '未对上的村 · Villages for which nothing was done in the period.' })
  get unmatched(): ProblemVillage[] {
    return this.villages.filter((v) => v.remedy === null);
  }

  #by(remedy: HeadRemedy): number {
    return this.villages.filter((v) => v.remedy === remedy).length;
  }
}

@Resolver(() => SecretaryReconciliation)
export class ReconciliationRecords {
  @FieldResolver(() => organizationList.Connection, {
    nullable: true,
    description: '问题村党组织 · The Party organizations of the problem villages; with `remedy` those where this was done.',
  })
  organizations(
    @Root() { villages }: SecretaryReconciliation,
    @Context() ctx: Ctx,
    @Args(() => organizationList.Args) args: PageArgs,
    @Arg('remedy', () => HeadRemedy, { nullable: true, description: '处置 · Only where this was done.' }) remedy?: HeadRemedy,
  ): object {
    const found = villages.filter((v) => !remedy || v.remedy === remedy);
    return organizationList.page(ctx, args, { id: { $in: found.map((v) => v.organization) } });
  }
}

interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** The problems of all villages below divisions in a period: three statements for a whole page. */
const reconciledBelow = batchedBy<Period, string, ProblemVillage[]>(
  ({ from, to }) => `${from} ${to}`,
  async (divisions, { from, to }, ctx) => {
    for (const noun of ['PartyOrganization', 'OfficeHolding', 'RectificationCase']) requireRead(ctx, noun);
    const { em, territory } = ctx;
    const below = new Map(divisions.map((d) => [d, new Set([from, to].flatMap((day) => territory.within(d, day, Tier.VILLAGE)))] as const));
    const all = [...new Set([...below.values()].flatMap((own) => [...own]))];
    const everyDay = { filters: { asOf: false } };
    const [versions, holdings, cases] = await Promise.all([
      em.find(
        PartyOrganization,
        { division: { $in: all }, tier: Tier.VILLAGE, validFrom: { $lte: to }, validTo: { $gt: from } },
        { ...everyDay, orderBy: { validTo: 'asc' } },
      ),
      em.find(OfficeHolding, { division: { $in: all }, role: OfficeRole.SECRETARY, validFrom: { $lte: to } }, everyDay),
      em.find(RectificationCase, { division: { $in: all }, identifiedOn: { $gte: from, $lte: to } }, { orderBy: { identifiedOn: 'desc' } }),
    ]);
    const organizations = new Map(versions.map((o) => [o.id, o])); // the last version of each
    const holdingsOf = Map.groupBy(holdings, (h) => h.organization);
    const weakSince = new Map(
      cases.filter((c) => c.problems.some((p) => TEAM_PROBLEMS.includes(p))).map((c) => [c.organization, c.identifiedOn]),
    );
    const found = [...organizations.values()].flatMap((o) => {
      const head = {
        holdings: whole(holdingsOf.get(o.id) ?? []),
        founded: o.founded,
        ends: o.validTo,
        weakSince: weakSince.get(o.id) ?? null,
      };
      const reconciled: Reconciled<OfficeHolding> | null = reconcile(head, from, to);
      return reconciled ? [Object.assign(new ProblemVillage(), { division: o.division, organization: o.id, ...reconciled })] : [];
    });
    found.sort((a, b) => a.since.localeCompare(b.since) || a.division.localeCompare(b.division));
    return (division) => found.filter((v) => below.get(division)?.has(v.division));
  },
);

async function reconciliation(ctx: Ctx, division: string, from: Day, until: Day): Promise<SecretaryReconciliation> {
  const to = until > ctx.day ? ctx.day : until; // a day doesn't know of later days
  if (from > to) throw new Refusal('BAD_USER_INPUT', `the period begins on ${from}, after its end or the day asked for, ${to}`);
  return Object.assign(new SecretaryReconciliation(), { from, to, villages: await reconciledBelow(ctx, { from, to }, division) });
}

const RECONCILED = {
  nullable: true,
  description: '班子问题对账 · M53: problem villages of a period against what was done, below this division.',
};
const FROM = { description: '起 · First day of the period.' };
const TO = { description: '止 · Last day of the period.' };

@Resolver(() => County)
export class CountyBoard {
  @FieldResolver(() => SecretaryReconciliation, RECONCILED)
  secretaryProblems(
    @Root() { id }: County,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, FROM) from: Day,
    @Arg('to', () => DateScalar, TO) to: Day,
  ): Promise<SecretaryReconciliation> {
    return reconciliation(ctx, id, from, to);
  }
}

@Resolver(() => Township)
export class TownshipBoard {
  @FieldResolver(() => SecretaryReconciliation, RECONCILED)
  secretaryProblems(
    @Root() { id }: Township,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, FROM) from: Day,
    @Arg('to', () => DateScalar, TO) to: Day,
  ): Promise<SecretaryReconciliation> {
    return reconciliation(ctx, id, from, to);
  }
}
