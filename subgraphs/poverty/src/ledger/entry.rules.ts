/** What stands in the master ledger (总台账): 任务, 三基建设具体工作, 书记项目, 督查问题. */
export enum EntryKind {
  TASK = 'TASK',
  WORK_ITEM = 'WORK_ITEM',
  PROJECT = 'PROJECT',
  FINDING = 'FINDING',
}

/** How the states of projects and findings read in the words of a task: one ledger, one set of states. */
export const STATES: Readonly<Record<'project' | 'finding', Readonly<Record<string, readonly string[]>>>> = {
  project: {
    NOT_STARTED: ['DECLARED', 'REVIEWED', 'ESTABLISHED'],
    IN_PROGRESS: ['IN_PROGRESS', 'SUSPENDED'],
    SUBMITTED: ['SUBMITTED'],
    CONFIRMED: ['ACCEPTED'],
    CLOSED: ['CLOSED'],
    CANCELLED: ['REJECTED', 'TERMINATED'],
  },
  finding: {
    NOT_STARTED: ['OPEN'],
    IN_PROGRESS: ['RECTIFYING', 'REOPENED', 'ESCALATED'],
    SUBMITTED: ['SUBMITTED'],
    CONFIRMED: ['VERIFIED'],
    CLOSED: ['CLOSED'],
    CANCELLED: ['DISMISSED'],
  },
};

const quoted = (states: readonly string[]) => states.map((s) => `'${s}'`).join(', ');
const stateSql = (table: 'project' | 'finding') =>
  `case ${Object.entries(STATES[table])
    .map(([as, states]) => `when state in (${quoted(states)}) then '${as}'`)
    .join(' ')} else 'IN_PROGRESS' end`;

const WORK = (table: string, kind: EntryKind, k: number) =>
  `select "row" * 4 + ${k} as "row", id, '${kind}' as kind, title, division, programme, workstream, owner_agency, responsible, starts_on, due, state, submitted_on, valid_from, valid_to from ${table}`;

/** The master ledger as the store forms it: nothing is written twice, so it can't disagree with what it lists. */
export const MASTER_LEDGER = [
  WORK('task', EntryKind.TASK, 0),
  WORK('work_item', EntryKind.WORK_ITEM, 1),
  `select "row" * 4 + 2 as "row", id, '${EntryKind.PROJECT}' as kind, title, division, programme, 'GRASSROOTS_MEMBER' as workstream, null as owner_agency, secretary as responsible, established_on as starts_on, due, ${stateSql('project')} as state, submitted_on, valid_from, valid_to from secretary_project`,
  `select "row" * 4 + 3 as "row", id, '${EntryKind.FINDING}' as kind, category as title, village as division, null as programme, 'POVERTY_ALLEVIATION' as workstream, responsible_agency as owner_agency, null as responsible, found_on as starts_on, deadline as due, ${stateSql('finding')} as state, submitted_on, valid_from, valid_to from finding`,
].join(' union all ');

/** A lane of the wall chart counts its entries by light, and those that are done. */
export interface LaneCounts {
  readonly open: number;
  readonly green: number;
  readonly yellow: number;
  readonly red: number;
  readonly waiting: number;
}
