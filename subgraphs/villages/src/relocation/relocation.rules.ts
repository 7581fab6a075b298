import { lifecycle } from '#platform/lifecycle';

export enum RelocationState {
  PLANNED = 'PLANNED',
  APPROVED = 'APPROVED',
  BUILDING = 'BUILDING',
  OCCUPIED = 'OCCUPIED',
  ACCEPTED = 'ACCEPTED',
  CANCELLED = 'CANCELLED',
}
const { PLANNED, APPROVED, BUILDING, OCCUPIED, ACCEPTED, CANCELLED } = RelocationState;

/** The life of a relocation project (易地扶贫搬迁): people move in before the project is accepted. */
export const { next, allowed } = lifecycle('relocation project', {
  approveRelocation: { from: [PLANNED], to: APPROVED },
  startRelocation: { from: [APPROVED], to: BUILDING },
  occupyRelocation: { from: [BUILDING], to: OCCUPIED },
  acceptRelocation: { from: [OCCUPIED], to: ACCEPTED },
  cancelRelocation: { from: [PLANNED, APPROVED], to: CANCELLED },
});

/** Whether villages may still be added to those that people leave. */
export const takesSources = ({ state }: { state: RelocationState }): boolean =>
  state === PLANNED || state === APPROVED || state === BUILDING;
