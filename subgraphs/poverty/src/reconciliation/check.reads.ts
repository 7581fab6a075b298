import type { EntityClass } from '@mikro-orm/core';
import type { Ctx } from '#platform/context';
import { addDays, type Day, FOREVER } from '#platform/day';
import { AccountabilityAction } from '../accountability/action.entity.ts';
import { Fact } from '../facts/fact.entity.ts';
import { COVERING, holdingOn, isActive, SECRETARY } from '../facts/fact.rules.ts';
import { Finding } from '../findings/finding.entity.ts';
import { ClosingCondition, FindingState, whereOpen } from '../findings/finding.rules.ts';
import { HelperAssignment } from '../helpers/assignment.entity.ts';
import { InspectionMember } from '../inspections/member.entity.ts';
import { Check, type Disagreement, GRACE_DAYS, OWNER, type Side } from './break.rules.ts';

/** What was told of the nouns that the checks look at, in the order in which it was told. */
export interface Told {
  readonly offices: readonly Fact[];
  readonly postings: readonly Fact[];
  readonly teams: readonly Fact[];
  readonly enrolments: readonly Fact[];
  readonly actions: readonly Fact[];
  /** Persons who exist, by the personnel ledger. */
  readonly persons: ReadonlySet<string>;
}

const COLUMNS = ['noun', 'key', 'event', 'day', 'from', 'to', 'person', 'place', 'of', 'kind', 'state'] as const;

/** Everything that was told, in two statements. */
export async function readTold({ em }: Ctx): Promise<Told> {
  const rows = (await em
    .createQueryBuilder(Fact, 'f')
    .select(COLUMNS as never)
    .where({ noun: { $ne: 'person' } })
    .orderBy({ row: 'asc' })
    .execute('all', true)) as Fact[];
  const persons = (await em.createQueryBuilder(Fact, 'f').select('key', true).where({ noun: 'person' }).execute('all', false)) as {
    key: string;
  }[];
  const of = (noun: string) => rows.filter((f) => f.noun === noun);
  return {
    offices: of('office'),
    postings: of('posting'),
    teams: of('team'),
    enrolments: of('enrolment'),
    actions: of('action'),
    persons: new Set(persons.map((p) => p.key)),
  };
}

const side = (store: Side['store'], noun: string, key: string): Side => ({ store, noun, key });
const villageOf = (key: string): Side => side('villages', 'Village', key);

/** (28) Every active village is covered by team, first secretary and resident cadre. */
export function uncovered({ territory, day }: Ctx, { teams, postings }: Told): Disagreement[] {
  const standing = new Set(holdingOn(teams, day).map((f) => f.place));
  const active = holdingOn(postings, day).filter(isActive);
  const posted = (kind: string) => new Set(active.filter((f) => f.kind === kind).map((f) => f.place));
  const parts: [string, ReadonlySet<string | null | undefined>][] = [
    ['TEAM', standing],
    ...COVERING.map((k): [string, ReadonlySet<string | null | undefined>] => [k, posted(k)]),
  ];
  return territory.roots
    .flatMap((code) => territory.within(territory.named(code) ?? '', day, 'VILLAGE'))
    .flatMap((village) => {
      const missing = parts.filter(([, has]) => !has.has(village)).map(([part]) => part);
      if (missing.length === 0) return [];
      const present = [
        ...holdingOn(teams, day)
          .filter((f) => f.place === village)
          .map((f) => side('personnel', 'ResidentTeam', f.key)),
        ...active.filter((f) => f.place === village).map((f) => side('personnel', 'Posting', f.key)),
      ];
      return [
        {
          check: Check.VILLAGE_UNCOVERED,
          subject: village,
          division: village,
          owner: OWNER.VILLAGE_UNCOVERED,
          detail: `missing ${missing.join(', ')}`,
          sides: [villageOf(village), ...present],
        },
      ];
    });
}

