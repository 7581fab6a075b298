import { contributed } from '#platform/contribute';
import { assessments } from '../assessments/assessment.resolver.ts';
import { records } from '../economy/record.resolver.ts';
import { holdings } from '../offices/office.resolver.ts';
import { memberCounts } from '../organizations/member.resolver.ts';
import { organizations } from '../organizations/organization.resolver.ts';
import { cases } from '../rectification/case.resolver.ts';
import { County, Township, Village } from './division.entity.ts';

const everywhere = { below: [County, Township], by: { division: Village } };

/** What the register has of the county, of each township and of each village beside their own pages. */
export const WITHIN = [
  ...contributed(organizations, 'partyOrganizations', '党组织 · Party organizations in it and below it on the day asked for.', everywhere),
  ...contributed(memberCounts, 'memberCounts', '党员数 · Counts of members of organizations in it and below it.', everywhere),
  ...contributed(assessments, 'orgAssessments', '党组织研判 · Assessments of organizations in it and below it (M51).', everywhere),
  ...contributed(holdings, 'officeHoldings', '任职 · Offices held in it and below it on the day asked for.', everywhere),
  ...contributed(records, 'collectiveEconomyRecords', '集体经济收入 · Records of it or of its villages.', {
    below: [County, Township],
    by: { village: Village },
  }),
  ...contributed(cases, 'rectificationCases', '整顿台账 · Cases of its organizations.', { by: { division: Village } }),
];
