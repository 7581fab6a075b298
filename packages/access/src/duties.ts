/** Moves that belong together, by the duty they are: what several roles carry out in their own territory. */

/** 文件 · Keeps the register of documents. */
export const REGISTERS_DOCUMENTS = ['issueDocument', 'repealDocument', 'supersedeDocument'] as const;

/** 帮扶 · Keeps the households and who answers for them. */
export const KEEPS_HOUSEHOLDS = ['importReturnFlow', 'assignHelper', 'replaceHelper', 'endHelper', 'recordHelperVisit'] as const;

/** 走访 · Visits households. */
export const VISITS_HOUSEHOLDS = ['recordHelperVisit'] as const;
