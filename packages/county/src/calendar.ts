import file from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import packageFile from 'chinese-days/package.json' with { type: 'json' };
import type { Day } from '#platform/day';
import { weekday } from '#platform/day';

const FIRST_YEAR = 2016;
const EDITION = `chinese-days@${packageFile.version}`;

/** The State Council's notices from which the package takes its days; 2019 and 2020 were amended. */
const NOTICES: Readonly<Record<number, string>> = {
  2016: 'www.gov.cn/zhengce/content/2015-12/10/content_10394.htm',
  2017: 'www.gov.cn/zhengce/content/2016-12/01/content_5141603.htm',
  2018: 'www.gov.cn/zhengce/content/2017-11/30/content_5243579.htm',
  2019: 'www.gov.cn/xinwen/2018-12/06/content_5346287.htm, www.gov.cn/zhengce/content/2019-03/22/content_5375877.htm',
  2020: 'www.gov.cn/zhengce/content/2019-11/21/content_5454164.htm, www.gov.cn/zhengce/content/2020-01/27/content_5472352.htm',
  2021: 'www.gov.cn/zhengce/content/2020-11/25/content_5564127.htm',
  2022: 'www.gov.cn/zhengce/content/2021-10/25/content_5644835.htm',
  2023: 'www.gov.cn/zhengce/content/2022-12/08/content_5730844.htm',
  2024: 'www.gov.cn/zhengce/content/202310/content_6911527.htm',
  2025: 'www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm',
  2026: 'www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
};

export interface SampleYear {
  readonly year: number;
  readonly announced: boolean;
  readonly source: string;
}
export interface SampleDay {
  readonly day: Day;
  readonly year: number;
  readonly working: boolean;
  readonly name: string;
}

const nameOf = (entry: string): string => entry.split(',')[1] ?? entry;

/**
 * The public working-day calendar since 2016: the days that differ from the plain week, and the years with the notice
 * that announced them. The package is silent about a year without a notice, so the next year stands here as not announced.
 */
export function workingCalendar(): { years: SampleYear[]; days: SampleDay[] } {
  const days: SampleDay[] = [];
  const put = (entries: Record<string, string>, working: boolean) => {
    for (const [day, entry] of Object.entries(entries)) {
      const year = Number(day.slice(0, 4));
      if (year >= FIRST_YEAR && (weekday(day) % 6 !== 0) !== working) days.push({ day, year, working, name: nameOf(entry) });
    }
  };
  put(file.holidays, false);
  put(file.workdays, true);
  const last = Math.max(...days.map((d) => d.year));
  const years: SampleYear[] = [];
  for (let year = FIRST_YEAR; year <= last; year++)
    years.push({ year, announced: true, source: [EDITION, NOTICES[year]].filter(Boolean).join(', ') });
  years.push({ year: last + 1, announced: false, source: `not announced as of ${EDITION}` });
  return { years, days: days.toSorted((a, b) => (a.day < b.day ? -1 : 1)) };
}
