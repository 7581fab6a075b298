import { addDays, addMonths, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencies, agencyId } from './agencies.ts';
import { chance } from './chance.ts';
import { committeeId } from './committees.ts';
import type { SamplePerson } from './people.ts';
import { lifeOf, type Period } from './register.ts';
import {
  organizationOf,
  type Roll,
  type SampleCount,
  type SampleHolding,
  type SampleOrganization,
  type SampleTerm,
} from './secretaries.ts';

const ORGAN_COMMITTEE = '县直属机关工作委员会';
const EDUCATION_COMMITTEE = '县委教育工作委员会';
const ENTERPRISE_COMMITTEE = '县国有企业工作委员会';
const SOCIAL_COMMITTEE = '县非公有制经济组织和社会组织工作委员会';

const SOES = [
  '县供水公司',
  '县热力公司',
  '县粮食储备公司',
  '县公共交通公司',
  '县城市建设公司',
  '县国有林场',
  '县文化旅游公司',
  '县农业发展公司',
];
const SCHOOLS = ['县职业中学', '县实验小学', '县第三小学', '县幼儿园'];
const PRODUCTS = ['杂粮加工', '蔬菜保鲜', '建材', '服装', '物流', '光伏', '养殖', '果品'];
const SOCIETIES = ['县种植业协会', '县养殖业协会', '县建筑业协会', '县个体劳动者协会', '县餐饮业协会', '县志愿者协会'];
const JOINTS: readonly (readonly [string, readonly string[]])[] = [
  ['城区个体工商户联合党支部', ['东街市场', '南街市场', '车站商铺', '西街市场']],
  ['农业合作社联合党支部', ['杂粮合作社', '设施蔬菜合作社', '肉羊合作社', '光伏合作社', '果品合作社', '中药材合作社']],
  ['民办教育机构联合党支部', ['城关培训学校', '艺术培训学校']],
];
/** Where Party branches are more than one, under a committee of their own. */
const COMMITTEES: Readonly<Record<string, readonly string[]>> = {
  县公安局: ['治安大队党支部', '交警大队党支部', '刑警大队党支部'],
  县人民医院: ['内科党支部', '外科党支部'],
};
const LEADING_GROUPS = /局$|^县人大|^县政协|^县扶贫/;
const SCHOOL_OF = /中学$/;

