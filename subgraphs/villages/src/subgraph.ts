import { policies } from '#access/policies';
import type { SubgraphSpec } from '#platform/subgraph';
import { Agency } from './agencies/agency.entity.ts';
import { AgencyResolver, agencyReference } from './agencies/agency.resolver.ts';
import { AssessmentScheme, OrgAssessment } from './assessments/assessment.entity.ts';
import {
  AssessmentSchemeResolver,
  assessmentReference,
  OrgAssessmentResolver,
  OrganizationAssessments,
  schemeReference,
} from './assessments/assessment.resolver.ts';
import { Committee } from './committees/committee.entity.ts';
import { CommitteeResolver, committeeReference } from './committees/committee.resolver.ts';
import { CountySecretaries, TownshipSecretaries, TwoCommitteesResolver, VillageCommittees } from './committees/village.resolver.ts';
import { VillageDesignation } from './designations/designation.entity.ts';
import {
  CountyDesignations,
  designationReference,
  TownshipDesignations,
  VillageDesignationResolver,
  VillageDesignations,
} from './designations/designation.resolver.ts';
import { DivisionChange, DivisionChangeParty } from './divisions/change.entity.ts';
import { effectDueChanges } from './divisions/change.job.ts';
import { changeReference, DivisionChangeResolver } from './divisions/change.resolver.ts';
import { Division, GivenCode } from './divisions/division.entity.ts';
import { divisionReference } from './divisions/division.reads.ts';
import { CountyResolver, DatedCodeResolver, DatedNameResolver, TownshipResolver, VillageResolver } from './divisions/division.resolver.ts';
import { DivisionDraftResolver } from './divisions/draft.resolver.ts';
import { DivisionEdition } from './divisions/edition.entity.ts';
import { DivisionEditionResolver, editionReference } from './divisions/edition.resolver.ts';
import { VillageProfile } from './divisions/profile.entity.ts';
import { ProfileVillage, profileReference, VillageProfileResolver } from './divisions/profile.resolver.ts';
import { WITHIN } from './divisions/within.resolver.ts';
import { CollectiveEconomyRateResolver, CountyEconomy, TownshipEconomy, VillageIncomeResolver } from './economy/rate.resolver.ts';
import { CollectiveEconomyRecord } from './economy/record.entity.ts';
import { CollectiveEconomyResolver, recordReference, VillageEconomy } from './economy/record.resolver.ts';
import { CollectiveEconomyTarget } from './economy/target.entity.ts';
import { CollectiveEconomyTargetResolver, CountyEconomyTargets, targetReference } from './economy/target.resolver.ts';
import { IndustryProject } from './industry/project.entity.ts';
import {
  CountyIndustry,
  IndustryProjectResolver,
  industryReference,
  TownshipIndustry,
  VillageIndustry,
} from './industry/project.resolver.ts';
import { OfficeHolding } from './offices/office.entity.ts';
import { holdingReference, OfficeHoldingResolver, PersonOffices } from './offices/office.resolver.ts';
import { MemberCount } from './organizations/member.entity.ts';
import { countReference, MemberCountResolver, OrganizationMembers } from './organizations/member.resolver.ts';
import { PartyOrganization } from './organizations/organization.entity.ts';
import {
  CountyOrganization,
  organizationReference,
  PartyOrganizationResolver,
  TownshipOrganization,
  VillageOrganization,
} from './organizations/organization.resolver.ts';
import { OrganizationTree } from './organizations/tree.resolver.ts';
import { ModelPractice, PracticeAdoption } from './practices/practice.entity.ts';
import {
  adoptionReference,
  ModelPracticeResolver,
  OrganizationPractices,
  PracticeAdoptionResolver,
  practiceReference,
} from './practices/practice.resolver.ts';
import { Acceptance } from './rectification/acceptance.resolver.ts';
import { CountyBoard, ProblemVillageResolver, ReconciliationRecords, TownshipBoard } from './rectification/board.resolver.ts';
import {
  CountyRectification,
  campaignReference,
  RectificationCampaignResolver,
  TownshipRectification,
} from './rectification/campaign.resolver.ts';
import { RectificationCampaign, RectificationCase } from './rectification/case.entity.ts';
import { caseReference, OrganizationRectification, RectificationCaseResolver } from './rectification/case.resolver.ts';
import { RelocationProject, RelocationSource } from './relocation/relocation.entity.ts';
import {
  RelocationResolver,
  RelocationSourceResolver,
  relocationReference,
  sourceReference,
  VillageRelocation,
} from './relocation/relocation.resolver.ts';
import { chainReference, OrganizationChains, ResponsibilityChainResolver } from './responsibility/chain.resolver.ts';
import { ResponsibilityItem, ResponsibilityList } from './responsibility/list.entity.ts';
import { itemReference, listReference, ResponsibilityItemResolver, ResponsibilityListResolver } from './responsibility/list.resolver.ts';
import { DutyReport, PublicPledge } from './responsibility/report.entity.ts';
import { DutyReportResolver, PublicPledgeResolver, pledgeReference, reportReference } from './responsibility/report.resolver.ts';
import { seed } from './seed.ts';

