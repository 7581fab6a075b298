import { idFrom } from '#platform/id';
import { COUNTY_CODE, type Period } from './register.ts';

/** The level at which an agency stands; it dispatches people at this level. */
export type AgencyLevel = 'CENTRAL' | 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWNSHIP';
export type AgencyKind = 'ORGAN' | 'INSTITUTION' | 'TOWNSHIP_GOV' | 'SOE' | 'CENTRAL_UNIT';

export interface SampleAgency {
  readonly id: string;
  readonly name: string;
  readonly kind: AgencyKind;
  readonly level: AgencyLevel;
  readonly uscc: string;
  /** Code of the division in which it works. */
  readonly division: string;
  /** Key of the agency above, if there is one in the register. */
  readonly parent: string | null;
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The check character of the first seventeen characters of a unified social credit code (GB 32100). */
export function usccCheck(seventeen: string): string {
  const sum = [...seventeen].reduce((total, char, i) => total + ALPHABET.indexOf(char) * (3 ** i % 31), 0);
  return ALPHABET[(31 - (sum % 31)) % 31] as string;
}

const COUNTY_ORGANS = [
  '县委组织部',
  '县委宣传部',
  '县委统战部',
  '县委政法委',
  '县纪委监委',
  '县委办公室',
  '县政府办公室',
  '县人大常委会机关',
  '县政协机关',
  '县脱贫攻坚督查组',
  '县扶贫开发办公室',
  '县财政局',
  '县农业农村局',
  '县民政局',
  '县人力资源和社会保障局',
  '县教育局',
  '县卫生健康局',
  '县交通运输局',
  '县水务局',
  '县林业局',
  '县住房和城乡建设局',
  '县自然资源局',
  '县审计局',
  '县统计局',
  '县发展和改革局',
  '县工业和信息化局',
  '县文化和旅游局',
  '县市场监督管理局',
  '县应急管理局',
  '县退役军人事务局',
  '县医疗保障局',
  '县信访局',
  '县总工会',
  '团县委',
  '县妇联',
  '县残联',
  '县公安局',
  '县司法局',
  '县税务局',
  '县气象局',
] as const;
const COUNTY_INSTITUTIONS = [
  '县第一中学',
  '县第二中学',
  '县人民医院',
  '县中医院',
  '县广播电视台',
  '县农业技术推广中心',
  '县畜牧兽医中心',
  '县供销合作社',
] as const;
const CITY_UNITS = ['大同市扶贫开发办公室', '大同市农业农村局', '大同市交通运输局', '大同市教育局', '大同市水务局'] as const;
const PROVINCE_UNITS = ['山西省人力资源和社会保障厅', '山西省农业科学院', '山西省国土资源厅', '山西大同大学'] as const;
const CENTRAL_UNITS = ['人力资源和社会保障部'] as const;

/** Under whom institutions stand. */
const PARENTS: Readonly<Record<string, string>> = {
  县第一中学: '县教育局',
  县第二中学: '县教育局',
  县人民医院: '县卫生健康局',
  县中医院: '县卫生健康局',
  县广播电视台: '县委宣传部',
  县农业技术推广中心: '县农业农村局',
  县畜牧兽医中心: '县农业农村局',
};

const agency = (name: string, kind: AgencyKind, level: AgencyLevel, division: string): SampleAgency => {
  const id = idFrom('agc', name);
  const digits = [...id.slice(4)]
    .map((c) => c.charCodeAt(0) % 10)
    .join('')
    .slice(0, 9);
  const seventeen = `1${kind === 'INSTITUTION' || kind === 'SOE' ? '2' : '1'}990000${digits.padEnd(9, '0')}`;
  const above = PARENTS[name];
  return { id, name, kind, level, uscc: seventeen + usccCheck(seventeen), division, parent: above ? agencyId(above) : null };
};

/** Key of the agency with this name. */
export const agencyId = (name: string): string => idFrom('agc', name);

/** The agencies that send and answer in the sample county: central, provincial, city, county and one a township. */
export function agencies(periods: readonly Period[]): SampleAgency[] {
  const townships = new Map(periods.filter((p) => p.kind === 'TOWNSHIP').map((p) => [p.id, p]));
  return [
    ...COUNTY_ORGANS.map((n) => agency(n, 'ORGAN', 'COUNTY', COUNTY_CODE)),
    ...COUNTY_INSTITUTIONS.map((n) => agency(n, 'INSTITUTION', 'COUNTY', COUNTY_CODE)),
    ...CITY_UNITS.map((n) => agency(n, 'ORGAN', 'CITY', COUNTY_CODE)),
    ...PROVINCE_UNITS.map((n) => agency(n, 'ORGAN', 'PROVINCE', COUNTY_CODE)),
    ...CENTRAL_UNITS.map((n) => agency(n, 'CENTRAL_UNIT', 'CENTRAL', COUNTY_CODE)),
    ...[...townships.values()].map((t) => agency(`${t.name}人民政府`, 'TOWNSHIP_GOV', 'TOWNSHIP', t.code)),
  ];
}
