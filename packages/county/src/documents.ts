import { type Day, dayOf } from '#platform/day';
import { idFrom } from '#platform/id';

/** A document of the county, or of a level above it, as it was issued. Titles are the source's; numbers are made up. */
export interface SampleDocument {
  readonly id: string;
  readonly title: string;
  readonly docNo: string;
  readonly issuer: string;
  readonly issuedOn: Day;
  readonly effectiveFrom: Day;
  readonly effectiveTo: Day | null;
  readonly trial: boolean;
  readonly supersedes: string | null;
}

/** Numbers by which other data of the county are done. */
export const DOC_NO = {
  RESPONSIBILITY: '天发〔2018〕21号',
  TOLERANCE: '天办发〔2018〕33号',
  THREE_BASICS: '天办发〔2018〕9号',
  WEAK_ORGANIZATIONS: '天办发〔2017〕41号',
  THREE_TEAMS: '天办发〔2018〕17号',
  HEADQUARTERS: '天发〔2017〕6号',
  CONTACT_POINTS: '天办发〔2018〕10号',
  ALLOWANCE: '天政发〔2018〕15号',
  SECRETARY_PROJECTS: '天组发〔2018〕26号',
  HELPERS: '天扶发〔2018〕5号',
} as const;

export const documentId = (docNo: string): string => idFrom('doc', docNo);

const COUNTY_COMMITTEE = '中共天镇县委';
const OFFICES = '中共天镇县委办公室、天镇县人民政府办公室';
const ORG_DEPT = '中共天镇县委组织部';
const POVERTY_OFFICE = '天镇县扶贫开发办公室';
const GOVERNMENT = '天镇县人民政府';

/** The documents of the county until `now`: those the source names, and those by which people were sent and tasks set since. */
export function documents(now: Date): SampleDocument[] {
  const today = dayOf(now);
  const all: SampleDocument[] = [];
  const add = (docNo: string, title: string, issuer: string, issuedOn: Day, more: Partial<SampleDocument> = {}) =>
    all.push({
      id: documentId(docNo),
      title,
      docNo,
      issuer,
      issuedOn,
      effectiveFrom: issuedOn,
      effectiveTo: null,
      trial: false,
      supersedes: null,
      ...more,
    });
  add(DOC_NO.HEADQUARTERS, '关于成立县乡脱贫攻坚指挥部的通知', COUNTY_COMMITTEE, '2017-02-10');
  add(DOC_NO.WEAK_ORGANIZATIONS, '天镇县软弱涣散农村基层党组织整顿提升两年行动工作方案', OFFICES, '2017-12-28', {
    effectiveFrom: '2018-01-01',
    effectiveTo: '2020-01-01',
  });
  add(DOC_NO.THREE_BASICS, '关于全县推进“三基建设”2018年重点工作任务的实施方案', OFFICES, '2018-03-12', { effectiveTo: '2019-01-01' });
  add(DOC_NO.CONTACT_POINTS, '关于建立县委领导班子成员“三基建设”联系点制度的通知', OFFICES, '2018-03-20');
  add(DOC_NO.HELPERS, '关于调整落实贫困户帮扶责任人的通知', POVERTY_OFFICE, '2018-03-02');
  add(DOC_NO.SECRETARY_PROJECTS, '关于实施党组织“书记项目”的通知', ORG_DEPT, '2018-03-26');
  add(DOC_NO.THREE_TEAMS, '进一步加强驻村帮扶“三支队伍”管理工作方案', OFFICES, '2018-04-18');
  add(DOC_NO.ALLOWANCE, '关于提高驻村工作队员生活补助标准的通知', GOVERNMENT, '2018-05-08');
  add(DOC_NO.RESPONSIBILITY, '关于激励干部担当作为干事创业的意见（试行）', COUNTY_COMMITTEE, '2018-07-16', { trial: true });
  add(DOC_NO.TOLERANCE, '天镇县党政干部容错纠错办法', OFFICES, '2018-08-20');
  for (const year of [2017, 2019, 2021, 2023, 2025]) {
    add(`天组发〔${year}〕8号`, `关于选派${year}年驻村工作队和第一书记的通知`, ORG_DEPT, `${year}-02-20`);
    add(`天扶发〔${year}〕3号`, `关于配备${year}年乡镇扶贫专职干部的通知`, POVERTY_OFFICE, `${year}-01-01`);
  }
  // Every year has a plan of its own since; each takes the place of the one before.
  for (let year = 2019, before: string = DOC_NO.THREE_BASICS; year <= Number(today.slice(0, 4)); year++) {
    const docNo = `天办发〔${year}〕7号`;
    add(docNo, `关于${year}年“三基建设”重点任务的实施方案`, OFFICES, `${year}-03-10`, {
      effectiveTo: `${year + 1}-01-01`,
      supersedes: documentId(before),
    });
    before = docNo;
  }
  add('天发〔2021〕9号', '关于实现巩固拓展脱贫攻坚成果同乡村振兴有效衔接的实施意见', COUNTY_COMMITTEE, '2021-05-12');
  return all.filter((d) => d.issuedOn <= today);
}
