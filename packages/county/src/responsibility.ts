import { addDays, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import type { Period } from './register.ts';
import { type SampleHolding, type SampleOrganization, secretaries } from './secretaries.ts';

/** A row of the data set with what the ledger says of it. */
export type SampleRow = Readonly<Record<string, unknown>> & { readonly event: string; readonly validFrom: Day };

export interface Responsibilities {
  readonly lists: SampleRow[];
  readonly items: SampleRow[];
  readonly pledges: SampleRow[];
  readonly reports: SampleRow[];
}

/** What the county lays down, and what townships and villages make of it: matter, indicator, target, weight. */
const MATTERS = [
  ['抓党建促脱贫攻坚', '贫困村党组织书记抓脱贫履职考核', '全部合格', 40],
  ['软弱涣散党组织整顿', '转化率', '100%', 30],
  ['发展壮大村级集体经济', '集体经济收入5万元以上的村', '全覆盖', 30],
] as const;
const PLACES = ['村务公开栏', '党员大会', '县政府网站'] as const;
const FIRST_YEAR = 2018;
/** After the first two years lists are kept for the last two only: enough to show, quick to fill. */
const KEPT = 2;

/** Pledges, lists, reports and reviews of the secretaries of county, townships and villages, each list derived from the one above. */
export function responsibilities(periods: readonly Period[], today: Day): Responsibilities {
  const { organizations, holdings } = secretaries(periods);
  const found: Responsibilities = { lists: [], items: [], pledges: [], reports: [] };
  const current = Number(today.slice(0, 4));
  const heads = Map.groupBy(
    holdings.filter((h) => h.role === 'SECRETARY'),
    (h) => h.organization,
  );
  for (let year = FIRST_YEAR; year <= current; year++) {
    if (year >= FIRST_YEAR + KEPT && year <= current - KEPT) continue;
    for (const tier of ['COUNTY', 'TOWNSHIP', 'VILLAGE'] as const) {
      const begun = { COUNTY: `${year}-02-10`, TOWNSHIP: `${year}-02-20`, VILLAGE: `${year}-03-05` }[tier];
      if (begun > today) continue;
      for (const o of organizations) {
        if (o.tier !== tier || o.validFrom > begun || begun >= o.validTo) continue;
        const holding = (heads.get(o.id) ?? []).find((h) => h.validFrom <= begun && begun < h.validTo);
        if (holding) yearOf(found, o, holding, year, begun, today);
      }
    }
  }
  return found;
}

/** The year of one secretary: pledge, list, scores, report and review, as far as it has come. */
function yearOf(
  found: Responsibilities,
  { id: organization, division, parent }: SampleOrganization,
  holding: SampleHolding,
  year: number,
  begun: Day,
  today: Day,
): void {
  const luck = chance('responsibility', organization, year);
  const of = { organization, division, role: 'SECRETARY', person: holding.person };
  const list = idFrom('rls', organization, year);
  const scored = addDays(`${year}-12-10`, luck.between(0, 15));
  const stays = holding.validTo > scored;
  found.pledges.push({
    ...of,
    event: 'pledge.made',
    id: idFrom('plg', organization, year),
    year,
    text: '履行抓党建第一责任，带头到村入户，按期完成责任清单所列事项',
    published: luck.pick(PLACES),
    validFrom: begun,
  });
  const issued = {
    ...of,
    id: list,
    year,
    state: 'ISSUED',
    document: `天组发〔${year}〕${luck.between(5, 40)}号`,
    version: 2,
    validFrom: addDays(begun, 5),
  };
  const done = stays && scored <= today;
  found.lists.push({
    ...of,
    event: 'responsibility.drafted',
    id: list,
    year,
    state: 'DRAFT',
    validFrom: begun,
    validTo: addDays(begun, 5),
  });
  found.lists.push({ ...issued, event: 'responsibility.issued', validTo: done ? scored : FOREVER });
  if (done) found.lists.push({ ...issued, event: 'responsibility.scored', state: 'SCORED', version: 3, validFrom: scored });
  MATTERS.forEach(([matter, indicator, target, weight], i) => {
    const item = {
      ...of,
      id: idFrom('rit', list, i),
      list,
      source: parent ? idFrom('rit', idFrom('rls', parent, year), i) : null,
      matter,
      indicator,
      target,
      weight,
      due: `${year}-12-31`,
    };
    found.items.push({ ...item, event: 'responsibility.added', validFrom: begun, validTo: done ? scored : FOREVER });
    if (done)
      found.items.push({
        ...item,
        event: 'responsibility.rated',
        version: 2,
        score: luck.between(72, 99),
        evidence: '年终考核组实地核查',
        scoredBy: 'county-data-set',
        validFrom: scored,
      });
  });
  const reported = addDays(scored, 5);
  if (!done || reported > today || holding.validTo <= reported) return;
  const report = {
    ...of,
    id: idFrom('rpt', organization, year),
    year,
    text: '全年抓党建促脱贫工作述职',
    reportedOn: reported,
    submittedBy: 'county-data-set:secretary',
  };
  const reviewed = addDays(reported, 10);
  found.reports.push({
    ...report,
    event: 'report.submitted',
    state: 'SUBMITTED',
    validFrom: reported,
    validTo: reviewed <= today ? reviewed : FOREVER,
  });
  if (reviewed <= today)
    found.reports.push({
      ...report,
      event: 'report.reviewed',
      state: 'REVIEWED',
      grade: luck.pick(['GOOD', 'GOOD', 'FAIR', 'FAIR', 'ORDINARY']),
      reviewedOn: reviewed,
      remark: '履职情况属实',
      version: 2,
      validFrom: reviewed,
    });
}

const PRACTICES = [
  ['支部建在产业链上', 'ORGANIZATION', '把党小组设在蔬菜、杂粮合作社，党员带户'],
  ['党员联户积分', 'ACTIVITY', '党员联系农户，按季公示办了什么事'],
  ['村级后备力量孵化', 'TEAM', '从返乡青年中培养村级后备干部'],
  ['党群服务代办点', 'SERVICE', '村干部轮流坐班，替老人代办'],
] as const;

/** Model practices of some villages, and the organizations that took them over one after the other. */
export function modelPractices(periods: readonly Period[], today: Day): { practices: SampleRow[]; adoptions: SampleRow[] } {
  const { organizations } = secretaries(periods);
  const villages = [...new Map(organizations.filter((o) => o.tier === 'VILLAGE').map((o) => [o.id, o])).values()];
  const practices: SampleRow[] = [];
  const adoptions: SampleRow[] = [];
  PRACTICES.forEach(([title, kind, text], i) => {
    const luck = chance('practice', title);
    const recognized = addDays('2018-03-20', 60 * i);
    const [origin, ...others] = luck.shuffled(villages.filter((o) => o.founded < recognized && o.validTo === FOREVER));
    if (!origin || recognized > today) return;
    const id = idFrom('prc', title);
    const document = `天组发〔${recognized.slice(0, 4)}〕${20 + i}号`;
    practices.push({
      event: 'practice.recognized',
      id,
      organization: origin.id,
      division: origin.division,
      kind,
      title,
      text,
      document,
      validFrom: recognized,
    });
    let on = addDays(recognized, 30);
    for (const o of others.slice(0, 12 + 9 * i)) {
      on = addDays(on, luck.between(3, 40));
      if (on > today) break;
      adoptions.push({
        event: 'practice.adopted',
        id: idFrom('adp', id, o.id),
        practice: id,
        organization: o.id,
        division: o.division,
        validFrom: on,
      });
    }
  });
  return { practices, adoptions };
}