/** The organizations of organs, enterprises, schools and societies: what leads no division. */
export function otherOrganizations(
  periods: readonly Period[],
  roll: Roll,
): { organizations: SampleOrganization[]; holdings: SampleHolding[]; terms: SampleTerm[]; agencyOf: Map<string, string> } {
  const organizations: SampleOrganization[] = [];
  const holdings: SampleHolding[] = [];
  const terms: SampleTerm[] = [];
  const agencyOf = new Map<string, string>();
  const county = periods.find((p) => p.kind === 'COUNTY') as Period;
  const begins = county.validFrom;
  const root = organizationOf(county.id);
  const key = (name: string) => idFrom('org', 'tianzhen', name);

  const found = (
    name: string,
    type: SampleOrganization['type'],
    field: SampleOrganization['field'],
    parent: string,
    more: Partial<Pick<SampleOrganization, 'division' | 'agency' | 'units' | 'validFrom' | 'validTo'>> = {},
  ): void => {
    const o = { division: county.id, agency: null, units: null, validFrom: begins, validTo: FOREVER, ...more };
    organizations.push({ id: key(name), version: 1, name, type, field, tier: null, parent, founded: o.validFrom, ...o });
    lead(key(name), name, type, o);
  };

  /** Secretaries since the founding, and elections where the organization elects: every three years, some of them late. */
  const lead = (
    id: string,
    name: string,
    type: SampleOrganization['type'],
    { division, agency, validFrom, validTo }: { division: string; agency: string | null; validFrom: Day; validTo: Day },
  ) => {
    const luck = chance('organization', name);
    const elects = type !== 'LEADING_GROUP' && type !== 'WORKING_COMMITTEE' && type !== 'TEMP_BRANCH';
    let incumbent: SamplePerson | undefined;
    let from = validFrom;
    for (let ordinal = 1; from < validTo && from < '2026-10-01'; ordinal++) {
      const dueOn = addMonths(ordinal === 1 && validFrom === begins ? addDays(from, luck.between(-900, 0)) : from, 36);
      const late = luck.next() < 0.08 ? luck.between(40, 300) : 0;
      const next = addDays(dueOn, late);
      const to = next < '2026-10-01' ? (next < validTo ? next : validTo) : validTo;
      if (!incumbent || luck.next() > 0.6) incumbent = roll.enrol({ from: 1964, to: 1986 }, 'organization', name, from);
      if (agency) agencyOf.set(incumbent.id, agency);
      holdings.push({
        id: idFrom('off', id, from),
        organization: id,
        division,
        role: 'SECRETARY',
        person: incumbent.id,
        channel: ordinal === 1 ? 'NOMINATE' : 'RETAIN',
        mode: elects ? 'ELECTED' : 'SELECTED',
        validFrom: from,
        validTo: to,
        endReason: to === FOREVER ? null : to === validTo ? 'DISSOLVED' : 'TERM_END',
      });
      if (elects)
        terms.push({
          id: committeeId('PARTY', id),
          version: ordinal,
          organization: id,
          division,
          body: 'PARTY',
          ordinal,
          dueOn,
          validFrom: from,
          validTo: to,
        });
      from = to;
    }
  };

  found(ORGAN_COMMITTEE, 'WORKING_COMMITTEE', 'ORGAN_INSTITUTION', root);
  found(EDUCATION_COMMITTEE, 'WORKING_COMMITTEE', 'SCHOOL', root);
  found(ENTERPRISE_COMMITTEE, 'WORKING_COMMITTEE', 'SOE', root);
  found(SOCIAL_COMMITTEE, 'WORKING_COMMITTEE', 'NON_PUBLIC_ENTERPRISE', root);
  for (const { name, kind, level } of agencies(periods)) {
    if (level !== 'COUNTY') continue;
    const agency = agencyId(name);
    const school = SCHOOL_OF.test(name);
    const field = school ? 'SCHOOL' : 'ORGAN_INSTITUTION';
    const above = key(school ? EDUCATION_COMMITTEE : ORGAN_COMMITTEE);
    if (kind === 'ORGAN' && LEADING_GROUPS.test(name)) found(`${name}党组`, 'LEADING_GROUP', field, root, { agency });
    const branches = COMMITTEES[name];
    if (!branches) found(`${name}${kind === 'ORGAN' ? '机关' : ''}党支部`, 'BRANCH', field, above, { agency });
    else {
      found(`${name}党委`, 'BASIC_COMMITTEE', field, above, { agency });
      for (const branch of branches) found(`${name}${branch}`, 'BRANCH', field, key(`${name}党委`), { agency });
    }
  }
  found('县脱贫攻坚督查组临时党支部', 'TEMP_BRANCH', 'ORGAN_INSTITUTION', key(ORGAN_COMMITTEE), {
    agency: agencyId('县脱贫攻坚督查组'),
    validFrom: '2017-03-01',
    validTo: '2021-03-01',
  });
  for (const name of SOES) found(`${name}党支部`, 'BRANCH', 'SOE', key(ENTERPRISE_COMMITTEE));
  for (const name of SCHOOLS) found(`${name}党支部`, 'BRANCH', 'SCHOOL', key(EDUCATION_COMMITTEE));
  for (const product of PRODUCTS)
    for (const no of ['第一', '第二']) found(`${product}企业${no}党支部`, 'BRANCH', 'NON_PUBLIC_ENTERPRISE', key(SOCIAL_COMMITTEE));
  for (const name of SOCIETIES) found(`${name}党支部`, 'BRANCH', 'SOCIAL_ORG', key(SOCIAL_COMMITTEE));
  for (const [name, units] of JOINTS) found(name, 'JOINT_BRANCH', 'NON_PUBLIC_ENTERPRISE', key(SOCIAL_COMMITTEE), { units });
  for (const township of new Map(periods.filter((p) => p.kind === 'TOWNSHIP').map((p) => [p.id, p])).values()) {
    const { from: validFrom, to: validTo } = lifeOf(periods, township.id);
    const place = { division: township.id, validFrom, validTo };
    found(`${township.name}机关党支部`, 'BRANCH', 'ORGAN_INSTITUTION', organizationOf(township.id), place);
    found(`${township.name}中心学校党支部`, 'BRANCH', 'SCHOOL', organizationOf(township.id), place);
  }
  return { organizations, holdings, terms, agencyOf };
}

/** Yearly counts of the members of every branch, at the end of each year until `today`. Committees have none of their own. */
export function memberCounts(organizations: readonly SampleOrganization[], today: Day): SampleCount[] {
  const counts: SampleCount[] = [];
  for (const [id, versions] of Map.groupBy(organizations, (o) => o.id)) {
    const { type, field, division, founded } = versions[0] as SampleOrganization;
    if (type === 'LEADING_GROUP' || type === 'WORKING_COMMITTEE' || type === 'COUNTY_COMMITTEE' || type === 'BASIC_COMMITTEE') continue;
    const ends = (versions.at(-1) as SampleOrganization).validTo;
    const luck = chance('members', id);
    const small = field === 'NON_PUBLIC_ENTERPRISE' || field === 'SOCIAL_ORG';
    let full = type === 'GENERAL_BRANCH' ? luck.between(52, 96) : small ? luck.between(2, 9) : luck.between(7, 54);
    let waiting = luck.between(0, 2);
    for (let year = Number(founded.slice(0, 4)), version = 1; ; year++) {
      const on = `${year}-12-31`;
      if (on >= ends || on > today) break;
      if (on < founded) continue;
      const next = `${year + 1}-12-31`;
      const until = next < ends ? (next <= today ? next : FOREVER) : ends;
      counts.push({
        organization: id,
        division,
        type,
        field,
        full,
        probationary: waiting,
        version: version++,
        validFrom: on,
        validTo: until,
      });
      full = Math.max(2, full + waiting - luck.between(0, 2));
      waiting = luck.next() < 0.7 ? luck.between(0, 2) : 0;
    }
  }
  return counts;
}
