import { policiesOf } from './policy.ts';
import { ANALYST } from './roles/analyst.policy.ts';
import { AUDITOR } from './roles/auditor.policy.ts';
import { CIVIL_AFFAIRS } from './roles/civil-affairs.policy.ts';
import { COUNTY_SECRETARY } from './roles/county-secretary.policy.ts';
import { DISCIPLINE } from './roles/discipline.policy.ts';
import { FINANCE } from './roles/finance.policy.ts';
import { INSPECTOR } from './roles/inspector.policy.ts';
import { INTEGRATOR } from './roles/integrator.policy.ts';
import { ORG_DEPT } from './roles/org-dept.policy.ts';
import { POVERTY_OFFICE } from './roles/poverty-office.policy.ts';
import { RURAL_ECONOMY } from './roles/rural-economy.policy.ts';
import { SECURITY_ADMIN } from './roles/security-admin.policy.ts';
import { SYSTEM_ADMIN } from './roles/system-admin.policy.ts';
import { TEAM_LEADER } from './roles/team-leader.policy.ts';
import { TOWNSHIP_ADMIN } from './roles/township-admin.policy.ts';
import { VILLAGE_OFFICER } from './roles/village-officer.policy.ts';

/** Who may do what: one policy a role, each a page to read aloud (domain model 5.1). */
export const ROLES = {
  COUNTY_SECRETARY,
  ORG_DEPT,
  POVERTY_OFFICE,
  INSPECTOR,
  DISCIPLINE,
  FINANCE,
  RURAL_ECONOMY,
  CIVIL_AFFAIRS,
  TOWNSHIP_ADMIN,
  VILLAGE_OFFICER,
  TEAM_LEADER,
  ANALYST,
  INTEGRATOR,
  AUDITOR,
  SECURITY_ADMIN,
  SYSTEM_ADMIN,
} as const;

export const policies = policiesOf(ROLES);
