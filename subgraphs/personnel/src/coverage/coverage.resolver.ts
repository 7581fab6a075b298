import type { EntityClass, FilterQuery } from '@mikro-orm/core';
import { Ctx as Context, Field, FieldResolver, Int, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql';
import { batched } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { type Day, daysBetween } from '#platform/day';
import { requireRead } from '#platform/may';
import { Rate } from '#platform/rate';
import { DateScalar } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { Posting } from '../postings/posting.entity.ts';
import { PostingKind, PostingState } from '../postings/posting.rules.ts';
import { ResidentTeam } from '../teams/team.entity.ts';
import {
  actorFor,
  CoverageActor,
  CoveragePart,
  coverageOf,
  gapOf,
  isFull,
  type Left,
  missingFrom,
  type Present,
} from './coverage.rules.ts';

registerEnumType(CoveragePart, {
  name: 'CoveragePart',
  description: '三支队伍 · 驻村工作队 TEAM, 第一书记 FIRST_SECRETARY, 驻村干部 RESIDENT_CADRE.',
});

registerEnumType(CoverageActor, {
  name: 'CoverageActor',
  description: '责任方 · 组织部 ORG_DEPT posts teams and first secretaries; 乡镇 TOWNSHIP sends resident cadres.',
});

@ObjectType({ description: '缺口 · A part of the three teams that a village lacks on the day asked for.' })
export class CoverageGap {
  @Field(() => CoveragePart, { description: '缺什么 · What is missing.' }) part!: CoveragePart;
  @Field(() => DateScalar, { description: '自何日 · Since when: the day the last one left, or the village began.' }) since!: Day;
  @Field(() => Int, { description: '缺口天数 · Days without it, up to the day asked for.' }) days!: number;
  @Field(() => CoverageActor, { description: '责任方 · Who must act.' }) mustAct!: CoverageActor;
  @Field(() => Agency, {
    nullable: true,
    description: '原派出单位 · The agency that sent the last one and is asked for the next; null when nobody ever was.',
  })
  agency!: Agency | null;
}

@ObjectType({ description: '三支队伍覆盖（村） · Which of the three teams a village has on the day asked for.' })
export class VillageCoverage {
  @Field(() => Boolean, { description: '工作队 · A resident team stands.' }) team!: boolean;
  @Field(() => Boolean, { description: '第一书记 · A first secretary is in post.' }) firstSecretary!: boolean;
  @Field(() => Boolean, { description: '驻村干部 · A resident cadre is in post.' }) residentCadre!: boolean;
  @Field(() => Boolean, { description: '全覆盖 · All three.' }) full!: boolean;
  @Field(() => [CoveragePart], { description: '缺口 · Which are missing.' }) missing!: CoveragePart[];
  village!: string;
}

@ObjectType({
  description:
    '三支队伍覆盖率 · Shares of the villages (村委会) that exist on the day asked for, below the division and within your territory (measures M10 to M13).',
})
export class Coverage {
  @Field(() => Rate, { description: '工作队覆盖 · Villages with a resident team.' }) team!: Rate;
  @Field(() => Rate, { description: '第一书记覆盖 · Villages with a first secretary in post.' }) firstSecretary!: Rate;
  @Field(() => Rate, { description: '驻村干部覆盖 · Villages with a resident cadre in post.' }) residentCadre!: Rate;
  @Field(() => Rate, { description: '三支队伍全覆盖 · Villages with all three.' }) full!: Rate;
}

const PART_OF: Readonly<Record<string, CoveragePart>> = {
  [PostingKind.FIRST_SECRETARY]: CoveragePart.FIRST_SECRETARY,
  [PostingKind.RESIDENT_CADRE]: CoveragePart.RESIDENT_CADRE,
};

/** Different values of some columns, of rows in scope on the day asked for. */
async function distinct<E extends object>({ em }: Ctx, entity: EntityClass<E>, columns: (keyof E & string)[], where: FilterQuery<E>) {
  return (await em.rows(entity, { select: columns, distinct: true, where })) as Record<string, string>[];
}

/**
 * What villages have, in two statements for a whole request: answers for villages, townships and the county are put
 * together from the same read.
 */
const presentIn = batched<string, Present>(async (villages, ctx) => {
  const present = new Map<string, Set<CoveragePart>>(villages.map((v) => [v, new Set()]));
  const [standing, posted] = await Promise.all([
    distinct(ctx, ResidentTeam, ['village'], { village: { $in: [...villages] } }),
    distinct(ctx, Posting, ['target', 'kind'], {
      target: { $in: [...villages] },
      kind: { $in: Object.keys(PART_OF) as PostingKind[] },
      state: PostingState.ACTIVE,
    }),
  ]);
  for (const { village } of standing) present.get(village as string)?.add(CoveragePart.TEAM);
  for (const { target, kind } of posted) present.get(target as string)?.add(PART_OF[kind as string] as CoveragePart);
  return (village) => present.get(village) as Present;
});

/** What villages had and have no more, in two statements for a whole request. */
const leftOf = batched<string, Left[]>(async (villages, { em, day }) => {
  const before = { filters: { asOf: false } };
  const [teams, posted] = await Promise.all([
    em.find(ResidentTeam, { village: { $in: [...villages] }, validTo: { $lte: day } }, before),
    em.find(
      Posting,
      {
        target: { $in: [...villages] },
        kind: { $in: Object.keys(PART_OF) as PostingKind[] },
        state: PostingState.ACTIVE,
        validTo: { $lte: day },
      },
      before,
    ),
  ]);
  const left = [
    ...teams.map((t) => ({ village: t.village, part: CoveragePart.TEAM, until: t.validTo, agency: t.dispatchAgency })),
    ...posted.map((p) => ({ village: p.target, part: PART_OF[p.kind] as CoveragePart, until: p.validTo, agency: p.dispatchAgency })),
  ];
  const byVillage = Map.groupBy(left, (l) => l.village);
  return (village) => byVillage.get(village) ?? [];
});

@Resolver(() => VillageCoverage)
export class VillageGaps {
  @FieldResolver(() => [CoverageGap], { description: '缺口明细 · What is missing since when, and who must act.' })
  async gaps(@Root() { village, missing }: VillageCoverage, @Context() ctx: Ctx): Promise<CoverageGap[]> {
    if (missing.length === 0) return [];
    const left = await leftOf(ctx, village);
    const begun = ctx.territory.lifeOf(village)?.from ?? ctx.day;
    return missing.map((part) => {
      const { since, agency } = gapOf(part, left, begun);
      return { part, since, days: daysBetween(since, ctx.day), mustAct: actorFor(part), agency: agency ? { id: agency } : null };
    });
  }
}

async function coverageBelow(ctx: Ctx, division: string): Promise<Coverage> {
  requireBoth(ctx);
  const villages = ctx.territory.within(division, ctx.day, 'VILLAGE').filter((v) => ctx.scope.covers(v));
  return coverageOf(await Promise.all(villages.map((v) => presentIn(ctx, v))));
}

/** Coverage tells what is missing: who may not read teams and postings must not take what is hidden for missing. */
function requireBoth(ctx: Ctx): void {
  requireRead(ctx, 'Posting');
  requireRead(ctx, 'ResidentTeam');
}

@Resolver(() => Village)
export class VillageCoverageResolver {
  @FieldResolver(() => VillageCoverage, {
    nullable: true,
    description: '三支队伍覆盖 · The three teams on the day asked for; null for a community and for a village that does not exist then.',
  })
  async coverage(@Root() { id }: Village, @Context() ctx: Ctx): Promise<VillageCoverage | null> {
    requireBoth(ctx);
    if (ctx.territory.at(id, ctx.day)?.kind !== 'VILLAGE') return null;
    const present = await presentIn(ctx, id);
    return {
      team: present.has(CoveragePart.TEAM),
      firstSecretary: present.has(CoveragePart.FIRST_SECRETARY),
      residentCadre: present.has(CoveragePart.RESIDENT_CADRE),
      full: isFull(present),
      missing: missingFrom(present),
      village: id,
    };
  }
}

const COVERAGE = { nullable: true, description: '三支队伍覆盖率 · Coverage of the three teams below the division.' };

@Resolver(() => Township)
export class TownshipCoverage {
  @FieldResolver(() => Coverage, COVERAGE)
  coverage(@Root() { id }: Township, @Context() ctx: Ctx): Promise<Coverage> {
    return coverageBelow(ctx, id);
  }
}

@Resolver(() => County)
export class CountyCoverage {
  @FieldResolver(() => Coverage, COVERAGE)
  coverage(@Root() { id }: County, @Context() ctx: Ctx): Promise<Coverage> {
    return coverageBelow(ctx, id);
  }
}
