import { addDays, type Day, dayOf } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import { type Chance, chance } from './chance.ts';
import type { SampleRow } from './command.ts';
import { DOC_NO } from './documents.ts';
import { lifeOf, type Period, villagesOn } from './register.ts';
import type { Offices, SampleHolding } from './secretaries.ts';
import { lives, type Step } from './undertakings.ts';

const PROJECTS: readonly (readonly [string, string, string, string, number, number])[] = [
  ['村级集体经济提升', '集体经济薄弱', '集体经济收入', '万元', 4, 12],
  ['软弱涣散党组织整顿', '党组织战斗力不强', '整顿转化村数', '个', 0, 3],
  ['产业合作社培育', '产业带动不足', '合作社带动户数', '户', 20, 80],
  ['饮水安全提升', '冬季供水不稳定', '供水稳定农户', '户', 60, 150],
  ['党员服务阵地建设', '活动场所不达标', '达标活动场所', '个', 1, 5],
  ['劳务输出帮扶', '就业渠道窄', '新增务工人数', '人', 10, 60],
];

/** How the twenty-six projects stood at the end of 2018, one letter each: 立项, 实施, 暂停, 报验, 验收. */
const STANDING = 'PPPPPPPPPPPPPPPPPPSSBBBAEE';
export const PROJECTS_ALIVE_2018 = STANDING.length;

