import { Ctx as Context, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { whereHoldsOn } from '#platform/dated';
import { requireRead } from '#platform/may';
import { Rate, rate } from '#platform/rate';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { OfficeHolding, OfficePost } from '../offices/office.entity.ts';
import { postOf } from '../offices/office.reads.ts';
import { isOneShoulder, OfficeRole } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { leaderOf } from '../organizations/organization.reads.ts';
import { THREE_LEVELS, Tier } from '../organizations/organization.rules.ts';
import { Committee } from './committee.entity.ts';
import { committeeOf } from './committee.reads.ts';

@ObjectType({ description: '村“两委” · The two committees of a village on the day asked for, and their posts of principal.' })
export class TwoCommittees {
  /** The village. */
  village!: string;
  leader!: PartyOrganization | undefined;
}

@Resolver(() => TwoCommittees)
export class TwoCommitteesResolver {
  @FieldResolver(() => Committee, {
    nullable: true,
    description: '党组织班子 · The committee of the Party organization; null where there is none.',
  })
  async party(@Root() { leader }: TwoCommittees, @Context() ctx: Ctx): Promise<Committee | null> {
    return leader ? ((await committeeOf(ctx, leader.id)) ?? null) : null;
  }
  @FieldResolver(() => Committee, {
    nullable: true,
    description: '村（居）委会 · The villagers’ or residents’ committee; null where there is none.',
  })
  async villagers(@Root() { village }: TwoCommittees, @Context() ctx: Ctx): Promise<Committee | null> {
    return (await committeeOf(ctx, village)) ?? null;
  }
  @FieldResolver(() => OfficePost, { nullable: true, description: '书记 · The post of secretary; null without a Party organization.' })
  secretary(@Root() { leader }: TwoCommittees, @Context() ctx: Ctx): Promise<OfficePost> | null {
    return leader ? postOf(ctx, leader.id, OfficeRole.SECRETARY, leader.founded) : null;
  }
  @FieldResolver(() => OfficePost, { nullable: true, description: '主任 · The post of director of the villagers’ committee.' })
  director(@Root() { village, leader }: TwoCommittees, @Context() ctx: Ctx): Promise<OfficePost> | null {
    return leader ? postOf(ctx, village, OfficeRole.COMMITTEE_DIRECTOR, leader.founded) : null;
  }
  @FieldResolver(() => Boolean, {
    description: '一肩挑 · Whether one person is secretary and director; never typed, always seen from the two posts.',
  })
  async oneShoulder(@Root() { village, leader }: TwoCommittees, @Context() ctx: Ctx): Promise<boolean> {
    if (!leader) return false;
    const [secretary, director] = await Promise.all([
      postOf(ctx, leader.id, OfficeRole.SECRETARY, leader.founded),
      postOf(ctx, village, OfficeRole.COMMITTEE_DIRECTOR, leader.founded),
    ]);
    return isOneShoulder(secretary.holding, director.holding);
  }
}

@Resolver(() => Village)
export class VillageCommittees {
  @FieldResolver(() => TwoCommittees, { nullable: true, description: '村“两委” · Its two committees on the day asked for.' })
  async committees(@Root() { id }: Village, @Context() ctx: Ctx): Promise<TwoCommittees> {
    requireRead(ctx, 'OfficeHolding');
    return Object.assign(new TwoCommittees(), { village: id, leader: await leaderOf(ctx, id) });
  }
}

@ObjectType({
  description:
    '一级书记 · The secretaries of one level on the day asked for. The three levels (三级书记) are county, township and village.',
})
export class SecretaryTier {
  @Field(() => Tier, { description: '层级 · The level.' }) tier!: Tier;
  @Field(() => Int, { description: '岗位 · Posts of secretary: organizations that lead a division of this level.' }) posts!: number;
  @Field(() => Int, { description: '在任 · Posts held.' }) held!: number;
  @Field(() => Int, { description: '空缺 · Posts vacant (M50).' }) vacant!: number;
}

interface Figures {
  readonly tiers: readonly SecretaryTier[];
  readonly vacancy: Rate;
  readonly oneShoulder: Rate;
}

/** The leading organizations below divisions, and who holds the two posts of principal: two statements for a whole page. */
const figuresOf = batched<string, Figures>(async (divisions, ctx) => {
  requireRead(ctx, 'PartyOrganization');
  requireRead(ctx, 'OfficeHolding');
  const { em, day, territory } = ctx;
  const below = new Map(divisions.map((d) => [d, new Set([d, ...THREE_LEVELS.flatMap((tier) => territory.within(d, day, tier))])]));
  const all = [...new Set([...below.values()].flatMap((own) => [...own]))];
  const [leaders, holders] = await Promise.all([
    em.find(PartyOrganization, { division: { $in: all }, tier: { $in: [...THREE_LEVELS] } }, { fields: ['id', 'division', 'tier'] }),
    em.find(
      OfficeHolding,
      { division: { $in: all }, role: { $in: [OfficeRole.SECRETARY, OfficeRole.COMMITTEE_DIRECTOR] }, ...whereHoldsOn(day) },
      { fields: ['organization', 'role', 'person'] },
    ),
  ]);
  const inPost = new Map(holders.map((h) => [h.organization, h]));
  return (division) => {
    const own = leaders.filter((o) => below.get(division)?.has(o.division));
    const tiers = THREE_LEVELS.map((tier) => {
      const posts = own.filter((o) => o.tier === tier);
      const held = posts.filter((o) => inPost.has(o.id)).length;
      return { tier, posts: posts.length, held, vacant: posts.length - held };
    }).filter(({ posts }) => posts > 0);
    const villages = own.filter((o) => o.tier === Tier.VILLAGE);
    const both = villages.filter((o) => isOneShoulder(inPost.get(o.id) ?? null, inPost.get(o.division) ?? null));
    const sum = (of: 'posts' | 'vacant') => tiers.reduce((n, tier) => n + tier[of], 0);
    return { tiers, vacancy: rate(sum('vacant'), sum('posts')), oneShoulder: rate(both.length, villages.length) };
  };
});

const TIERS = {
  nullable: true,
  description: '三级书记 · Secretaries by level, from this division downwards (1 + 12 + 227 at the end of 2018).',
};
const SHOULDER = {
  nullable: true,
  description:
    '一肩挑比例 · Villages whose branch secretary is director of the villagers’ committee as well ÷ villages led by a Party organization, on the day asked for.',
};

const VACANCY = {
  nullable: true,
  description:
    '书记空缺率 · M50: posts of secretary that are vacant ÷ posts of secretary, of the organizations that lead the division or one below it, on the day asked for.',
};

@Resolver(() => County)
export class CountySecretaries {
  @FieldResolver(() => Rate, VACANCY)
  async secretaryVacancy(@Root() { id }: County, @Context() ctx: Ctx): Promise<Rate> {
    return (await figuresOf(ctx, id)).vacancy;
  }
  @FieldResolver(() => [SecretaryTier], TIERS)
  async secretaryTiers(@Root() { id }: County, @Context() ctx: Ctx): Promise<readonly SecretaryTier[]> {
    return (await figuresOf(ctx, id)).tiers;
  }
  @FieldResolver(() => Rate, SHOULDER)
  async oneShoulder(@Root() { id }: County, @Context() ctx: Ctx): Promise<Rate> {
    return (await figuresOf(ctx, id)).oneShoulder;
  }
}

@Resolver(() => Township)
export class TownshipSecretaries {
  @FieldResolver(() => Rate, VACANCY)
  async secretaryVacancy(@Root() { id }: Township, @Context() ctx: Ctx): Promise<Rate> {
    return (await figuresOf(ctx, id)).vacancy;
  }
  @FieldResolver(() => [SecretaryTier], TIERS)
  async secretaryTiers(@Root() { id }: Township, @Context() ctx: Ctx): Promise<readonly SecretaryTier[]> {
    return (await figuresOf(ctx, id)).tiers;
  }
  @FieldResolver(() => Rate, SHOULDER)
  async oneShoulder(@Root() { id }: Township, @Context() ctx: Ctx): Promise<Rate> {
    return (await figuresOf(ctx, id)).oneShoulder;
  }
}
