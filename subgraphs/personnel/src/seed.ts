import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { cadres, type SampleRank } from '#county/cadres';
import { workingCalendar } from '#county/calendar';
import { designations } from '#county/designations';
import { fileOf } from '#county/files';
import { exchanges } from '#county/frontline';
import { helpers } from '#county/helpers';
import { numbered } from '#county/people';
import { dispatches, type SamplePosting, type SampleResident } from '#county/postings';
import { BEGINS, type Period, readRegister } from '#county/register';
import { secretaries } from '#county/secretaries';
import { trainings } from '#county/trainings';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import type { Dated } from '#platform/dated';
import { type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { type Imported, importRows, rowOf } from '#platform/import';
import { keysOf } from '#platform/secret';
import { PostHolding } from './careers/post.entity.ts';
import { listOrderOf, type PostRole } from './careers/post.rules.ts';
import { RankRecord } from './careers/rank.entity.ts';
import { FrontLineMechanism } from './cultivation/mechanism.entity.ts';
import { Person } from './persons/person.entity.ts';
import { strokeKeyOf } from './persons/person.rules.ts';
import { Posting } from './postings/posting.entity.ts';
import { PostingRuleSet } from './postings/rule-set.entity.ts';
import { GUIDANCE, ShortfallRule } from './postings/rule-set.rules.ts';
import { allowanceRows, type Seeded } from './seed.allowances.ts';
import { seedCareers } from './seed.careers.ts';
import { ResidentTeam } from './teams/team.entity.ts';
import { Enrolment } from './training/enrolment.entity.ts';
import { TrainingEvent, TrainingSeries } from './training/training.entity.ts';

/** 村"两委"主干: the offices whose holders are trained as such. */
const PRINCIPALS: Readonly<Record<string, 'BRANCH_SECRETARY' | 'COMMITTEE_DIRECTOR'>> = {
  SECRETARY: 'BRANCH_SECRETARY',
  COMMITTEE_DIRECTOR: 'COMMITTEE_DIRECTOR',
};

/** Fills an empty store with the county's people and their postings, all of them synthetic. */
export async function seed(em: SqlEntityManager, now: Date): Promise<void> {
  const { years, days } = workingCalendar();
  await em.insertMany(CalendarYear, years as never);
  await em.insertMany(CalendarDay, days as never);

  const { periods } = readRegister();
  const rows: Imported[] = [];
  const add = <E extends Dated>(entity: EntityClass<E>, event: string, data: object) =>
    rows.push({ entity, event, row: rowOf(entity, data) });

  const offices = secretaries(periods);
  const home = new Map(offices.holdings.map((h) => [h.person, h.division]));
  const { residents, teams, postings } = dispatches(
    periods,
    now,
    offices.persons.map((p) => p.idNumber),
  );
  const local = offices.persons.map((p) => ({
    ...p,
    homeAgency: offices.agencyOf.get(p.id) ?? null,
    homeDivision: home.get(p.id) as string,
    politicalStatus: '01',
  }));
  const helping = helpers(
    periods,
    now,
    [...offices.persons, ...residents].map((p) => p.idNumber),
  );
  const corps = cadres(periods, now);
  const keys = keysOf(em);
  const known = new Set<string>();
  const taken = new Set([...local, ...residents, ...helping.persons].map((p) => p.idNumber));
  const register = ({ name, idNumber, phone, since = BEGINS, ...rest }: SampleResident & { since?: Day }) => {
    if (known.has(rest.id)) return; // a secretary of a township is one of the cadres as well
    known.add(rest.id);
    const file = careers.has(rest.id) ? fileOf({ name, idNumber, phone, ...rest }) : {};
    const row = { ...rowOf(Person, {}).named(name).identified(keys, { idNumber, phone }), ...rest, ...file };
    const spells = administeredSpells(careers.get(rest.id) ?? [], since);
    for (const [i, spell] of spells.entries()) {
      const event = i === 0 ? 'person.registered' : 'person.administrationRecorded';
      rows.push({ entity: Person, event, row: rowOf(Person, { ...row, ...spell, version: i + 1 }) });
    }
  };
  const careers = Map.groupBy(corps.ranks, (r) => r.person);
  const secretariesToo = new Set(local.map((p) => p.id));
  for (const cadre of corps.persons) register(secretariesToo.has(cadre.id) ? cadre : numbered(cadre, taken));
  for (const person of [...local, ...residents, ...helping.persons]) register(person);
  for (const team of teams) add(ResidentTeam, 'team.formed', team);
  for (const posting of postings) for (const { event, version } of versionsOf(posting)) add(Posting, event, version);
  const exchanged = exchanges(periods, now);
  for (const { from, to, ...given } of exchanged) {
    const one = { ...given, team: null, dispatchLevel: 'COUNTY', frontline: true, onePlusOne: true, replacement: null, waiver: null };
    const sample = { ...one, from, to, endReason: to === FOREVER ? null : 'TERM_END' } as unknown as SamplePosting;
    for (const { event, version } of versionsOf(sample)) add(Posting, event, version);
  }
  const set = [...settings(periods)];
  const rules = set.flatMap((s) => (s.entity === PostingRuleSet ? [s.data as PostingRuleSet] : []));
  const today = dayOf(now);
  const rulesOn = (day: Day) => rules.find((r) => r.validFrom <= day && day < r.validTo) ?? GUIDANCE;
  for (const row of [...set, ...allowanceRows({ periods, postings, today, rulesOn })]) add(row.entity, row.event, row.data);
  for (const rank of corps.ranks) add(RankRecord, 'rank.recorded', rank);
  const strokes = new Map([...corps.persons].map((p) => [p.id, strokeKeyOf(p.name)]));
  for (const { leadership: _, ...post } of corps.posts)
    add(PostHolding, 'post.assumed', { ...post, listOrder: listOrderOf(post.role as PostRole, strokes.get(post.person) as string) });
  const villages = new Set(periods.filter((p) => p.kind === 'VILLAGE').map((p) => p.id));
  const poor = new Set(designations(periods).flatMap((d) => (d.kind === 'POOR_VILLAGE' ? [d.village] : [])));
  const trained = trainings(
    {
      periods,
      offices: offices.holdings.flatMap((h) => {
        const role = PRINCIPALS[h.role];
        return role && villages.has(h.division) ? [{ ...h, role }] : [];
      }),
      postings,
      corps,
      assignments: helping.assignments,
      homes: new Map(helping.persons.map((p) => [p.id, p.homeDivision])),
      poor: (village) => poor.has(village),
    },
    now,
  );
  seedCareers(add, { periods, corps, postings, exchanged }, now);
  add(TrainingSeries, 'trainingSeries.opened', trained.series);
  for (const { event, version } of trained.events) add(TrainingEvent, event, version);
  for (const { event, version } of trained.enrolments) add(Enrolment, event, version);
  await importRows(em, now, rows);
}

/** What the county's documents settled: values that the source leaves to the county, so these are samples. */
function* settings(periods: readonly Period[]): Generator<Seeded> {
  const county = periods.find((p) => p.kind === 'COUNTY')?.id as string;
  const rules = { ...GUIDANCE, id: idFrom('prs', county), county };
  const since = (validFrom: Day, validTo: Day, version: number, document: string) => ({ validFrom, validTo, version, document });
  const issued = { entity: PostingRuleSet, event: 'postingRules.issued' };
  yield { ...issued, data: { ...rules, ...since('2018-04-01', '2021-07-01', 1, '天组发〔2018〕9号'), shortfall: ShortfallRule.ZERO } };
  const later = { ...rules, ...since('2021-07-01', FOREVER, 2, '天组发〔2021〕17号'), shortfall: ShortfallRule.PROPORTIONAL };
  yield { ...issued, data: later };
  const labels = {
    cultivate: '在一线培养',
    observe: '在一线考察',
    select: '在一线选拔',
    ...since('2017-09-01', FOREVER, 1, '天组发〔2017〕21号'),
  };
  yield { entity: FrontLineMechanism, event: 'frontLineMechanism.issued', data: { ...labels, id: idFrom('flm', county), county } };
}

/** 县管干部: whoever holds a rank of the section level; those above are the city's, those below their agency's. */
function administeredSpells(ranks: readonly SampleRank[], since: Day): { validFrom: Day; validTo: Day; countyAdministered: boolean }[] {
  const levels = ranks.filter((r) => r.scheme === 'POST_LEVEL').toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
  const starts = [{ from: since, administered: false }];
  for (const { code, validFrom } of levels) {
    const administered = code === '141' || code === '142';
    const last = starts.at(-1) as (typeof starts)[number];
    if (validFrom === last.from) last.administered = administered;
    else if (administered !== last.administered) starts.push({ from: validFrom, administered });
  }
  return starts.map((s, i) => ({ validFrom: s.from, validTo: starts[i + 1]?.from ?? FOREVER, countyAdministered: s.administered }));
}

/** The versions of a posting: in post, and over. */
function versionsOf({ from, to, state, endReason, replacement, waiver, ...given }: SamplePosting): { event: string; version: object }[] {
  const common = { ...given, division: given.target };
  if (state === 'APPROVED') return [{ event: 'posting.approved', version: { ...common, state, validFrom: from } }];
  const active = { ...common, state: 'ACTIVE', actualFrom: from, validFrom: from, validTo: to };
  const versions = [{ event: 'posting.arrived', version: active as object }];
  if (to === FOREVER) return versions;
  const over = { ...active, state, actualTo: to, endReason, replacement, waiver, validFrom: to, validTo: FOREVER, version: 2 };
  return [...versions, { event: state === 'COMPLETED' ? 'posting.completed' : 'posting.recalled', version: over }];
}
