import type { Day } from '#platform/day';

/** 职务层次 of GB/T 12407, and 职级, which the Civil Servant Law sets beside it. */
export enum RankScheme {
  POST_LEVEL = 'POST_LEVEL',
  GRADE = 'GRADE',
}

/** Grades stand beside post levels since the regulations on grades took effect (公务员职务与职级并行规定). */
export const GRADES_SINCE: Day = '2019-06-01';

/** GB/T 12407-2008, highest first. */
export const POST_LEVELS: Readonly<Record<string, string>> = {
  '101': '国家级正职',
  '102': '国家级副职',
  '111': '省部级正职',
  '112': '省部级副职',
  '121': '厅局级正职',
  '122': '厅局级副职',
  '131': '县处级正职',
  '132': '县处级副职',
  '141': '乡科级正职',
  '142': '乡科级副职',
  '150': '科员级',
  '160': '办事员级',
  '199': '未定职公务员',
};

/** Grades of the comprehensive administration class, highest first; they are their own names. */
export const GRADES: readonly string[] = [
  '一级巡视员',
  '二级巡视员',
  '一级调研员',
  '二级调研员',
  '三级调研员',
  '四级调研员',
  '一级主任科员',
  '二级主任科员',
  '三级主任科员',
  '四级主任科员',
  '一级科员',
  '二级科员',
];

export interface Rank {
  readonly scheme: RankScheme;
  readonly code: string;
}

/** What is wrong with a rank from `day` on, or null. */
export function rankFault({ scheme, code }: Rank, day: Day): string | null {
  if (scheme === RankScheme.POST_LEVEL)
    return code in POST_LEVELS ? null : `${code} is no post level of GB/T 12407: write ${Object.keys(POST_LEVELS).join(', ')}`;
  if (day < GRADES_SINCE) return `grades exist since ${GRADES_SINCE}; before that a rank is a post level`;
  return GRADES.includes(code) ? null : `${code} is no grade: write ${GRADES.join(', ')}`;
}

export const rankLabel = ({ scheme, code }: Rank): string => (scheme === RankScheme.POST_LEVEL ? (POST_LEVELS[code] ?? '') : code);

/** 副科级以上: the ranks at deputy section and above, as the rule stood from a day on. */
interface SectionRule {
  readonly from: Day;
  readonly codes: readonly string[];
}
const LEVELS_ABOVE = Object.keys(POST_LEVELS).filter((code) => code <= '142');
const SECTION_RULES: readonly SectionRule[] = [
  { from: '0001-01-01', codes: LEVELS_ABOVE },
  // 四级主任科员 is the least grade of who holds a post at deputy-section level.
  { from: GRADES_SINCE, codes: [...LEVELS_ABOVE, ...GRADES.slice(0, GRADES.indexOf('四级主任科员') + 1)] },
];

const sectionCodes = (day: Day): readonly string[] => (SECTION_RULES.findLast((r) => r.from <= day) as SectionRule).codes;

/** Whether a rank counts as deputy section or above on `day`: over both schemes once there are two. */
export const isDeputySection = ({ code }: Rank, day: Day): boolean => sectionCodes(day).includes(code);
export const whereDeputySection = (day: Day) => ({ code: { $in: [...sectionCodes(day)] } });

/** GB/T 4762 of members of the Party: full and probationary. */
export const PARTY_MEMBERS: readonly string[] = ['01', '02'];
