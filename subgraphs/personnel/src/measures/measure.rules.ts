/** 正向激励、考核评价、容错纠错、澄清保护: the four measures of the county's opinions on encouraging cadres. */
export enum MeasureKind {
  INCENTIVE = 'INCENTIVE',
  APPRAISAL = 'APPRAISAL',
  TOLERANCE = 'TOLERANCE',
  CLARIFICATION = 'CLARIFICATION',
}

/** 受褒奖、有舞台 · 减压力、兜底子 · 打板子、挪位子. */
export enum MeasureOutcome {
  COMMENDED = 'COMMENDED',
  PROMOTED = 'PROMOTED',
  TOLERATED = 'TOLERATED',
  CLARIFIED = 'CLARIFIED',
  SANCTIONED = 'SANCTIONED',
  REASSIGNED = 'REASSIGNED',
}

const { INCENTIVE, APPRAISAL, TOLERANCE, CLARIFICATION } = MeasureKind;

/** Which measure has which outcomes, in the order in which the source tells them. */
export const OUTCOMES: Readonly<Record<MeasureOutcome, MeasureKind>> = {
  [MeasureOutcome.COMMENDED]: INCENTIVE,
  [MeasureOutcome.PROMOTED]: INCENTIVE,
  [MeasureOutcome.TOLERATED]: TOLERANCE,
  [MeasureOutcome.CLARIFIED]: CLARIFICATION,
  [MeasureOutcome.SANCTIONED]: APPRAISAL,
  [MeasureOutcome.REASSIGNED]: APPRAISAL,
};
