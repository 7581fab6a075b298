import { lifecycle } from '#platform/lifecycle';

/** What a village is helped to build up (产业类型). */
export enum IndustryType {
  PLANTING = 'PLANTING',
  BREEDING = 'BREEDING',
  PHOTOVOLTAIC = 'PHOTOVOLTAIC',
  PROCESSING = 'PROCESSING',
  TOURISM = 'TOURISM',
  LABOUR_SERVICE = 'LABOUR_SERVICE',
}

export enum IndustryState {
  PLANNED = 'PLANNED',
  RUNNING = 'RUNNING',
  ACCEPTED = 'ACCEPTED',
  STOPPED = 'STOPPED',
}
const { PLANNED, RUNNING, ACCEPTED, STOPPED } = IndustryState;

/** The life of a project; one whose village ended goes on in the village that took over. */
export const { next, allowed } = lifecycle('industry project', {
  startIndustryProject: { from: [PLANNED], to: RUNNING },
  acceptIndustryProject: { from: [RUNNING], to: ACCEPTED },
  stopIndustryProject: { from: [PLANNED, RUNNING], to: STOPPED },
});

/** Whether somebody still has to carry it on. */
export const isRunning = ({ state }: { state: IndustryState }): boolean => state === PLANNED || state === RUNNING;
export const whereRunning = () => ({ state: { $in: [PLANNED, RUNNING] } });
