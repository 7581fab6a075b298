import { contributed } from '#platform/contribute';
import { concerns } from '../concerns/concern.resolver.ts';
import { visits as helperVisits } from '../helpers/assignment.resolver.ts';
import { households } from '../helpers/household.resolver.ts';
import { visits as inspectionVisits } from '../inspections/visit.resolver.ts';
import { meetings } from '../meetings/meeting.resolver.ts';
import { projects } from '../projects/project.resolver.ts';
import { County, Township, Village } from './division.entity.ts';

/** What this store has on record of the county, of each township and of each village. */
export const WITHIN = [
  ...contributed(projects, 'secretaryProjects', '书记项目 · Projects of secretaries of organizations in it and below it (M82).', {
    below: [County, Township],
    by: { division: Village },
  }),
  ...contributed(inspectionVisits, 'inspectionVisits', '督查到村 · Visits of inspections to its villages.', {
    below: [County, Township],
    by: { village: Village },
  }),
  ...contributed(meetings, 'meetings', '会议 · Meetings held in it and below it.', { below: [County, Township] }),
  ...contributed(households, 'households', '户 · Registered households in its villages.', { below: [County] }),
  ...contributed(helperVisits, 'helperVisits', '走访 · Visits of helpers in its villages up to the day asked for.', { below: [County] }),
  ...contributed(concerns, 'publicConcerns', '群众关切 · Public concerns in its villages.', { below: [County] }),
];
