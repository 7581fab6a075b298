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
export const negative = (c: Components): string[] =>
  Object.entries(c)
    .filter(([, amount]) => amount < 0)
    .map(([name]) => name);