/** Secretary projects: those of 2018 the source counts, some that came to nothing, and those of today. */
export function secretaryProjects(periods: readonly Period[], { holdings }: Pick<Offices, 'holdings'>, now: Date): SampleRow[] {
  const today = dayOf(now);
  const rows: SampleRow[] = [];
  const secretaries = holdings.filter((h) => h.role === 'SECRETARY');
  const kindOf = new Map(periods.map((p) => [p.id, p.kind]));
  const order = { COUNTY: 0, TOWNSHIP: 1, VILLAGE: 2, COMMUNITY: 3 };
  const seatsOn = (day: Day) =>
    secretaries
      .filter((h) => h.validFrom <= day && day < h.validTo && kindOf.has(h.division) && lifeOf(periods, h.division).to > addDays(day, 400))
      .toSorted(
        (a, b) => order[kindOf.get(a.division) as 'COUNTY'] - order[kindOf.get(b.division) as 'COUNTY'] || a.id.localeCompare(b.id),
      );

  const run = (no: number, year: number, holding: SampleHolding, standing: string) => {
    const luck = chance('project', year, no);
    const [title, problem, indicator, unit, baseline, target] = PROJECTS[no % PROJECTS.length] as (typeof PROJECTS)[number];
    const id = idFrom('prj', year, no);
    const declared = addDays(`${year}-04-02`, luck.between(0, 8));
    const established = standing === 'T' ? `${year}-05-10` : addDays(`${year}-05-10`, luck.between(0, 12));
    const day = (days: number) => addDays(`${year}-05-25`, days);
    const due: Day = `${year + 1}-06-30`;
    const base = {
      id,
      no,
      year,
      title: `${title}“书记项目”`,
      problem,
      organization: holding.organization,
      division: holding.division,
      secretary: holding.person,
      post: { COUNTY: '县委书记', TOWNSHIP: '乡镇党委书记', VILLAGE: '村党组织书记', COMMUNITY: '社区党组织书记' }[
        kindOf.get(holding.division) as 'COUNTY'
      ],
      programme: idFrom('prg', '党建+脱贫攻坚'),
      budget: luck.between(5, 60) * 1_000_000,
      due,
      handovers: 0,
    };
    const document = year === 2018 ? DOC_NO.SECRETARY_PROJECTS : null;
    const steps: Step[] = [[declared, 'project.declared', { state: 'DECLARED' }]];
    if (standing === 'D') return finish(base, steps, luck);
    if (standing === 'R')
      return finish(base, [...steps, [addDays(declared, 12), 'project.rejected', { state: 'REJECTED', reason: '指标不可量化' }]], luck);
    steps.push(
      [addDays(declared, 14), 'project.reviewed', { state: 'REVIEWED' }],
      [established, 'project.established', { state: 'ESTABLISHED', document, establishedOn: established }],
    );
    if (standing === 'T')
      return finish(base, [...steps, [day(60), 'project.terminated', { state: 'TERMINATED', reason: '书记离任且无人接续' }]], luck);
    const begun = standing === 'E' ? 235 : luck.between(8, 30);
    steps.push([day(begun), 'project.started', { state: 'IN_PROGRESS' }]);
    if (standing === 'S')
      steps.push(
        [day(130), 'project.suspended', { state: 'SUSPENDED', reason: '配套资金未到位' }],
        [day(260), 'project.resumed', { state: 'IN_PROGRESS' }],
      );
    const submitted = standing === 'B' ? 205 : standing === 'A' ? 170 : luck.between(300, 380);
    const accepted = standing === 'B' ? 240 : submitted + 20;
    steps.push(
      [day(submitted), 'project.submitted', { state: 'SUBMITTED', submittedBy: `secretary:${no}`, submittedOn: day(submitted) }],
      [day(accepted), 'project.accepted', { state: 'ACCEPTED' }],
      [day(standing === 'A' ? 280 : accepted + 30), 'project.closed', { state: 'CLOSED' }],
    );
    finish(base, steps, luck);

    function finish(facts: typeof base, planned: readonly Step[], chances: Chance): void {
      const all: Step[] = [...planned];
      const [end] = all.at(-1) as Step;
      // When the secretary leaves while the project goes on, whoever holds the post next takes it over.
      for (let at: SampleHolding | undefined = holding; at && at.validTo < end; ) {
        const { validTo }: SampleHolding = at;
        const next: SampleHolding | undefined = secretaries.find((h) => h.organization === holding.organization && h.validFrom >= validTo);
        if (
          next &&
          next.validFrom > declared &&
          next.validFrom < end &&
          !all.some(([on]) => on === next.validFrom) &&
          next.person !== at.person
        ) {
          const handovers = all.filter(([, event]) => event === 'project.handedOver').length + 1;
          all.push([next.validFrom, 'project.handedOver', { secretary: next.person, handovers }]);
        }
        at = next;
      }
      all.sort((a, b) => (a[0] < b[0] ? -1 : 1));
      rows.push(...lives('SecretaryProject', facts, all, today));
      const weight = chances.between(1, 3);
      const actual = (share: number) => Math.round(baseline + (target - baseline) * share);
      const began = all.find(([, event]) => event === 'project.started')?.[0];
      const reports: Step[] = began
        ? [
            [addDays(began, 75), 'indicator.reported', { actual: actual(chances.next() * 0.6) }],
            [addDays(began, 150), 'indicator.reported', { actual: actual(0.5 + chances.next() * 0.6) }],
          ]
        : [];
      const common = { project: id, division: facts.division };
      const added: Step = [declared, 'indicator.added', {}];
      rows.push(
        ...lives(
          'ProjectIndicator',
          { ...common, id: idFrom('ind', id, 1), name: indicator, unit, baseline, target, due, weight, actual: null },
          [added, ...reports],
          today,
        ),
      );
      rows.push(
        ...lives(
          'ProjectIndicator',
          { ...common, id: idFrom('ind', id, 2), name: '群众满意率', unit: '%', baseline: 70, target: 95, due, weight: 1, actual: null },
          [added, ...reports.slice(1).map(([on, event]): Step => [on, event, { actual: chances.between(80, 98) }])],
          today,
        ),
      );
      ['方案论证', '组织实施', '总结验收'].forEach((step, i) => {
        const stepDue = addDays(`${year}-06-30`, i * 150);
        const reached: Step[] =
          began && began <= stepDue
            ? [[addDays(stepDue, -chances.between(0, 12)), 'milestone.reached', { reachedOn: addDays(stepDue, -5) }]]
            : [];
        rows.push(
          ...lives(
            'ProjectMilestone',
            { ...common, id: idFrom('mls', id, i), title: step, due: stepDue, reachedOn: null },
            [[declared, 'milestone.added', {}], ...reached],
            today,
          ),
        );
      });
    }
  };
  const seats = seatsOn('2018-05-20');
  [...`${STANDING}DRR`].forEach((standing, i) => {
    run(i + 1, 2018, seats[i] as SampleHolding, standing);
  });
  // One secretary left in the summer, and for months nobody came: the project ended with the post vacant.
  const left = secretaries.find(
    (h) =>
      h.validTo > '2018-05-12' &&
      h.validTo < '2018-07-20' &&
      !secretaries.some((s) => s.organization === h.organization && s.validFrom >= h.validTo && s.validFrom < '2018-08-01'),
  );
  if (left) run(STANDING.length + 4, 2018, left, 'T');
  const year = Number(today.slice(0, 4));
  if (year > 2018)
    [...'PPPPPPPPPPPPEESR'].forEach((standing, i) => {
      run(i + 1, year, seatsOn(`${year - 1}-12-01`)[i * 3] as SampleHolding, standing);
    });
  return rows;
}

