/** 城乡分类代码 (国函〔2008〕60号): three digits, 1xx urban, 2xx rural. */
export const URBAN_RURAL: Readonly<Record<string, string>> = {
  '111': '主城区 · Main urban area',
  '112': '城乡结合区 · Urban–rural fringe',
  '121': '镇中心区 · Town centre',
  '122': '镇乡结合区 · Town–rural fringe',
  '123': '特殊区域 · Special area',
  '210': '乡中心区 · Township centre',
  '220': '村庄 · Village',
};

/** A count of a village's people. */
export interface Count {
  readonly households: number;
  readonly persons: number;
}

/** Why a count can't be one; null when it can. */
export const miscount = ({ households, persons }: Count): string | null =>
  households < 0 || persons < 0 ? 'nobody counts less than none' : persons < households ? 'each household has at least one person' : null;

export const sumOf = (counts: readonly Count[]): Count => ({
  households: counts.reduce((sum, c) => sum + c.households, 0),
  persons: counts.reduce((sum, c) => sum + c.persons, 0),
});
