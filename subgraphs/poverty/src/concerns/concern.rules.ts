import { lifecycle } from '#platform/lifecycle';

export enum ConcernState {
  RAISED = 'RAISED',
  ASSIGNED = 'ASSIGNED',
  RESOLVED = 'RESOLVED',
  CONFIRMED = 'CONFIRMED',
}
const { RAISED, ASSIGNED, RESOLVED, CONFIRMED } = ConcernState;

/** Where a concern comes from: 来信来访, 入户走访, 会议座谈, 督查巡访, 电话网络. */
export enum ConcernSource {
  PETITION = 'PETITION',
  HOME_VISIT = 'HOME_VISIT',
  MEETING = 'MEETING',
  INSPECTION = 'INSPECTION',
  HOTLINE = 'HOTLINE',
}

/** The whole life of a public concern (群众关切的突出问题); who raised it has the last word. */
export const { next, allowed, moves } = lifecycle('concern', {
  assignConcern: { from: [RAISED, ASSIGNED], to: ASSIGNED },
  resolveConcern: { from: [ASSIGNED], to: RESOLVED },
  confirmConcern: { from: [RESOLVED], to: CONFIRMED },
  rejectResolution: { from: [RESOLVED], to: ASSIGNED },
});

export const isOpen = (c: { state: ConcernState }): boolean => c.state !== CONFIRMED;
export const whereOpen = () => ({ state: { $ne: CONFIRMED } });
export const whereSettled = () => ({ state: CONFIRMED });