const CONCERNS: readonly (readonly [string, string, string])[] = [
  ['饮水', '冬季自来水经常停水', '县水务局'],
  ['道路', '村内道路破损，出行不便', '县交通运输局'],
  ['医疗', '慢性病报销手续繁琐', '县医疗保障局'],
  ['土地', '退耕还林补助发放不清楚', '县林业局'],
  ['住房', '危房改造补助未到位', '县住房和城乡建设局'],
  ['环境', '垃圾清运不及时', '县住房和城乡建设局'],
];

/** What the people were concerned about: the year of the source and the last months. */
export function publicConcerns(periods: readonly Period[], now: Date): SampleRow[] {
  const today = dayOf(now);
  const rows: SampleRow[] = [];
  for (const [from, count] of [
    ['2018-01-10', 160],
    [addDays(today, -150), 70],
  ] as const)
    for (let i = 0; i < count; i++) {
      const luck = chance('concern', from.slice(0, 4), i);
      const raisedOn = addDays(from, luck.between(0, from.startsWith('2018') ? 350 : 148));
      if (raisedOn > today) continue;
      const village = luck.pick(villagesOn(periods, raisedOn));
      const [category, text, agency] = luck.pick(CONCERNS);
      const on = (days: number) => addDays(raisedOn, days);
      const assigned = luck.between(1, 5);
      const resolved = assigned + luck.between(8, 40);
      const steps: Step[] = [
        [raisedOn, 'concern.raised', { state: 'RAISED' }],
        [on(assigned), 'concern.assigned', { state: 'ASSIGNED', agency: agencyId(agency), due: on(assigned + 30) }],
        [on(resolved), 'concern.resolved', { state: 'RESOLVED', resolution: '已现场处理并回访', resolvedOn: on(resolved) }],
      ];
      if (luck.next() < 0.1)
        steps.push(
          [on(resolved + 4), 'concern.rejected', { state: 'ASSIGNED', rejections: 1, rejectReason: '问题反复' }],
          [on(resolved + 20), 'concern.resolved', { state: 'RESOLVED', resolution: '更换设施后回访确认', resolvedOn: on(resolved + 20) }],
        );
      steps.push([on(resolved + 28), 'concern.confirmed', { state: 'CONFIRMED' }]);
      const base = {
        id: idFrom('pcn', from.slice(0, 4), i),
        village: village.id,
        source: luck.pick(['PETITION', 'HOME_VISIT', 'MEETING', 'INSPECTION', 'HOTLINE']),
        category,
        text,
        raisedOn,
        raisedBy: `officer:${village.code}`,
        rejections: 0,
      };
      rows.push(...lives('PublicConcern', base, steps, today, lifeOf(periods, village.id).to));
    }
  return rows;
}
