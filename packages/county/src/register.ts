import { createHash } from 'node:crypto';
import { addDays, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import file from '../data/tianzhen-divisions.json' with { type: 'json' };

export type DivisionKind = 'COUNTY' | 'TOWNSHIP' | 'VILLAGE' | 'COMMUNITY';

/** One period in the life of a division during which its code, name and parent stayed the same. */
export interface Period {
  readonly id: string;
  readonly kind: DivisionKind;
  readonly code: string;
  /** As the edition prints it, with its errors: 马圈痒村委会. */
  readonly officialName: string;
  /** Short and corrected, as people say it: 马圈庠. */
  readonly name: string;
  readonly parent: string | null;
  readonly county: string;
  readonly validFrom: Day;
  validTo: Day;
}

/** A change of the register between two editions. `to` is null where the public data don't name the successors. */
export interface RegisterChange {
  readonly id: string;
  readonly type: 'ESTABLISH' | 'ABOLISH' | 'MERGE' | 'SPLIT' | 'RENAME' | 'RECODE';
  readonly on: Day;
  readonly afterEdition: Day;
  readonly from: readonly string[];
  readonly to: readonly string[] | null;
}

export const COUNTY_CODE = '140222000000';
const COUNTY_NAME = '天镇县';
const { content, checksum, source } = file;

/** The sum of the content, to be held against the one that the file states. */
export const contentChecksum = (): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');
export const statedChecksum = checksum.sha256;
export const registerSource = `${source.package}@${source.base.version} (${source.base.edition})`;

/** Editions of the register, oldest first, with what each counts. */
export const editions: readonly { asOf: Day; package: string; townships: number; villageCommittees: number; communities: number }[] =
  content.editions;

/** The day on which the register begins. */
export const BEGINS: Day = (content.editions[0] as { asOf: Day }).asOf;

// Characters that the statistical edition prints for ones its fonts lacked.
const CORRECTIONS: readonly (readonly [RegExp, string])[] = [
  [/夭/g, '窑'],
  [/粱/g, '梁'],
  [/马圈痒/g, '马圈庠'],
];
const shortName = (official: string): string =>
  CORRECTIONS.reduce((name, [wrong, right]) => name.replace(wrong, right), official.replace(/(村民委员会|村委会|居民委员会|居委会)$/, ''));

const divisionId = (kind: DivisionKind, code: string): string =>
  idFrom({ COUNTY: 'cty', TOWNSHIP: 'twn', VILLAGE: 'vil', COMMUNITY: 'vil' }[kind], 'tianzhen', code);

const kindOf = (code: string): DivisionKind => (Number(code.slice(9)) < 200 ? 'COMMUNITY' : 'VILLAGE');
/** The relocation community, the only division of the data that was divided. */
const SPLIT_COMMUNITY = '万家乐';

const townshipCode = (code: string): string => `${code.slice(0, 9)}000`;

interface Event {
  readonly type: string;
  readonly afterEdition: Day;
  readonly byEdition: Day;
  readonly oldCode: string;
  readonly newCode: string;
  readonly name: string;
}

/**
 * The dated register: every division of the county with all periods of its life, and the changes between them. It starts
 * from the first edition (the base edition with its own events undone) and carries out every event in turn.
 */
export function readRegister(): { periods: Period[]; changes: RegisterChange[] } {
  const periods: Period[] = [];
  const changes: RegisterChange[] = [];
  const events = content.events as readonly Event[];
  const baseDay = source.base.edition;
  const county = divisionId('COUNTY', COUNTY_CODE);
  const put = (
    kind: DivisionKind,
    code: string,
    officialName: string,
    parent: string | null,
    validFrom: Day,
    id = divisionId(kind, code),
  ) => {
    const period: Period = { id, kind, code, officialName, name: shortName(officialName), parent, county, validFrom, validTo: FOREVER };
    periods.push(period);
    return period;
  };
  const open = (code: string) => periods.find((p) => p.code === code && p.validTo === FOREVER) as Period;
  const parentOf = (code: string) => open(townshipCode(code)).id;
  const note = (type: RegisterChange['type'], e: Event, from: string[], to: string[] | null) =>
    changes.push({
      id: idFrom('chg', e.type, e.byEdition, e.oldCode, e.newCode),
      type,
      on: e.byEdition,
      afterEdition: e.afterEdition,
      from,
      to,
    });

  // The first edition: the base edition without what was added before it, with what was removed before it.
  const early = events.filter((e) => e.byEdition <= baseDay);
  const addedEarly = new Set(early.filter((e) => e.type.endsWith('ADDED')).map((e) => e.newCode.padEnd(12, '0')));
  const renamedEarly = new Map(early.filter((e) => e.type === 'RENAMED').map((e) => [e.oldCode, e.name.split(' → ')[0] as string]));
  put('COUNTY', COUNTY_CODE, COUNTY_NAME, null, BEGINS);
  for (const township of content.townships2018) {
    if (!addedEarly.has(township.code)) put('TOWNSHIP', township.code, township.name, county, BEGINS);
  }
  for (const township of content.townships2018)
    for (const { code, name } of [...township.villages, ...township.communities])
      if (!addedEarly.has(code)) put(kindOf(code), code, renamedEarly.get(code) ?? name, parentOf(code), BEGINS);
  for (const e of early) if (e.type === 'REMOVED') put(kindOf(e.oldCode), e.oldCode, e.name, parentOf(e.oldCode), BEGINS);

  // Every later edition, one day at a time: townships first, so that villages find their parents.
  const order = ['TOWNSHIP_ADDED', 'ADDED', 'RENAMED', 'RECODED', 'REMOVED', 'TOWNSHIP_REMOVED'];
  const sorted = events.toSorted((a, b) => a.byEdition.localeCompare(b.byEdition) || order.indexOf(a.type) - order.indexOf(b.type));
  for (const e of sorted) {
    const day = e.byEdition;
    switch (e.type) {
      case 'TOWNSHIP_ADDED':
        note('ESTABLISH', e, [], [put('TOWNSHIP', e.newCode.padEnd(12, '0'), e.name, county, day).id]);
        break;
      case 'ADDED': {
        const born = put(kindOf(e.newCode), e.newCode, e.name, parentOf(e.newCode), day);
        const outOfSplit =
          e.name.startsWith(SPLIT_COMMUNITY) &&
          sorted.some((x) => x.type === 'REMOVED' && x.byEdition === day && x.name.startsWith(SPLIT_COMMUNITY));
        if (!outOfSplit) note('ESTABLISH', e, [], [born.id]);
        break;
      }
      case 'RENAMED': {
        const old = open(e.oldCode);
        old.validTo = day;
        put(old.kind, old.code, e.name.split(' → ')[1] as string, old.parent, day, old.id);
        note('RENAME', e, [old.id], [old.id]);
        break;
      }
      case 'RECODED': {
        const old = open(e.oldCode);
        old.validTo = day;
        put(old.kind, e.newCode, old.officialName, parentOf(e.newCode), day, old.id);
        note('RECODE', e, [old.id], [old.id]);
        break;
      }
      case 'REMOVED': {
        const old = open(e.oldCode);
        old.validTo = day;
        // The relocation community was divided into four in the same edition; for villages no successor is named.
        const heirs = old.officialName.startsWith(SPLIT_COMMUNITY)
          ? sorted
              .filter((x) => x.type === 'ADDED' && x.byEdition === day && x.name.startsWith(SPLIT_COMMUNITY))
              .map((x) => divisionId('COMMUNITY', x.newCode))
          : null;
        note(heirs ? 'SPLIT' : 'ABOLISH', e, [old.id], heirs);
        break;
      }
      case 'TOWNSHIP_REMOVED': {
        const old = open(e.oldCode.padEnd(12, '0'));
        old.validTo = day;
        // All its villages that still existed were recoded into one township of the same edition.
        const heir = sorted.find((x) => x.type === 'RECODED' && x.byEdition === day && townshipCode(x.oldCode) === old.code) as Event;
        note('MERGE', e, [old.id], [parentOf(heir.newCode)]);
        break;
      }
    }
  }
  return { periods, changes };
}

/** The villages (not communities) that exist on `day`, in division order. */
export const villagesOn = (periods: readonly Period[], day: Day): Period[] =>
  periods.filter((p) => p.kind === 'VILLAGE' && p.validFrom <= day && day < p.validTo).toSorted((a, b) => a.code.localeCompare(b.code));

/** The span of a division's life, from its first period to the end of its last. */
export function lifeOf(periods: readonly Period[], id: string): { from: Day; to: Day } {
  const own = periods.filter((p) => p.id === id);
  return {
    from: own.reduce((d, p) => (p.validFrom < d ? p.validFrom : d), FOREVER),
    to: own.reduce((d, p) => (p.validTo > d ? p.validTo : d), addDays(BEGINS, 0)),
  };
}
