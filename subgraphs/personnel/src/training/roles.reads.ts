import type { FilterQuery } from '@mikro-orm/core';
import type { Ctx } from '#platform/context';
import { whereHoldsOn } from '#platform/dated';
import { PostHolding } from '../careers/post.entity.ts';
import { PostRole } from '../careers/post.rules.ts';
import { RankRecord } from '../careers/rank.entity.ts';
import { PARTY_MEMBERS, whereDeputySection } from '../careers/rank.rules.ts';
import { Office } from '../offices/office.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { Posting } from '../postings/posting.entity.ts';
import { PostingState } from '../postings/posting.rules.ts';
import { IN_OFFICE, type InRole, POSTED, TrainingRole } from './training.rules.ts';

const { PARTY_CADRE, COUNTY_CADRE } = TrainingRole;

/** A secretary of the county or a township is no village secretary. */
const OF_A_VILLAGE: ReadonlySet<string> = new Set(['VILLAGE', 'COMMUNITY']);

/** Roles that are posts of the same name. */
const POSTS: Readonly<Partial<Record<TrainingRole, PostRole>>> = {
  [TrainingRole.TOWNSHIP_DEPUTY_SECRETARY]: PostRole.TOWNSHIP_DEPUTY_SECRETARY,
  [TrainingRole.ORG_COMMISSIONER]: PostRole.ORG_COMMISSIONER,
};

/** What gives the roles asked for, as a table from there to the role. */
const sources = <K extends string>(roles: readonly TrainingRole[], of: Readonly<Partial<Record<TrainingRole, K>>>): Map<K, TrainingRole> =>
  new Map(roles.flatMap((role) => (of[role] ? [[of[role] as K, role] as const] : [])));

/**
 * Who, within the caller's territory, has one of `roles` on the day asked for; of `persons` alone when they are named.
 * One statement for each kind of source, however many people.
 */
export async function inRoles(ctx: Ctx, roles: readonly TrainingRole[], persons?: readonly string[]): Promise<InRole[]> {
  const { em, day, scope, territory } = ctx;
  const only = persons ? { person: { $in: [...persons] } } : {};
  const kinds = sources(roles, POSTED);
  const offices = sources(roles, IN_OFFICE);
  const posts = sources(roles, POSTS);
  const [posted, held, inPost, party, county] = await Promise.all([
    kinds.size
      ? em.find(Posting, { ...only, kind: { $in: [...kinds.keys()] }, state: PostingState.ACTIVE }, { orderBy: { row: 'asc' } })
      : [],
    offices.size ? em.find(Office, { ...only, role: { $in: [...offices.keys()] }, ...whereHoldsOn(day) }, { orderBy: { id: 'asc' } }) : [],
    posts.size ? em.find(PostHolding, { ...only, role: { $in: [...posts.keys()] } }, { orderBy: { row: 'asc' } }) : [],
    roles.includes(PARTY_CADRE) ? partyCadres(ctx, only) : [],
    roles.includes(COUNTY_CADRE) ? em.find(Person, { ...(persons ? { id: { $in: [...persons] } } : {}), countyAdministered: true }) : [],
  ]);
  return [
    ...party,
    ...county.map((p) => ({ person: p.id, role: COUNTY_CADRE, division: p.homeDivision })),
    ...inPost.map((p) => ({ person: p.person, role: posts.get(p.role) as TrainingRole, division: p.division })),
    ...posted.map((p) => ({ person: p.person, role: kinds.get(p.kind) as TrainingRole, division: p.division })),
    ...held
      .filter((o) => scope.covers(o.division) && OF_A_VILLAGE.has(territory.at(o.division, day)?.kind ?? ''))
      .map((o) => ({ person: o.person, role: offices.get(o.role) as TrainingRole, division: o.division })),
  ];
}

/** Party members at deputy section and above (副科级以上党员干部), by post level or grade. */
async function partyCadres({ em, day }: Ctx, only: FilterQuery<RankRecord>): Promise<InRole[]> {
  const ranks = await em.find(RankRecord, { $and: [only, whereDeputySection(day)] } as FilterQuery<RankRecord>, {
    orderBy: { row: 'asc' },
  });
  const members = await em.find(Person, {
    id: { $in: [...new Set(ranks.map((r) => r.person))] },
    politicalStatus: { $in: [...PARTY_MEMBERS] },
  });
  return members.map((p) => ({ person: p.id, role: PARTY_CADRE, division: p.homeDivision }));
}
