import type { Day } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';

/** A synthetic person. Nobody real: name, number and telephone are made from the key. */
export interface SamplePerson {
  readonly id: string;
  readonly name: string;
  /** GB/T 2261.1: 1 male, 2 female. */
  readonly sex: '1' | '2';
  readonly birthDate: Day;
  /** Eighteen characters that pass GB 11643, under an address code that no place has. */
  readonly idNumber: string;
  /** Eleven digits of a number range that isn't allotted. */
  readonly phone: string;
}

/** Address code of synthetic identity numbers: no province has 99. */
export const TEST_ADDRESS = '990000';

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
];
const MALE = [...'伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊峰建国志文海东旭成龙兵亮民庆元福宝利永贵生'];
const FEMALE = [...'芳娜敏静秀丽艳娟霞燕玲桂英梅琴云洁莉兰凤红雪倩颖慧琳婷萍月巧珍春香淑惠'];
const SHARED = [...'天晓文玉新宁安嘉思家明清瑞世景怀学永立'];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the first seventeen digits (ISO 7064 MOD 11-2). */
export const checkCharacter = (seventeen: string): string =>
  '10X98765432'[[...seventeen].reduce((sum, digit, i) => sum + Number(digit) * (WEIGHTS[i] as number), 0) % 11] as string;

/** The person that belongs to some words, born between two years; the same words make the same person. */
export function person(born: { from: number; to: number }, ...words: (string | number)[]): SamplePerson {
  const luck = chance('person', ...words);
  const sex = luck.next() < 0.72 ? '1' : '2';
  const given = sex === '1' ? MALE : FEMALE;
  const name =
    luck.pick(SURNAMES) + (luck.next() < 0.25 ? luck.pick(given) : luck.pick(luck.next() < 0.5 ? SHARED : given) + luck.pick(given));
  const birthDate = `${luck.between(born.from, born.to)}-${String(luck.between(1, 12)).padStart(2, '0')}-${String(luck.between(1, 28)).padStart(2, '0')}`;
  const serial = luck.between(0, 499) * 2 + (sex === '1' ? 1 : 0);
  const seventeen = `${TEST_ADDRESS}${birthDate.replaceAll('-', '')}${String(serial % 1000).padStart(3, '0')}`;
  return {
    id: idFrom('per', ...words),
    name,
    sex,
    birthDate,
    idNumber: seventeen + checkCharacter(seventeen),
    phone: `100${String(luck.between(0, 99_999_999)).padStart(8, '0')}`,
  };
}

/** The same person under a number that nobody has yet: two people born on one day may draw the same serial. */
export function numbered<P extends SamplePerson>(who: P, taken: Set<string>): P {
  let { idNumber } = who;
  for (let again = 2; taken.has(idNumber); again += 2) {
    const serial = String((Number(who.idNumber.slice(14, 17)) + again) % 1000).padStart(3, '0');
    const seventeen = who.idNumber.slice(0, 14) + serial;
    idNumber = seventeen + checkCharacter(seventeen);
  }
  taken.add(idNumber);
  return { ...who, idNumber };
}
