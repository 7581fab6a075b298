import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/**
 * The closed list of codes a caller may meet in `extensions.code`. The first block is general; the second names the
 * rule that refused. Anything else that goes wrong is masked as `INTERNAL` and logged with the request id.
 */
export const codes = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'ILLEGAL_MOVE',
  'LIMIT_EXCEEDED',
  'SUBGRAPH_UNAVAILABLE',
  'INTERNAL',
  'STALE_VERSION',
  'IDEMPOTENCY_KEY_REUSED',
  'DEADLINE_BEFORE_FINDING',
  'DEADLINE_BEFORE_ORDER',
  'EVIDENCE_REQUIRED',
  'SELF_VERIFIED',
  'UNPLANNED_INSPECTION',
  'FINDINGS_OPEN',
  'POST_HELD',
  'ALREADY_POSTED',
  'CODE_IN_USE',
  'CODE_RANGE',
  'NAME_IN_USE',
  'SHARES_MISMATCH',
  'CHILDREN_REMAIN',
  'NOT_DUE',
  'SELF_APPROVED',
  'LOOSE_ENDS',
  'ALREADY_DESIGNATED',
  'NOT_DESIGNATED',
  'SOURCE_NAMED',
  'TARGET_SET',
  'USCC_INVALID',
  'USCC_IN_USE',
  'YEAR_RECORDED',
  'SUM_MISMATCH',
  'WRONG_TARGET',
  'OWN_AGENCY',
  'DOCUMENT_REQUIRED',
  'TERM_OVER',
  'TERM_RUNNING',
  'TARGET_STANDS',
  'NOTHING_DUE',
  'MONTH_RUNNING',
  'APPROVAL_LEVEL',
  'ON_LEAVE',
  'OUTSIDE_POSTING',
  'COORDINATES_REFUSED',
  'ATTENDANCE_OFF',
  'SELF_CONFIRMED',
  'DAY_CONFIRMED',
  'HANDOVER_REQUIRED',
  'REPLACEMENT_REQUIRED',
  'OFFICERS_COMPLETE',
  'TEAM_STAFFED',
  'ID_NUMBER_IN_USE',
  'ALREADY_ENROLLED',
  'COHORT_FROZEN',
  'NOT_IN_ROLE',
  'PLAN_EXISTS',
  'LINE_TAKEN',
  'ALREADY_MEMBER',
  'VISIT_RECORDED',
  'ALREADY_APPRAISED',
  'EVALUATION_INCOMPLETE',
  'DIVISION_LED',
  'WRONG_PARENT',
  'CYCLE',
  'ORGANIZATIONS_BELOW',
  'YEAR_ASSESSED',
  'CASE_OPEN',
  'CAMPAIGN_OVER',
  'DEADLINE_REQUIRED',
  'CONSOLIDATION_RUNNING',
  'VACANCY_OPEN',
  'LIST_DRAWN',
  'ITEMS_OPEN',
  'ALREADY_SAID',
  'ALREADY_ADOPTED',
  'DOCUMENT_KNOWN',
  'DOCUMENT_SUCCEEDED',
  'DOCUMENT_ENDED',
  'HELPER_HELD',
  'HOUSEHOLD_ELSEWHERE',
  'NOT_ITS_HELPER',
  'STAGE_SKIPPED',
  'ACTION_PENDING',
  'NOTICE_TOO_SHORT',
  'NOTICE_RUNNING',
  'NOTICE_OVER',
  'PROBATION_RUNNING',
  'NOT_THE_RAISER',
  'CONTRACT_HELD',
  'NOT_IN_POST',
  'INDICATOR_REQUIRED',
  'STILL_IN_POST',
  'PLAN_INCOMPLETE',
  'PLAN_ADOPTED',
  'PREDECESSOR_OPEN',
  'NO_CALENDAR',
] as const;

export type Code = (typeof codes)[number];

/** The closed list of what may stand beside the code in `extensions`. Nothing else of an error ever leaves the gateway. */
export const details = [
  'requestId',
  'subgraph',
  'rule',
  'noun',
  'move',
  'roles',
  'dataClass',
  'purposes',
  'limit',
  'cost',
  'ceiling',
  'max',
  'retryAfterSeconds',
  'version',
  'expectedVersion',
  'validFrom',
  'begins',
  'state',
  'allowed',
  'total',
  'division',
  'holding',
  'foundOn',
  'issuedOn',
  'deadline',
  'plannedTo',
  'open',
  'staff',
] as const;

/** What a refusal may add to its code; `http` says a status to the server and never leaves it. */
export type Detail = Readonly<Partial<Record<(typeof details)[number] | 'http', unknown>>>;

/**
 * The only error a caller reads: a code of the closed list, a sentence that says what was wrong and what would be
 * right, and optional detail that travels beside the code in `extensions`.
 */
export class Refusal extends GraphQLError {
  constructor(code: Code, message: string, detail: Detail = {}) {
    super(message, { extensions: { ...detail, code } as GraphQLErrorExtensions });
    this.name = 'Refusal';
  }

  get code(): Code {
    return this.extensions['code'] as Code;
  }
}
