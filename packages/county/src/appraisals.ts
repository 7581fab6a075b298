import { type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import type { Corps } from './cadres.ts';
import { chance } from './chance.ts';
import type { SamplePosting } from './postings.ts';
import { BEGINS, type Period } from './register.ts';

export type SchemeKind = 'ANNUAL' | 'RESIDENT_SPECIAL' | 'TEAM';

export interface SampleItem {
  readonly code: string;
  readonly name: string;
  readonly criterion: 'POLITICS' | 'STYLE' | 'RESPONSIBILITY' | 'DEDICATION';
  readonly mustReport: boolean;
  readonly mustRate: boolean;
  readonly mustAppraise: boolean;
}

export interface SampleScheme {
  readonly id: string;
  readonly kind: SchemeKind;
  readonly title: string;
  readonly document: string;
  readonly items: readonly SampleItem[];
  readonly channels: readonly string[];
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** What every evaluation has, of a person or of a team. */
interface Evaluated {
  readonly id: string;
  readonly year: number;
  readonly scheme: string;
  readonly grade: 'EXCELLENT' | 'COMPETENT' | 'BASIC' | 'INCOMPETENT' | 'NO_GRADE';
  readonly division: string;
  readonly document: string;
  readonly entries: readonly { item: string; report: string | null; rating: number | null; mark: number | null }[];
  readonly sections: readonly { channel: string; partyBuilding: string }[];
  readonly validFrom: Day;
}

export interface SampleAppraisal extends Evaluated {
  readonly person: string;
  readonly kind: 'ANNUAL' | 'RESIDENT_SPECIAL';
  readonly posting: string | null;
}

export interface SampleTeamAppraisal extends Evaluated {
  readonly subjectKind: 'TOWNSHIP';
  readonly subject: string;
  readonly evidence: readonly { measure: string; value: number; numerator: null; denominator: null; asOf: Day; text: string }[];
}

const item = (code: string, name: string, criterion: SampleItem['criterion'], flags: string): SampleItem => ({
  code,
  name,
  criterion,
  mustReport: flags.includes('述'),
  mustRate: flags.includes('测'),
  mustAppraise: flags.includes('考'),
});

const ITEMS: Readonly<Record<SchemeKind, readonly SampleItem[]>> = {
  ANNUAL: [
    item('A1', '政治表现', 'POLITICS', '考'),
    item('A2', '抓党建工作', 'POLITICS', '述考'),
    item('A3', '工作作风', 'STYLE', '测'),
    item('A4', '担当作为', 'RESPONSIBILITY', '测考'),
    item('A5', '脱贫攻坚实绩', 'DEDICATION', '述考'),
  ],
  RESIDENT_SPECIAL: [
    item('R1', '建强基层组织', 'POLITICS', '述考'),
    item('R2', '在岗在村', 'STYLE', '考'),
    item('R3', '推动精准扶贫', 'RESPONSIBILITY', '述考'),
    item('R4', '为民办事服务', 'DEDICATION', '测'),
  ],
  TEAM: [
    item('T1', '党的建设', 'POLITICS', '述考'),
    item('T2', '作风建设', 'STYLE', '测'),
    item('T3', '脱贫攻坚实绩', 'RESPONSIBILITY', '述考'),
    item('T4', '民生实事', 'DEDICATION', '考'),
  ],
};
const CHANNELS: Readonly<Record<SchemeKind, readonly string[]>> = {
  ANNUAL: ['EXAMINATION', 'DUTY_REPORT', 'REVIEW'],
  RESIDENT_SPECIAL: ['EXAMINATION', 'REVIEW'],
  TEAM: ['EXAMINATION', 'DUTY_REPORT'],
};
const TITLES: Readonly<Record<SchemeKind, string>> = {
  ANNUAL: '干部年度考核办法',
  RESIDENT_SPECIAL: '驻村干部专项考核办法',
  TEAM: '领导班子年度考核办法',
};
/** When the schemes were revised: what was appraised before stays under the earlier one. */
const REVISED: Day = '2021-01-01';

const schemeId = (kind: SchemeKind, from: Day): string => idFrom('sch', kind, from);

/** The county's schemes: one of each kind from the beginning, followed by a revision. */
export const schemes = (today: Day): SampleScheme[] =>
  (Object.keys(ITEMS) as SchemeKind[]).flatMap((kind) => {
    const common = { kind, items: ITEMS[kind], channels: CHANNELS[kind] };
    const revised = REVISED <= today;
    const first = {
      ...common,
      id: schemeId(kind, BEGINS),
      title: `${TITLES[kind]}（试行）`,
      document: '天办发〔2016〕31号',
      validFrom: BEGINS,
    };
    const later = { ...common, id: schemeId(kind, REVISED), title: TITLES[kind], document: '天办发〔2020〕58号', validFrom: REVISED };
    return [{ ...first, validTo: revised ? REVISED : FOREVER }, ...(revised ? [{ ...later, validTo: FOREVER }] : [])];
  });

interface Asked {
  readonly periods: readonly Period[];
  readonly corps: Corps;
  readonly postings: readonly SamplePosting[];
  /** Who was excellent for 2017 of those decided on in 2018, and all of those. */
  readonly excellent2017: ReadonlySet<string>;
  readonly decided2018: ReadonlySet<string>;
}

/**
 * Appraisals of every year since 2017, settled in the first days of the next: the annual one of every cadre, the
 * special one of first secretaries (and team leaders), and that of each township's leadership team.
 */
export function appraisals(
  { periods, corps, postings, excellent2017, decided2018 }: Asked,
  now: Date,
): { persons: SampleAppraisal[]; teams: SampleTeamAppraisal[] } {
  const today = dayOf(now);
  const persons: SampleAppraisal[] = [];
  const teams: SampleTeamAppraisal[] = [];
  for (let year = 2017; `${year + 1}-01-05` <= today; year++) {
    const settled = `${year + 1}-01-05`;
    const end = `${year}-12-31`;
    const scheme = (kind: SchemeKind) => schemeId(kind, settled < REVISED ? BEGINS : REVISED);
    const grade = (person: string): Evaluated['grade'] => {
      if (year === 2017 && excellent2017.has(person)) return 'EXCELLENT';
      const dice = chance('grade', person, year).next();
      if (dice < 0.15) return year === 2017 && decided2018.has(person) ? 'COMPETENT' : 'EXCELLENT';
      return dice < 0.975 ? 'COMPETENT' : dice < 0.99 ? 'BASIC' : dice < 0.995 ? 'NO_GRADE' : 'INCOMPETENT';
    };
    const document = (n: number) => `天组发〔${year + 1}〕${n}号`;
    // The county keeps the appraisals of the years of the source whole, of later years those of leading posts.
    const whole = year <= 2018;
    const annual = new Map(
      corps.posts.filter((p) => p.validFrom <= end && end < p.validTo && (whole || p.leadership)).map((p) => [p.person, p]),
    );
    for (const { person, division } of annual.values())
      persons.push({
        ...evaluated('ANNUAL', grade(person), person, year),
        id: idFrom('apr', 'annual', person, year),
        person,
        kind: 'ANNUAL',
        posting: null,
        year,
        scheme: scheme('ANNUAL'),
        division,
        document: document(2),
        validFrom: settled,
      });
    const leading = postings.filter(
      (p) =>
        p.state !== 'APPROVED' && (p.kind === 'FIRST_SECRETARY' || (whole && (p.kind === 'TEAM_LEADER' || excellent2017.has(p.person)))),
    );
    const special = new Map(leading.filter((p) => p.from <= end && end < p.to).map((p) => [p.person, p]));
    for (const { person, id, target } of special.values())
      persons.push({
        ...evaluated('RESIDENT_SPECIAL', grade(person), person, year),
        id: idFrom('apr', 'resident', person, year),
        person,
        kind: 'RESIDENT_SPECIAL',
        posting: id,
        year,
        scheme: scheme('RESIDENT_SPECIAL'),
        division: target,
        document: document(3),
        validFrom: settled,
      });
    for (const t of periods.filter((p) => p.kind === 'TOWNSHIP' && p.validFrom <= end && end < p.validTo)) {
      const villages = periods.filter((p) => p.kind === 'VILLAGE' && p.parent === t.id && p.validFrom <= end && end < p.validTo).length;
      teams.push({
        ...evaluated('TEAM', chance('team', t.id, year).next() < 0.25 ? 'EXCELLENT' : 'COMPETENT', t.id, year),
        id: idFrom('tap', t.id, year),
        subjectKind: 'TOWNSHIP',
        subject: t.id,
        division: t.id,
        year,
        scheme: scheme('TEAM'),
        document: document(4),
        evidence: [{ measure: 'M01', value: villages, numerator: null, denominator: null, asOf: end, text: `所辖行政村${villages}个` }],
        validFrom: settled,
      });
    }
  }
  return { persons, teams };
}

/** What was entered: complete under the scheme, unless nobody graded it. */
function evaluated(
  kind: SchemeKind,
  grade: Evaluated['grade'],
  ...words: (string | number)[]
): Pick<Evaluated, 'grade' | 'entries' | 'sections'> {
  if (grade === 'NO_GRADE') return { grade, entries: [], sections: [] };
  const luck = chance('entries', ...words);
  const base = { EXCELLENT: 90, COMPETENT: 80, BASIC: 65, INCOMPETENT: 50 }[grade];
  const entries = ITEMS[kind].map(({ code, mustReport, mustRate, mustAppraise }) => ({
    item: code,
    report: mustReport ? '见述职报告' : null,
    rating: mustRate ? base + luck.between(0, 8) : null,
    mark: mustAppraise ? base + luck.between(0, 8) : null,
  }));
  return { grade, entries, sections: CHANNELS[kind].map((channel) => ({ channel, partyBuilding: '抓党建工作情况见附件' })) };
}
