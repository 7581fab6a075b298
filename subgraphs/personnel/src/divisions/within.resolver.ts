import { contributed } from '#platform/contribute';
import { entitlements } from '../allowances/entitlement.resolver.ts';
import { villageDays } from '../attendance/village-day.resolver.ts';
import { careMeasures } from '../care/care.resolver.ts';
import { postings } from '../postings/posting.resolver.ts';
import { enrolments } from '../training/enrolment.resolver.ts';
import { County, Township } from './division.entity.ts';

const both = { below: [County, Township] };

/** What personnel has on record of the county and of each township, with what lies below it. */
export const WITHIN = [
  ...contributed(
    postings,
    'postingsWithin',
    '选派（含所辖） · Postings to it and to what lies below it on the day asked for; by dispatchLevel they are the dispatch mix (M15).',
    both,
  ),
  ...contributed(entitlements, 'allowances', '补助 · What is paid by it and below it; the sum of the amounts is measure M29.', both),
  ...contributed(villageDays, 'villageDays', '在村记录 · Days on record in its villages (M27).', both),
  ...contributed(enrolments, 'trainingEnrolments', '培训名单 · Enrolments of people whose role lay in it or below it (M40).', both),
  ...contributed(careMeasures, 'careMeasures', '关爱措施 · Care for people posted to it and below it.', both),
];
