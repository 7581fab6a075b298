import type { DataClass } from '#platform/access';

/** A list of which snapshots are kept for slicing: its operation, and the column that tells persons apart. */
export interface AgreedList {
  readonly query: string;
  /** Who stands behind the rows of a list that tells sensitive outcomes: cells are kept back by how many they are. */
  readonly persons?: Persons;
}

/** The column with a person's key. It tells how many there are and is good for nothing else. */
export interface Persons {
  readonly column: string;
  /** The class of the key: who doesn't see it can't count by it, and takes no snapshot. */
  readonly dataClass: DataClass;
  /** Which rows tell of a person, where not all do. One of them without a key counts as a person whom nobody knows. */
  readonly where?: { readonly column: string; readonly is: string };
}

const VILLAGE = 'village { code name township { name } }';

/**
 * The lists that may be sliced, by name. None holds a column of a class that is masked for anybody, but for the key by which
 * persons are counted: nothing that a slice tells belongs into the read audit.
 */
export const LISTS: Readonly<Record<string, AgreedList>> = {
  villages: { query: '{ villages { nodes { code name kind status township { name } coverage { full } } } }' },
  incomes: {
    query: `{ collectiveEconomyRecords { nodes { year band state total operatingIncome contractIncome investmentIncome subsidyIncome otherIncome expenses ${VILLAGE} } } }`,
  },
  postings: {
    query: `{ postings { nodes { kind state targetType dispatchLevel plannedFrom actualFrom actualTo endReason frontline onePlusOne township { name } ${VILLAGE} } } }`,
  },
  villageDays: { query: '{ villageDays { nodes { day status method confirmedOn } } }' },
  enrolments: { query: '{ trainingEnrolments { nodes { state roleAtDate inCohort training { title from mode } } } }' },
  findings: {
    query: `{ findings { nodes { category severity state subjectType foundOn orderedOn deadline closedOn escalation returns reopenings overdue responsibleAgency { name } ${VILLAGE} } } }`,
  },
  inspections: {
    query: '{ inspections { nodes { method announcement state planned planYear from to agency { name } township { name } } } }',
  },
  tasks: {
    query: `{ tasks { nodes { workstream state startsOn due confirmedOn delayed urgentHard ownerAgency { name } township { name } ${VILLAGE} } } }`,
  },
  households: { query: `{ households { nodes { status members registeredYear needsHelper ${VILLAGE} } } }` },
  appraisals: {
    query: '{ appraisals { nodes { year kind grade state person { id } } } }',
    persons: { column: 'person.id', dataClass: 'INTERNAL' },
  },
  actions: {
    query: '{ personnelActions { nodes { kind state decidedOn effectiveFrom person { id } } } }',
    persons: { column: 'person.id', dataClass: 'INTERNAL' },
  },
  accountability: {
    query: '{ accountabilityActions { nodes { on kind reason level state standing subjectType person { id } } } }',
    persons: { column: 'person.id', dataClass: 'SENSITIVE', where: { column: 'subjectType', is: 'PERSON' } },
  },
};
