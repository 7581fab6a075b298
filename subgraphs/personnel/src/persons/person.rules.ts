import { pinyin } from 'pinyin-pro';
import type { Lawful } from '#platform/access';

/** GB/T 2261.1. */
export const SEXES: Readonly<Record<string, string>> = { 0: '未知的性别', 1: '男性', 2: '女性', 9: '未说明的性别' };

/** GB/T 4762. */
export const POLITICAL_STATUSES: Readonly<Record<string, string>> = {
  '01': '中共党员',
  '02': '中共预备党员',
  '03': '共青团员',
  '04': '民革党员',
  '05': '民盟盟员',
  '06': '民建会员',
  '07': '民进会员',
  '08': '农工党党员',
  '09': '致公党党员',
  '10': '九三学社社员',
  '11': '台盟盟员',
  '12': '无党派人士',
  '13': '群众',
};

/** GB/T 3304: 汉, the local minorities of the region, and what stands for the rest. */
export const NATIONALITIES: Readonly<Record<string, string>> = Object.fromEntries(
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'
    .split(' ')
    .map((name, i) => [String(i + 1).padStart(2, '0'), `${name}族`]),
);

/** GB/T 4658, the codes that personnel files use. */
export const EDUCATIONS: Readonly<Record<string, string>> = {
  '11': '博士研究生毕业',
  '14': '硕士研究生毕业',
  '21': '大学本科毕业',
  '31': '大学专科毕业',
  '41': '中等专科毕业',
  '61': '普通高中毕业',
  '71': '初中毕业',
  '81': '小学毕业',
  '90': '其他',
};

/** GB/T 6864: the first digit of a degree's code. */
const DEGREES: Readonly<Record<string, string>> = { 2: '博士学位', 3: '硕士学位', 4: '学士学位' };
export const isDegree = (code: string): boolean => /^[234]\d{2}$/.test(code);
export const degreeLabel = (code: string): string => DEGREES[code[0] as string] ?? '';

/** A name in pinyin, surname apart and surnames read as surnames (单 shan, 仇 qiu), ü typed as v: `lv buwei`. */
export function pinyinOf(name: string): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' });
  const length = surnameLength(name);
  return [syllables.slice(0, length).join(''), syllables.slice(length).join('')].filter(Boolean).join(' ').toLowerCase();
}

/** First letters of the syllables: `zxm` for 张晓明. */
export const initialsOf = (name: string): string =>
  pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' }).join('').toLowerCase();

const COMPOUND_SURNAMES = new Set(['欧阳', '司马', '上官', '诸葛', '夏侯', '皇甫', '尉迟', '公孙', '慕容', '令狐', '司徒', '东方', '呼延']);

const surnameLength = (name: string): number => (COMPOUND_SURNAMES.has(name.slice(0, 2)) ? 2 : 1);

/** As the graph shows a name to who doesn't see names: the surname, and nothing of how long the rest is, `赵**`. */
export const maskedName = (name: string): string => `${[...name].slice(0, surnameLength(name)).join('')}**`;

/**
 * Why the county holds what a personnel file says of somebody, and how long. A deployment puts its own documents and its
 * own archive's periods here; the statute is the same everywhere.
 */
export const PERSONNEL_FILE: Lawful = {
  basis:
    '履行法定职责（个人信息保护法第十三条第一款第三项；组织部门干部管理职责） · Statutory duty (PIPL art. 13(3)): the organization department manages cadres',
  retention: '任职期间及离任后十年，以本地归档制度为准 · While in office and ten years after, unless the local archive rules say otherwise',
};

/** The same, of what could harm somebody if it got out (PIPL art. 28): kept no longer than the duty needs it. */
export const IDENTITY: Lawful = {
  basis:
    '履行法定职责所必需（个人信息保护法第十三条第一款第三项、第二十八条、第三十四条） · Necessary for a statutory duty (PIPL art. 13(3), 28, 34): telling people apart, paying and reaching them',
  retention:
    '任职期间及离任后五年，以本地归档制度为准 · While in office and five years after, unless the local archive rules say otherwise',
};

let strokeRanks: ReadonlyMap<string, string> | undefined;

/** Every ideograph of the basic block (GB 18030 level of everyday names) with its place in the stroke order. */
function ranks(): ReadonlyMap<string, string> {
  if (strokeRanks) return strokeRanks;
  const all = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, i) => String.fromCodePoint(0x4e00 + i));
  all.sort(new Intl.Collator('zh-u-co-stroke').compare);
  strokeRanks = new Map(all.map((character, i) => [character, i.toString(16).padStart(4, '0')]));
  return strokeRanks;
}

/**
 * The order of official name lists, 按姓氏笔画排序: surname first, character by character. No store knows this order, so
 * each character's place in the collation `zh-u-co-stroke` is written down as four digits and the keys compare as text.
 * Characters outside the basic block follow all others.
 */
export const strokeKeyOf = (name: string): string =>
  [...name].map((c) => ranks().get(c) ?? `f${(c.codePointAt(0) as number).toString(16).padStart(5, '0')}`).join('');
