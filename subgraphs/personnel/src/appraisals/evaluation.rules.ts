import { lifecycle } from '#platform/lifecycle';
import { Refusal } from '#platform/refusal';
import { said } from '#platform/words';

/** Whom a scheme is for: a cadre each year, a resident cadre each year of the posting, a leadership team. */
export enum SchemeKind {
  ANNUAL = 'ANNUAL',
  RESIDENT_SPECIAL = 'RESIDENT_SPECIAL',
  TEAM = 'TEAM',
}

export enum AppraisalKind {
  ANNUAL = 'ANNUAL',
  RESIDENT_SPECIAL = 'RESIDENT_SPECIAL',
}

/** The "good cadre" standard of the county. */
export enum Criterion {
  POLITICS = 'POLITICS',
  STYLE = 'STYLE',
  RESPONSIBILITY = 'RESPONSIBILITY',
  DEDICATION = 'DEDICATION',
}

/** Where Party building is looked at: 考核考党建、述职述党建、评议评党建、任用干部看党建. */
export enum Channel {
  EXAMINATION = 'EXAMINATION',
  DUTY_REPORT = 'DUTY_REPORT',
  REVIEW = 'REVIEW',
  APPOINTMENT = 'APPOINTMENT',
}

export enum Grade {
  EXCELLENT = 'EXCELLENT',
  COMPETENT = 'COMPETENT',
  BASIC = 'BASIC',
  INCOMPETENT = 'INCOMPETENT',
  NO_GRADE = 'NO_GRADE',
}

export enum EvaluationState {
  OPEN = 'OPEN',
  GRADED = 'GRADED',
  CONFIRMED = 'CONFIRMED',
}

/** What is missing from an evaluation. */
export enum Lack {
  REPORT = 'REPORT',
  RATING = 'RATING',
  MARK = 'MARK',
  PARTY_BUILDING = 'PARTY_BUILDING',
}

const { OPEN, GRADED, CONFIRMED } = EvaluationState;

/** The whole life of an evaluation; a review (复核) opens it again. */
export const { next, allowed } = lifecycle('evaluation', {
  enter: { from: [OPEN], to: OPEN },
  grade: { from: [OPEN], to: GRADED },
  confirm: { from: [GRADED], to: CONFIRMED },
  reopen: { from: [GRADED, CONFIRMED], to: OPEN },
});

/** One item of a scheme, with what it must have: 必述 a report, 必测 a rating, 必考 a mark. */
export interface Item {
  readonly code: string;
  readonly name: string;
  readonly criterion: Criterion;
  readonly mustReport: boolean;
  readonly mustRate: boolean;
  readonly mustAppraise: boolean;
}

/** What was entered for an item: the person's report, the rating by colleagues and villagers, the appraisers' mark. */
export interface EntryOf {
  readonly item: string;
  readonly report?: string | null;
  readonly rating?: number | null;
  readonly mark?: number | null;
}

/** The Party-building section of a channel. */
export interface SectionOf {
  readonly channel: Channel;
  readonly partyBuilding: string;
}

export interface Missing {
  readonly what: Lack;
  readonly item: string | null;
  readonly channel: Channel | null;
}

export const POINTS = { least: 0, most: 100 } as const;
export const ITEMS_AT_MOST = 40;

/** What an evaluation still lacks under its scheme: nothing may be graded while anything is missing. */
export function missingFrom(
  scheme: { readonly items: readonly Item[]; readonly channels: readonly Channel[] },
  entries: readonly EntryOf[],
  sections: readonly SectionOf[],
): Missing[] {
  const entered = new Map(entries.map((e) => [e.item, e]));
  const lacks = scheme.items.flatMap(({ code, mustReport, mustRate, mustAppraise }): Missing[] => {
    const { report, rating, mark } = entered.get(code) ?? { item: code };
    const wants: [boolean, unknown, Lack][] = [
      [mustReport, report, Lack.REPORT],
      [mustRate, rating, Lack.RATING],
      [mustAppraise, mark, Lack.MARK],
    ];
    return wants.filter(([must, has]) => must && has == null).map(([, , what]) => ({ what, item: code, channel: null }));
  });
  const written = new Set(sections.map((s) => s.channel));
  return [
    ...lacks,
    ...scheme.channels.filter((c) => !written.has(c)).map((channel) => ({ what: Lack.PARTY_BUILDING, item: null, channel })),
  ];
}

/** The items of a scheme, or a refusal: each code once, all four criteria present. */
export function soundItems(items: readonly Item[]): Item[] {
  if (items.length === 0 || items.length > ITEMS_AT_MOST)
    throw new Refusal('BAD_USER_INPUT', `a scheme has 1 to ${ITEMS_AT_MOST} items; got ${items.length}`);
  const twice = items.find((item, i) => items.findIndex((other) => other.code === item.code) !== i);
  if (twice) throw new Refusal('BAD_USER_INPUT', `item ${twice.code} stands twice; each code names one item`);
  const absent = Object.values(Criterion).filter((c) => !items.some((i) => i.criterion === c));
  if (absent.length > 0) throw new Refusal('BAD_USER_INPUT', `no item looks at ${absent.join(', ')}; a scheme looks at all four criteria`);
  return items.map((item) => ({ ...item, code: said(item.code, 'item code', 20), name: said(item.name, 'item name', 60) }));
}

/** Entries after `more` has been entered: what is given replaces what was, the rest stays. */
export function entered(items: readonly Item[], before: readonly EntryOf[], more: readonly EntryOf[]): EntryOf[] {
  const all = new Map(before.map((e) => [e.item, e]));
  for (const { item, report, rating, mark } of more) {
    if (!items.some((i) => i.code === item))
      throw new Refusal('NOT_FOUND', `the scheme has no item ${item}; it has ${items.map((i) => i.code).join(', ')}`);
    for (const points of [rating, mark])
      if (points != null && (points < POINTS.least || points > POINTS.most))
        throw new Refusal('BAD_USER_INPUT', `ratings and marks are ${POINTS.least} to ${POINTS.most}; got ${points}`);
    const old = all.get(item);
    all.set(item, {
      item,
      report: report == null ? (old?.report ?? null) : said(report, 'report', 500),
      rating: rating ?? old?.rating ?? null,
      mark: mark ?? old?.mark ?? null,
    });
  }
  return [...all.values()];
}

/** Sections after `more` has been written: a later text of a channel replaces an earlier one. */
export function written(channels: readonly Channel[], before: readonly SectionOf[], more: readonly SectionOf[]): SectionOf[] {
  const all = new Map(before.map((s) => [s.channel, s]));
  for (const { channel, partyBuilding } of more) {
    if (!channels.includes(channel))
      throw new Refusal('BAD_USER_INPUT', `the scheme has no channel ${channel}; it has ${channels.join(', ')}`);
    all.set(channel, { channel, partyBuilding: said(partyBuilding, 'partyBuilding', 500) });
  }
  return [...all.values()];
}