/** Villages and grassroots organizations: its features, in reading order. The only list. */
export const villages: SubgraphSpec = {
  name: 'villages',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [
    Division,
    DivisionChange,
    DivisionChangeParty,
    Agency,
    PartyOrganization,
    MemberCount,
    OfficeHolding,
    Committee,
    AssessmentScheme,
    OrgAssessment,
    RectificationCampaign,
    RectificationCase,
    ResponsibilityList,
    ResponsibilityItem,
    PublicPledge,
    DutyReport,
    ModelPractice,
    PracticeAdoption,
    CollectiveEconomyRecord,
    GivenCode,
    DivisionEdition,
    VillageProfile,
    VillageDesignation,
    RelocationProject,
    RelocationSource,
    IndustryProject,
    CollectiveEconomyTarget,
  ],
  resolvers: [
    CountyResolver,
    TownshipResolver,
    VillageResolver,
    DatedCodeResolver,
    DatedNameResolver,
    DivisionDraftResolver,
    DivisionChangeResolver,
    DivisionEditionResolver,
    VillageProfileResolver,
    ProfileVillage,
    VillageDesignationResolver,
    VillageDesignations,
    TownshipDesignations,
    CountyDesignations,
    RelocationResolver,
    RelocationSourceResolver,
    VillageRelocation,
    IndustryProjectResolver,
    VillageIndustry,
    TownshipIndustry,
    CountyIndustry,
    AgencyResolver,
    PartyOrganizationResolver,
    OrganizationTree,
    MemberCountResolver,
    OrganizationMembers,
    VillageOrganization,
    TownshipOrganization,
    CountyOrganization,
    OfficeHoldingResolver,
    PersonOffices,
    CommitteeResolver,
    TwoCommitteesResolver,
    VillageCommittees,
    CountySecretaries,
    TownshipSecretaries,
    AssessmentSchemeResolver,
    OrgAssessmentResolver,
    OrganizationAssessments,
    RectificationCampaignResolver,
    RectificationCaseResolver,
    Acceptance,
    OrganizationRectification,
    CountyRectification,
    TownshipRectification,
    ProblemVillageResolver,
    ReconciliationRecords,
    CountyBoard,
    TownshipBoard,
    ResponsibilityListResolver,
    ResponsibilityItemResolver,
    PublicPledgeResolver,
    DutyReportResolver,
    OrganizationChains,
    ResponsibilityChainResolver,
    ModelPracticeResolver,
    PracticeAdoptionResolver,
    OrganizationPractices,
    CollectiveEconomyResolver,
    VillageEconomy,
    CountyEconomy,
    TownshipEconomy,
    CollectiveEconomyRateResolver,
    VillageIncomeResolver,
    CollectiveEconomyTargetResolver,
    CountyEconomyTargets,
    ...WITHIN,
  ],
  policies,
  references: {
    County: divisionReference,
    Township: divisionReference,
    Village: divisionReference,
    DivisionChange: changeReference,
    DivisionEdition: editionReference,
    VillageProfile: profileReference,
    VillageDesignation: designationReference,
    RelocationProject: relocationReference,
    RelocationSource: sourceReference,
    IndustryProject: industryReference,
    CollectiveEconomyTarget: targetReference,
    Agency: agencyReference,
    PartyOrganization: organizationReference,
    MemberCount: countReference,
    OfficeHolding: holdingReference,
    Committee: committeeReference,
    AssessmentScheme: schemeReference,
    OrgAssessment: assessmentReference,
    RectificationCampaign: campaignReference,
    RectificationCase: caseReference,
    ResponsibilityList: listReference,
    ResponsibilityItem: itemReference,
    PublicPledge: pledgeReference,
    DutyReport: reportReference,
    ResponsibilityChain: chainReference,
    ModelPractice: practiceReference,
    PracticeAdoption: adoptionReference,
    Person: ({ id }) => ({ id }),
    CollectiveEconomyRecord: recordReference,
  },
  jobs: [effectDueChanges],
  seed,
};
