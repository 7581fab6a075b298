import { addDays, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import type { Corps } from './cadres.ts';
import { chance } from './chance.ts';
import { reserveEntryOf, type SampleExchange } from './frontline.ts';
import type { SamplePosting } from './postings.ts';

/** A version of a row, with what the ledger says of it. */
export interface Told<V> {
  readonly event: string;
  readonly version: V & { readonly id: string; readonly validFrom: Day; readonly validTo: Day; readonly version: number };
}

interface Stage {
  readonly event: string;
  readonly from: Day;
  readonly values: object;
}

/** The stages that have come by `today`, each closing the one before it. */
const versions = (id: string, common: object, stages: readonly Stage[], today: Day): Told<object>[] => {
  const come = stages.filter((s) => s.from <= today);
  return come.map(({ event, from, values }, i) => ({
    event,
    version: { ...common, ...values, id, validFrom: from, validTo: come[i + 1]?.from ?? FOREVER, version: i + 1 },
  }));
};

const LEVEL: Readonly<Record<string, string>> = { 141: 'DIVISION_DEPUTY', 142: 'SECTION_CHIEF', 150: 'SECTION_DEPUTY' };

/**
 * The reserve pool: whoever is sent under "1+1" stands in it since some weeks before, and entry and posting name each
 * other from the day of arrival; some others wait without a posting. Who is promoted leaves it.
 */
export function reserveEntries(corps: Corps, exchanges: readonly SampleExchange[], now: Date): Told<object>[] {
  const today = dayOf(now);
  const rises = Map.groupBy(corps.rises, (r) => r.person);
  const ranks = Map.groupBy(
    corps.ranks.filter((r) => r.scheme === 'POST_LEVEL'),
    (r) => r.person,
  );
  const sent = Map.groupBy(exchanges, (e) => e.person);
  const homes = new Map(corps.persons.map((p) => [p.id, p.homeDivision]));
  const enter = (person: string, on: Day, postings: readonly SampleExchange[]): Told<object>[] => {
    const code = ranks.get(person)?.find((r) => r.validFrom <= on && on < r.validTo)?.code ?? '150';
    const common = {
      person,
      division: homes.get(person),
      level: LEVEL[code] ?? 'DIVISION_DEPUTY',
      enteredOn: on,
      document: `天组发〔${on.slice(0, 4)}〕14号`,
    };
    const stages = [
      { event: 'reserve.entered', from: on, values: { linkedPosting: null } },
      ...postings.map((p) => ({ event: 'reserve.paired', from: p.from, values: { linkedPosting: p.id } })),
    ];
    const told = versions(reserveEntryOf(person), common, stages, today);
    // Promoted ones leave the pool, but not before their posting is over.
    const rise = rises.get(person)?.find((r) => r.on > (postings.at(-1)?.from ?? on))?.on;
    const over = postings.at(-1)?.to ?? on;
    const out = rise && (rise > over ? rise : over);
    const risen = out && out <= today ? out : undefined;
    const last = told.at(-1);
    return risen && last
      ? [...told.slice(0, -1), { event: 'reserve.left', version: { ...last.version, validTo: risen, endReason: 'APPOINTED' } as never }]
      : told;
  };
  const pool = [...sent].flatMap(([person, own]) => {
    const postings = own.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    return enter(person, addDays((postings[0] as SampleExchange).from, -40), postings);
  });
  const waiting = corps.posts
    .filter((p) => (p.role === 'AGENCY_DEPUTY' || p.role === 'STAFF') && !sent.has(p.person) && chance('reserve', p.person).next() < 0.12)
    .map((p) => ({ person: p.person, on: addDays(p.validFrom, 200) }))
    .filter(({ on }) => on <= today);
  const others = [...new Map(waiting.map((w) => [w.person, w])).values()].flatMap(({ person, on }) => enter(person, on, []));
  return [...pool, ...others];
}

const MATTERS = ['集体经济项目先行先试未达预期', '易地搬迁后续产业引进失败', '急难任务中简化程序', '政策尚无明确限制时的探索'] as const;
const REPORTS = ['反映低保评定优亲厚友', '反映项目资金使用不规范', '反映驻村考勤造假', '反映作风粗暴'] as const;

/** Tolerance and clarification cases, some a year, in the stages that they have reached by `now`. */
export function cases(corps: Corps, now: Date): { tolerance: Told<object>[]; clarification: Told<object>[] } {
  const today = dayOf(now);
  const tolerance: Told<object>[] = [];
  const clarification: Told<object>[] = [];
  for (let year = 2018; year <= Number(today.slice(0, 4)); year++) {
    const begun: Day = `${year}-01-01`;
    const standing = corps.posts.filter((p) => p.leadership && p.validFrom < begun && p.validTo > begun);
    const luck = chance('cases', year);
    for (let i = 0; i < 7; i++) {
      const who = luck.pick(standing);
      const on = addDays(begun, luck.between(20, 330));
      const about = { person: who.person, agency: null, division: who.division };
      if (i < 3) {
        const [outcome, all] = luck.pick([['TOLERATE_EXEMPT', true] as const, ['MITIGATE', false] as const]);
        const conditions = ['EXPLORATION', 'NO_EXPLICIT_BAN', 'FOR_DEVELOPMENT', 'NO_PRIVATE_GAIN', 'PROCEDURE_KEPT', 'LOSS_MITIGATED'].map(
          (condition, n) => ({ condition, met: all ? n !== 1 : n === 0 || n === 3 }),
        );
        const common = {
          ...about,
          appliedBy: 'dev:township',
          applicant: '本人',
          matter: luck.pick(MATTERS),
          accountability: null,
          finding: null,
        };
        const settled = { conditions, outcome, outcomeOn: addDays(on, 24), document: `天纪发〔${year}〕${10 + i}号` };
        const mended = { ...settled, correction: '完善项目论证和集体决策程序', correctionDue: addDays(on, 110) };
        const stages = [
          { event: 'tolerance.applied', from: on, values: { state: 'APPLIED', conditions: [] } },
          { event: 'tolerance.investigated', from: addDays(on, 6), values: { state: 'INVESTIGATING', conditions: [] } },
          { event: 'tolerance.determined', from: addDays(on, 24), values: { state: 'DETERMINED', ...settled } },
          { event: 'tolerance.notified', from: addDays(on, 29), values: { state: 'NOTIFIED', ...settled } },
          { event: 'tolerance.correctionStarted', from: addDays(on, 40), values: { state: 'CORRECTION', ...mended } },
          { event: 'tolerance.closed', from: addDays(on, 120), values: { state: 'CLOSED', ...mended } },
        ];
        tolerance.push(...versions(idFrom('tol', year, i), common, stages, today));
      } else {
        const common = {
          ...about,
          reportedBy: 'dev:discipline',
          matter: luck.pick(REPORTS),
          accountability: null,
          referred: luck.next() < 0.1,
        };
        const found = { conclusion: '经核查不属实' };
        const done = { ...found, document: `天纪发〔${year}〕${20 + i}号`, mode: luck.pick(['FACE_TO_FACE', 'MEETING', 'LETTER']) };
        const cleared = { ...done, outcome: 'CLARIFIED', outcomeOn: addDays(on, 40) };
        const stages = [
          { event: 'clarification.reported', from: on, values: { state: 'REPORTED', referred: false } },
          { event: 'clarification.verifiedFalse', from: addDays(on, 25), values: { state: 'VERIFIED_FALSE', ...found } },
          { event: 'clarification.clarified', from: addDays(on, 40), values: { state: 'CLARIFIED', ...cleared } },
          { event: 'clarification.closed', from: addDays(on, 45), values: { state: 'CLOSED', ...cleared } },
        ];
        clarification.push(...versions(idFrom('clr', year, i), common, stages, today));
      }
    }
  }
  return { tolerance, clarification };
}

export interface SampleCare {
  readonly id: string;
  readonly posting: string;
  readonly person: string;
  readonly division: string;
  readonly kind: 'MEDICAL_CHECK' | 'FAMILY_VISIT' | 'TALK' | 'INSURANCE';
  readonly on: Day;
  readonly note: null;
  readonly validFrom: Day;
}

const CARE = [
  ['FAMILY_VISIT', '-01-25', 0.04],
  ['INSURANCE', '-03-10', 0.03],
  ['MEDICAL_CHECK', '-06-20', 0.05],
  ['TALK', '-09-10', 0.03],
] as const;

/** Care for some of those in village postings, year by year. */
export function care(postings: readonly SamplePosting[], now: Date): SampleCare[] {
  const today = dayOf(now);
  const given: SampleCare[] = [];
  for (let year = 2018; year <= Number(today.slice(0, 4)); year++)
    for (const [kind, day, share] of CARE) {
      const on = `${year}${day}`;
      if (on > today) continue;
      for (const p of postings)
        if (p.targetType === 'VILLAGE' && p.state !== 'APPROVED' && p.from <= on && on < p.to && chance('care', p.id, on).next() < share)
          given.push({
            id: idFrom('car', p.id, on),
            posting: p.id,
            person: p.person,
            division: p.target,
            kind,
            on,
            note: null,
            validFrom: on,
          });
    }
  return given;
}
