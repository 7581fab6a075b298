import { Arg, Ctx as Context, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { requireRead } from '#platform/may';
import { Person } from '../offices/office.entity.ts';
import { holdersOf } from '../offices/office.reads.ts';
import { OfficeRole } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { ChainEntry, ChainLink, ResponsibilityChain } from './chain.entity.ts';
import { ResponsibilityItem, ResponsibilityList } from './list.entity.ts';
import { DutyReport, PublicPledge } from './report.entity.ts';

/** Everything that this store knows of the chains of a year, by organization and person: four statements for a page. */
const linksOf = batchedBy<number, string, (person: string) => Links>(String, async (organizations, year, ctx) => {
  for (const noun of ['PublicPledge', 'ResponsibilityList', 'ResponsibilityItem', 'DutyReport']) requireRead(ctx, noun);
  const of = { organization: { $in: [...organizations] }, year };
  const [pledges, lists, reports] = await Promise.all([
    ctx.em.find(PublicPledge, of),
    ctx.em.find(ResponsibilityList, of),
    ctx.em.find(DutyReport, of),
  ]);
  const items = await ctx.em.find(ResponsibilityItem, { list: { $in: lists.map((l) => l.id) } }, { orderBy: { due: 'asc', id: 'asc' } });
  return (organization) => (person) => {
    const own = <E extends { organization: string; person: string }>(rows: readonly E[]) =>
      rows.filter((r) => r.organization === organization && r.person === person);
    return { pledges: own(pledges), lists: own(lists), items: own(items), reports: own(reports) };
  };
});

interface Links {
  readonly pledges: PublicPledge[];
  readonly lists: ResponsibilityList[];
  readonly items: ResponsibilityItem[];
  readonly reports: DutyReport[];
}

const links = async (ctx: Ctx, { organization, holder, year }: ResponsibilityChain): Promise<Links> =>
  (await linksOf(ctx, year, organization))(holder);

const entry = (on: Day, link: ChainLink, title: string, key: string): ChainEntry =>
  Object.assign(new ChainEntry(), { on, link, title, key });

@Resolver(() => PartyOrganization)
export class OrganizationChains {
  @FieldResolver(() => [ResponsibilityChain], {
    nullable: true,
    description: '责任链条 · One chain for everybody who was secretary in the year until the day asked for.',
  })
  async responsibilityChains(
    @Root() { id, division }: PartyOrganization,
    @Context() ctx: Ctx,
    @Arg('year', () => Int, { description: '年度 · Year.' }) year: number,
  ): Promise<ResponsibilityChain[]> {
    const held = (await holdersOf(ctx, id, OfficeRole.SECRETARY)).filter(
      (h) => h.validFrom <= `${year}-12-31` && h.validTo > `${year}-01-01` && h.validFrom < h.validTo,
    );
    const persons = [...new Set(held.map((h) => h.person))];
    return persons.map((holder) => Object.assign(new ResponsibilityChain(), { organization: id, division, holder, year }));
  }
}

@Resolver(() => ResponsibilityChain)
export class ResponsibilityChainResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: '责任人 · Who; from here the person’s restricted records, for those who may read them.',
  })
  person(@Root() { holder }: ResponsibilityChain): Person {
    return { id: holder };
  }
  @FieldResolver(() => [PublicPledge], { nullable: true, description: '公开承诺 · Pledges (知责).' })
  async pledges(@Root() chain: ResponsibilityChain, @Context() ctx: Ctx): Promise<PublicPledge[]> {
    return (await links(ctx, chain)).pledges;
  }
  @FieldResolver(() => [ResponsibilityList], { nullable: true, description: '清单管理 · Lists (明责).' })
  async lists(@Root() chain: ResponsibilityChain, @Context() ctx: Ctx): Promise<ResponsibilityList[]> {
    return (await links(ctx, chain)).lists;
  }
  @FieldResolver(() => [DutyReport], { nullable: true, description: '述职评议 · Reports and their reviews (考责).' })
  async reports(@Root() chain: ResponsibilityChain, @Context() ctx: Ctx): Promise<DutyReport[]> {
    return (await links(ctx, chain)).reports;
  }
  @FieldResolver(() => [ChainEntry], { nullable: true, description: '时间线 · What happened in the chain, oldest first.' })
  async timeline(@Root() chain: ResponsibilityChain, @Context() ctx: Ctx): Promise<ChainEntry[]> {
    const { pledges, lists, items, reports } = await links(ctx, chain);
    const entries = [
      ...pledges.map((p) => entry(p.validFrom, ChainLink.PLEDGE, p.published, p.id)),
      ...lists.map((l) => entry(l.validFrom, ChainLink.LIST, `${l.state} ${l.document ?? ''}`.trim(), l.id)),
      ...items.filter((i) => i.scoredBy).map((i) => entry(i.validFrom, ChainLink.SCORE, `${i.matter} ${i.score}`, i.id)),
      ...reports.map((r) => entry(r.reportedOn, ChainLink.REPORT, r.state, r.id)),
      ...reports.flatMap((r) => (r.reviewedOn ? [entry(r.reviewedOn, ChainLink.REVIEW, `${r.grade}`, r.id)] : [])),
    ];
    return entries.toSorted((a, b) => a.on.localeCompare(b.on));
  }
}

/** A chain named by another subgraph is what its key says, if the division lies in the caller's territory. */
export const chainReference = (chain: unknown, { scope }: Ctx): ResponsibilityChain | null => {
  const { organization, division, holder, year } = chain as ResponsibilityChain;
  return scope.covers(division) ? Object.assign(new ResponsibilityChain(), { organization, division, holder, year }) : null;
};
