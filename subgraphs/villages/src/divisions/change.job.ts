import type { EntityClass } from '@mikro-orm/core';
import { transact, type Work } from '#platform/change';
import { type Day, dayOf, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import type { Job } from '#platform/job';
import { Refusal } from '#platform/refusal';
import { TERRITORY, TerritoryRow } from '#platform/territory';
import { Committee } from '../committees/committee.entity.ts';
import { VillageDesignation } from '../designations/designation.entity.ts';
import { OfficeHolding } from '../offices/office.entity.ts';
import { OfficeEnd } from '../offices/office.rules.ts';
import { MemberCount } from '../organizations/member.entity.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { Tier } from '../organizations/organization.rules.ts';
import { DivisionChange, DivisionChangeParty } from './change.entity.ts';
import { lockRegister, readRegister } from './change.reads.ts';
import { whereCarriedOut, whereDue } from './change.rules.ts';
import { Division, GivenCode } from './division.entity.ts';
import { ChangeType } from './division.rules.ts';
import { type Effect, effectOf } from './effect.rules.ts';
import { divided, isRural, type Plan } from './plan.rules.ts';
import { VillageProfile } from './profile.entity.ts';
import { sumOf } from './profile.rules.ts';
import { territoryOf } from './territory.rules.ts';

const EVERYWHERE = { asOf: false, scope: false };

/** Carries out every change whose day has come. One that the register refuses stays approved, and due, for all to see. */
export const effectDueChanges: Job = {
  name: 'effectDueChanges',
  async run(ctx) {
    const due = await ctx.em.find(
      DivisionChange,
      { validTo: FOREVER, ...whereDue(ctx.day) },
      { filters: EVERYWHERE, orderBy: { effectiveOn: 'asc', id: 'asc' } },
    );
    let done = 0;
    for (const { id } of due)
      try {
        await transact(ctx, (work) => work.change(DivisionChange, id, (change) => effect(work, change)));
        done += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        ctx.log.warn('change not carried out', { change: id, code: error.code, reason: error.message });
      }
    return done;
  },
};

/**
 * Redraws the register as a change says, as of its day, and lets follow what hangs on it in this store. Everything in
 * one transaction, one change at a time: whoever comes second sees the register as the first left it.
 */
export async function effect(work: Work, change: DivisionChange): Promise<string> {
  const { ctx } = work;
  const event = change.takeEffect(dayOf(ctx.now));
  await lockRegister(ctx);
  const { plan, effectiveOn: on } = change;
  for (const heir of plan.to ?? [])
    if (ctx.territory.has(heir) && !ctx.territory.at(heir, on))
      throw new Refusal('CONFLICT', `${heir} doesn't stand on ${on}; what takes over must`, { division: heir });
  const done = effectOf(await readRegister(ctx), plan, on);
  await redraw(work, change.id, done, on);
  const document = change.document ?? change.source;
  await moveOrganizations(work, done, on, document);
  await endWith(work, plan, done, on, document);
  await movePeople(work, plan, done, on);
  await ctx.em.flush();
  await redrawTerritory(work);
  return event;
}

async function redraw(work: Work, change: string, { ended, redrawn, born }: Effect, on: Day): Promise<void> {
  const { em } = work.ctx;
  for (const { id } of ended) await work.change(Division, id, (d) => d.end(on), { on });
  for (const next of redrawn) await work.change(Division, next.id, (d) => d.redraw(next), { on });
  const known = new Set((await em.find(GivenCode, {}, { filters: { asOf: false } })).map((g) => g.code));
  for (const { id, kind, code, name, officialName, parent, county } of born)
    work.create(
      Object.assign(new Division(), { id, kind, code, name, officialName, parent, county, validFrom: on }),
      'division.established',
    );
  for (const { id, code } of [...redrawn, ...born])
    if (!known.has(code)) work.create(Object.assign(new GivenCode(), { id, code, validFrom: on }), 'code.given');
  const parties = new Set((await em.find(DivisionChangeParty, { id: change }, { filters: { asOf: false } })).map((p) => p.division));
  for (const { id } of [...ended, ...redrawn, ...born].filter((d) => !parties.has(d.id)))
    work.create(Object.assign(new DivisionChangeParty(), { id: change, division: id, validFrom: on }), 'divisionChange.joined');
}

/** What hangs on a division in this store, as it stands now, in one order for everybody who locks it. */
const open = <E extends { id: string }>({ ctx: { em } }: Work, entity: EntityClass<E>, where: object): Promise<E[]> =>
  em.find(entity, { ...where, validTo: FOREVER } as never, { filters: EVERYWHERE, orderBy: { id: 'asc' } as never }) as Promise<E[]>;

/**
 * Organizations, offices, committees and designations end with the village that they are of. With a township its Party
 * committee ends; what else has its seat there, a school's branch say, goes on in the township that took over.
 */
async function endWith(work: Work, { to }: Plan, { ended }: Effect, on: Day, document: string): Promise<void> {
  const gone = { $in: ended.map((d) => d.id) };
  const townships = new Set(ended.filter((d) => !isRural(d)).map((d) => d.id));
  const goesOn = (o: PartyOrganization) => townships.has(o.division) && !o.tier;
  const organizations = await open(work, PartyOrganization, { division: gone });
  const lasting = new Set(organizations.filter(goesOn).map((o) => o.id));
  const heir = to?.[0] as string;
  const [committee] = lasting.size ? await open(work, PartyOrganization, { division: heir, tier: Tier.TOWNSHIP }) : [];
  for (const { id, organization } of await open(work, OfficeHolding, { division: gone }))
    await work.change(
      OfficeHolding,
      id,
      (office) =>
        lasting.has(organization)
          ? Object.assign(office, { division: heir }) && 'office.moved'
          : office.end(on, OfficeEnd.VILLAGE_ABOLISHED),
      { on },
    );
  for (const { id, organization } of await open(work, MemberCount, { division: gone }))
    await work.change(
      MemberCount,
      id,
      (count) => (lasting.has(organization) ? Object.assign(count, { division: heir }) && 'members.moved' : count.cease(on)),
      { on },
    );
  for (const { id } of await open(work, Committee, { division: gone })) await work.change(Committee, id, (c) => c.cease(on), { on });
  for (const { id, parent } of organizations)
    await work.change(
      PartyOrganization,
      id,
      (o) => {
        if (!lasting.has(id)) return o.dissolve(on, document);
        o.division = heir;
        return committee && organizations.some((led) => led.id === parent && led.tier)
          ? o.reparent(committee, document)
          : 'organization.moved';
      },
      { on },
    );
  for (const { id } of await open(work, VillageDesignation, { village: gone }))
    await work.change(VillageDesignation, id, (d) => d.end(on, '村已撤并 · The village ended'), { on });
}

/** Where a village goes, what leads it goes: under the Party committee of the township in which it now lies. */
async function moveOrganizations(work: Work, { redrawn }: Effect, on: Day, document: string): Promise<void> {
  const moved = new Map(redrawn.filter(isRural).map((d) => [d.id, d.parent as string]));
  const committees = await open(work, PartyOrganization, { division: { $in: [...new Set(moved.values())] }, tier: Tier.TOWNSHIP });
  const of = new Map(committees.map((o) => [o.division, o]));
  for (const { id, division, parent } of await open(work, PartyOrganization, {
    division: { $in: [...moved.keys()] },
    tier: Tier.VILLAGE,
  })) {
    const committee = of.get(moved.get(division) as string);
    if (committee && committee.id !== parent) await work.change(PartyOrganization, id, (o) => o.reparent(committee, document), { on });
  }
}

/** The people of what ends are counted where they now live, by their shares; nobody is lost to rounding. */
async function movePeople(work: Work, { from, shares }: Plan, { ended }: Effect, on: Day): Promise<void> {
  if (shares.length === 0) return;
  const { em } = work.ctx;
  const known = await em.find(
    VillageProfile,
    { village: { $in: [...from, ...shares.map((s) => s.division)] }, validTo: FOREVER },
    { filters: EVERYWHERE },
  );
  const of = new Map(known.map((p) => [p.village, p]));
  const leaving = sumOf(from.flatMap((id) => (of.get(id)?.persons == null ? [] : [counted(of.get(id) as VillageProfile)])));
  if (leaving.persons === 0) return;
  const weights = shares.map((s) => s.population);
  const households = divided(leaving.households, weights);
  const persons = divided(leaving.persons, weights);
  for (const [i, { division }] of shares.entries()) {
    const own = of.get(division);
    const stays = own && !from.includes(division) ? counted(own) : { households: 0, persons: 0 };
    const sum = sumOf([stays, { households: households[i] as number, persons: persons[i] as number }]);
    const count = (p: VillageProfile) => p.count(sum.households, sum.persons, on, '区划变更折算 · Carried over with a change of divisions');
    if (own) await work.change(VillageProfile, own.id, count, { on });
    else {
      const profile = Object.assign(new VillageProfile(), { id: newId('prf'), village: division, validFrom: on });
      work.create(profile, count(profile));
    }
  }
  for (const { id } of ended) {
    const own = of.get(id);
    if (own) await work.change(VillageProfile, own.id, (p) => Object.assign(p, { validTo: on }) && 'profile.ended', { on });
  }
}

const counted = ({ households, persons }: VillageProfile) => ({ households: households ?? 0, persons: persons ?? 0 });

/** Writes anew where what now lies, and tells the other stores of every division for which that became different. */
async function redrawTerritory(work: Work): Promise<void> {
  const { em, day } = work.ctx;
  const periods = await em.find(Division, {}, { filters: EVERYWHERE, orderBy: { id: 'asc', validFrom: 'asc' } });
  const mergers = await em.find(
    DivisionChange,
    { type: ChangeType.MERGE, validTo: FOREVER, ...whereCarriedOut() },
    { filters: EVERYWHERE, orderBy: { effectiveOn: 'asc' } },
  );
  const rows = Map.groupBy(territoryOf(periods, mergers), (t) => t.division);
  const known = Map.groupBy(await em.find(TerritoryRow, {}, { orderBy: { division: 'asc', validFrom: 'asc' } }), (t) => t.division);
  const print = (plots: readonly Omit<TerritoryRow, 'row'>[] = []) =>
    JSON.stringify(plots.map((t) => [t.code, t.kind, t.parent ?? null, t.lineage, t.validFrom, t.validTo]));
  for (const [division, own] of rows) {
    if (print(own) === print(known.get(division))) continue;
    await em.nativeDelete(TerritoryRow, { division });
    await em.insertMany(TerritoryRow, own as TerritoryRow[]);
    work.note({
      day,
      noun: TERRITORY,
      key: division,
      event: 'territory.drawn',
      place: division,
      before: null,
      after: JSON.stringify({ territory: own }),
    });
  }
}
