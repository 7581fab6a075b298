import { lifecycle } from '#platform/lifecycle';

/** What a village's collective income consists of (集体经济收入构成), in fen. */
export interface Components {
  readonly operatingIncome: number;
  readonly contractIncome: number;
  readonly investmentIncome: number;
  readonly subsidyIncome: number;
  readonly otherIncome: number;
}

/** What `total` counts: everything, or operating income alone. The source doesn't say which it means. */
export enum IncomeCalibre {
  TOTAL = 'TOTAL',
  OPERATING_ONLY = 'OPERATING_ONLY',
}

/** The income of the year under a calibre. */
export const totalOf = (c: Components, calibre: IncomeCalibre = IncomeCalibre.TOTAL): number =>
  calibre === IncomeCalibre.OPERATING_ONLY
    ? c.operatingIncome
    : c.operatingIncome + c.contractIncome + c.investmentIncome + c.subsidyIncome + c.otherIncome;

/** The names of components below zero: an amount of income is never negative. */
export const negative = (c: Components & { readonly expenses?: number }): string[] =>
  Object.entries(c)
    .filter(([, amount]) => amount < 0)
    .map(([name]) => name);

export enum RecordState {
  DRAFT = 'DRAFT',
  TOWNSHIP_CHECKED = 'TOWNSHIP_CHECKED',
  COUNTY_CONFIRMED = 'COUNTY_CONFIRMED',
  LOCKED = 'LOCKED',
}
const { DRAFT, TOWNSHIP_CHECKED, COUNTY_CONFIRMED, LOCKED } = RecordState;

/** The life of a year's record: the village reports, the township checks, the county confirms and locks. */
export const { next, allowed } = lifecycle('collective economy record', {
  amendCollectiveEconomy: { from: [DRAFT], to: DRAFT },
  checkCollectiveEconomy: { from: [DRAFT], to: TOWNSHIP_CHECKED },
  confirmCollectiveEconomy: { from: [TOWNSHIP_CHECKED], to: COUNTY_CONFIRMED },
  returnCollectiveEconomy: { from: [TOWNSHIP_CHECKED, COUNTY_CONFIRMED], to: DRAFT },
  lockCollectiveEconomy: { from: [COUNTY_CONFIRMED], to: LOCKED },
  correctCollectiveEconomy: { from: [LOCKED], to: LOCKED },
});

/** Whether its figures may still become others without a correction that says why. */
export const isUnlocked = ({ state }: { state: RecordState }): boolean => state !== LOCKED;
export const whereUnlocked = () => ({ state: { $ne: LOCKED } });

/** Bands of income (M30). Each includes its lower bound: «以上» includes the number (民法典第一千二百五十九条). */
export enum IncomeBand {
  NONE = 'NONE',
  UNDER_50K = 'UNDER_50K',
  FROM_50K = 'FROM_50K',
  FROM_100K = 'FROM_100K',
  FROM_500K = 'FROM_500K',
}

/** The bands with their lower bounds in fen, highest first. The last is of what earned nothing, or less. */
export const BANDS: readonly (readonly [IncomeBand, number])[] = [
  [IncomeBand.FROM_500K, 50_000_000],
  [IncomeBand.FROM_100K, 10_000_000],
  [IncomeBand.FROM_50K, 5_000_000],
  [IncomeBand.UNDER_50K, 1],
  [IncomeBand.NONE, Number.NEGATIVE_INFINITY],
];

export const bandOf = (fen: number): IncomeBand => BANDS.find(([, low]) => fen >= low)?.[0] ?? IncomeBand.NONE;