/** (29) Persons to whom the others' records refer exist in the personnel store. */
export async function unknownPersons({ em, day }: Ctx, { offices, persons }: Told): Promise<Disagreement[]> {
  const open = { filters: { asOf: false, scope: false } } as const;
  const holders = holdingOn(offices, day).filter((f) => f.person && f.place && !persons.has(f.person));
  const told = (
    noun: string,
    owner: string,
    rows: readonly { id: string; division: string; person: string | null | undefined }[],
    named = true,
  ) =>
    rows
      .filter((r) => r.person && !persons.has(r.person))
      .map((r) => unknown(side('poverty', noun, r.id), named ? (r.person as string) : null, r.division, owner));
  const of = async <E extends { id: string }>(entity: EntityClass<E>, fields: readonly string[]) =>
    (await em.find(entity as EntityClass<Finding>, { validTo: FOREVER } as never, {
      ...open,
      fields: fields as never,
    })) as unknown as Record<string, string>[];
  const members = await of(InspectionMember, ['id', 'division', 'person']);
  const findings = (await of(Finding, ['id', 'division', 'person', 'responsiblePerson'])).map((f) => ({
    id: f['id'] as string,
    division: f['division'] as string,
    person: [f['person'], f['responsiblePerson']].find((p) => p && !persons.has(p)) ?? null,
  }));
  const actions = await of(AccountabilityAction, ['id', 'division', 'person']);
  const helpers = (await em
    .createQueryBuilder(HelperAssignment, 'a')
    .select(['helper', 'village'] as never, true)
    .where({ validTo: FOREVER })
    .execute('all', false)) as { helper: string; village: string }[];
  const strangers = [...new Map(helpers.filter((h) => !persons.has(h.helper)).map((h) => [h.helper, h.village]))];
  return [
    ...holders.map((f) => unknown(side('villages', 'OfficeHolding', f.key), f.person as string, f.place as string, 'ORG_DEPT')),
    ...told('InspectionMember', 'INSPECTOR', members as never),
    ...told('Finding', 'INSPECTOR', findings, false), // whom a finding or an action is about isn't told on a board
    ...told('AccountabilityAction', 'DISCIPLINE', actions as never, false),
    ...strangers.map(([helper, village]) => ({ ...unknown(side('poverty', 'Helper', helper), helper, village, 'POVERTY_OFFICE') })),
  ];
}

const unknown = (record: Side, person: string | null, division: string, owner: string): Disagreement => ({
  check: Check.PERSON_UNKNOWN,
  subject: record.key,
  division,
  owner,
  detail: `${record.noun} refers to a person whom the personnel store does not know`,
  sides: [record, ...(person && person !== record.key ? [side('personnel', 'Person', person)] : [])],
});

/** (30) A finding that needed a secretary in post was closed only when the villages store showed one. */
export async function closedWithout({ em }: Ctx, { offices }: Told): Promise<Disagreement[]> {
  const closed = await em.find(
    Finding,
    { condition: ClosingCondition.SECRETARY_IN_POST, state: FindingState.CLOSED, validTo: FOREVER },
    { filters: { asOf: false, scope: false } },
  );
  const byVillage = Map.groupBy(
    offices.filter((f) => f.kind === SECRETARY),
    (f) => f.place,
  );
  return closed
    .filter((f) => f.village && holdingOn(byVillage.get(f.village) ?? [], f.closedOn as Day).length === 0)
    .map((f) => ({
      check: Check.CLOSED_WITHOUT_SECRETARY,
      subject: f.id,
      division: f.division,
      owner: OWNER.CLOSED_WITHOUT_SECRETARY,
      detail: `closed on ${f.closedOn}, when the villages store shows no secretary in post`,
      sides: [side('poverty', 'Finding', f.id), villageOf(f.village as string)],
    }));
}

['FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE'];

/** (31) A promotion that rests on a posting to a village was decided while the person held that posting. */
export function promotedUnposted({ territory, day }: Ctx, { actions, postings }: Told): Disagreement[] {
  const byKey = Map.groupBy(postings, (f) => f.key);
  const county = territory.named(territory.roots[0] ?? '') ?? '';
  return holdingOn(actions, day)
    .filter((a) => a.kind === 'PROMOTE' && a.of && a.state)
    .filter((a) => !holdingOn(byKey.get(a.of as string) ?? [], a.state as Day).some((p) => isActive(p) && p.person === a.person))
    .map((a) => ({
      check: Check.PROMOTED_UNPOSTED,
      subject: a.key,
      division: a.place ?? county,
      owner: OWNER.PROMOTED_UNPOSTED,
      detail: `decided on ${a.state}, when the posting on which it rests was not held`,
      sides: [side('personnel', 'PersonnelAction', a.key), side('personnel', 'Posting', a.of as string)],
    }));
}

