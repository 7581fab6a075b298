import { addDays, addMonths, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import { chance } from './chance.ts';
import type { Period } from './register.ts';

export interface SampleForm {
  readonly id: string;
  readonly division: string;
  readonly agency: string;
  readonly title: string;
  readonly purpose: string;
  readonly document: string | null;
  readonly frequency: 'ONCE' | 'MONTHLY' | 'QUARTERLY';
  readonly requestedOn: Day;
  readonly dueOn: Day;
  readonly items: readonly string[];
  readonly state: 'REQUESTED' | 'COLLECTED' | 'WITHDRAWN';
  readonly endedOn: Day | null;
  readonly withdrawReason: string | null;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly version: number;
  readonly event: string;
}

/** What agencies ask villages for again and again; some of it another one has asked for already. */
const SINGLE: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['县农业农村局', '特色产业种植面积统计表', '产业扶贫规划', ['户主编号', '种植面积', '预计产量']],
  ['县民政局', '低保对象核查表', '农村低保动态管理', ['户主编号', '家庭人口', '家庭收入']],
  ['县教育局', '义务教育控辍保学摸底表', '教育扶贫', ['户主编号', '适龄人口', '就读学校']],
  ['县医疗保障局', '基本医疗保险参保核对表', '健康扶贫', ['户主编号', '家庭人口', '参保情况']],
  ['县人力资源和社会保障局', '外出务工人员登记表', '就业扶贫', ['户主编号', '务工地点', '务工收入']],
  ['县住房和城乡建设局', '农村住房安全排查表', '危房改造', ['户主编号', '住房结构', '安全等级']],
  ['县水务局', '农村饮水安全核查表', '饮水安全', ['户主编号', '取水方式', '水质情况']],
  ['县统计局', '村级基本情况调查表', '年度统计', ['家庭人口', '家庭收入', '集体经济收入']],
];
const FIRST_YEAR = 2017;

/** The forms that the county asked its villages to fill in since 2017; fewer since the burden was cut in 2019. */
export function formRequests(periods: readonly Period[], today: Day): SampleForm[] {
  const county = (periods.find((p) => p.kind === 'COUNTY') as Period).id;
  const rows: SampleForm[] = [];
  const ask = (
    given: Pick<SampleForm, 'agency' | 'title' | 'purpose' | 'document' | 'frequency' | 'requestedOn' | 'dueOn' | 'items'>,
    withdrawnOn?: Day,
  ) => {
    if (given.requestedOn > today) return;
    const ends = withdrawnOn ?? addDays(given.dueOn, 5);
    const common = { id: idFrom('frq', given.title, given.requestedOn), division: county, ...given };
    const first = { ...common, state: 'REQUESTED' as const, endedOn: null, withdrawReason: null, validFrom: given.requestedOn, version: 1 };
    if (ends > today) {
      rows.push({ ...first, validTo: FOREVER, event: 'formRequest.sent' });
      return;
    }
    rows.push({ ...first, validTo: ends, event: 'formRequest.sent' });
    rows.push({
      ...first,
      state: withdrawnOn ? 'WITHDRAWN' : 'COLLECTED',
      endedOn: ends,
      withdrawReason: withdrawnOn ? '与已有报表重复，从共享数据中取用' : null,
      validFrom: ends,
      validTo: FOREVER,
      version: 2,
      event: withdrawnOn ? 'formRequest.withdrawn' : 'formRequest.closed',
    });
  };
  for (let year = FIRST_YEAR; year <= Number(today.slice(0, 4)); year++) {
    const luck = chance('forms', year);
    const lean = year >= 2019;
    ask({
      agency: agencyId('县扶贫开发办公室'),
      title: `${year}年脱贫攻坚进展${lean ? '季' : '月'}报`,
      purpose: '脱贫攻坚调度',
      document: `天扶办〔${year}〕6号`,
      frequency: lean ? 'QUARTERLY' : 'MONTHLY',
      requestedOn: `${year}-01-15`,
      dueOn: `${year}-12-25`,
      items: ['帮扶责任人', '帮扶措施', '家庭收入'],
    });
    for (const [agency, title, purpose, items] of luck.shuffled(SINGLE).slice(0, lean ? 3 : 8)) {
      const requestedOn = `${year}-${String(luck.between(2, 11)).padStart(2, '0')}-${String(luck.between(1, 28)).padStart(2, '0')}`;
      ask(
        {
          agency: agencyId(agency),
          title: `${year}年${title}`,
          purpose,
          document: luck.next() < 0.5 ? `天政办〔${year}〕${luck.between(10, 60)}号` : null,
          frequency: 'ONCE',
          requestedOn,
          dueOn: addMonths(requestedOn, 1),
          items,
        },
        lean && luck.next() < 0.3 ? addDays(requestedOn, 6) : undefined,
      );
    }
  }
  return rows;
}