/** Postings under whose names people are trained. */
const RESIDENT = ['FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER', 'RESIDENT_CADRE'];

/** (32) Roles under which people were trained were held, in the village named, on the day of the training. */
export function roleUnheld(_: Ctx, { enrolments, offices, postings }: Told): Disagreement[] {
  const secretaries = Map.groupBy(
    offices.filter((f) => f.kind === SECRETARY),
    (f) => f.person,
  );
  const posted = Map.groupBy(postings, (f) => f.person);
  const last = new Map(enrolments.map((e) => [e.key, e]));
  return [...last.values()].flatMap((e) => {
    const held =
      e.kind === 'BRANCH_SECRETARY'
        ? holdingOn(secretaries.get(e.person) ?? [], e.from)
        : RESIDENT.includes(e.kind as string)
          ? holdingOn(
              (posted.get(e.person) ?? []).filter((p) => p.kind === e.kind),
              e.from,
            ).filter(isActive)
          : null;
    if (held === null || held.some((h) => h.place === e.place)) return [];
    return [
      {
        check: Check.ROLE_UNHELD,
        subject: e.key,
        division: e.place as string,
        owner: OWNER.ROLE_UNHELD,
        detail: `trained as ${e.kind}, which was not held there on ${e.from}`,
        sides: [
          side('personnel', 'TrainingEnrolment', e.key),
          ...held.map((h) =>
            side(h.noun === 'office' ? 'villages' : 'personnel', h.noun === 'office' ? 'OfficeHolding' : 'Posting', h.key),
          ),
        ],
      },
    ];
  });
}

/** (33) Nothing is open on a village that ended more than thirty days ago. */
export async function openOnAbolished({ em, territory, day }: Ctx, { offices, postings }: Told): Promise<Disagreement[]> {
  const ended = (place: string | null | undefined): place is string =>
    !!place && territory.has(place) && !territory.at(place, day) && !territory.at(place, addDays(day, -GRACE_DAYS));
  const at = (record: Side, village: string, owner: string): Disagreement => ({
    check: Check.OPEN_ON_ABOLISHED,
    subject: record.key,
    division: village,
    owner,
    detail: `${record.noun} is open on a village that ended more than ${GRACE_DAYS} days ago`,
    sides: [record, villageOf(village)],
  });
  const opened = { filters: { asOf: false, scope: false } } as const;
  const findings = await em.find(
    Finding,
    { ...whereOpen(), village: { $ne: null }, validTo: FOREVER },
    { ...opened, fields: ['id', 'village'] },
  );
  const helping = (await em
    .createQueryBuilder(HelperAssignment, 'a')
    .select(['village'] as never, true)
    .where({ validTo: FOREVER })
    .execute('all', false)) as { village: string }[];
  const gone = helping.map((h) => h.village).filter(ended);
  const assignments = gone.length
    ? await em.find(HelperAssignment, { village: { $in: gone }, validTo: FOREVER }, { ...opened, fields: ['id', 'village'] })
    : [];
  return [
    ...holdingOn(postings, day)
      .filter((f) => isActive(f) && ended(f.place))
      .map((f) => at(side('personnel', 'Posting', f.key), f.place as string, 'ORG_DEPT')),
    ...holdingOn(offices, day)
      .filter((f) => ended(f.place))
      .map((f) => at(side('villages', 'OfficeHolding', f.key), f.place as string, 'ORG_DEPT')),
    ...findings.filter((f) => ended(f.village)).map((f) => at(side('poverty', 'Finding', f.id), f.village as string, 'POVERTY_OFFICE')),
    ...assignments.map((a) => at(side('poverty', 'HelperAssignment', a.id), a.village, 'POVERTY_OFFICE')),
  ];
}
