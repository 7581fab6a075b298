import { policies } from '#access/policies';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import type { SubgraphSpec } from '#platform/subgraph';
import { divisionStub } from '#platform/territory';
import { followTerritory } from '#platform/territory.reactions';
import { PersonnelAction } from './actions/action.entity.ts';
import { ActionResolver, actionReference, PersonActions } from './actions/action.resolver.ts';
import { ActionProcedure, AgeRule } from './actions/procedure.entity.ts';
import { ProcedureResolver, procedureReference } from './actions/procedure.resolver.ts';
import { CountySelection, SelectionRecords } from './actions/selection.resolver.ts';
import { AllowanceEntitlement } from './allowances/entitlement.entity.ts';
import { AllowanceEntitlementResolver, entitlementById, PostingAllowances } from './allowances/entitlement.resolver.ts';
import { AllowanceRate } from './allowances/rate.entity.ts';
import { AllowanceRateResolver, rateReference } from './allowances/rate.resolver.ts';
import { AllowanceSheet } from './allowances/sheet.entity.ts';
import { AllowanceGapResolver, AllowanceSheetResolver, sheetReference, TownshipAllowances } from './allowances/sheet.resolver.ts';
import { Appraisal } from './appraisals/appraisal.entity.ts';
import { AppraisalResolver, appraisalReference, PersonAppraisals } from './appraisals/appraisal.resolver.ts';
import { EvaluationScheme } from './appraisals/scheme.entity.ts';
import { SchemeResolver, schemeReference } from './appraisals/scheme.resolver.ts';
import { TeamAppraisal } from './appraisals/team-appraisal.entity.ts';
import { TeamAppraisalResolver, TownshipAppraisals, teamAppraisalReference } from './appraisals/team-appraisal.resolver.ts';
import { PairedAssistance } from './assistance/assistance.entity.ts';
import { AssistanceResolver, assistanceReference } from './assistance/assistance.resolver.ts';
import { CountyDuty, TownshipDuty } from './attendance/duty.resolver.ts';
import { LeaveRequest } from './attendance/leave.entity.ts';
import { LeaveResolver, leaveReference } from './attendance/leave.resolver.ts';
import { AttendanceSetting } from './attendance/setting.entity.ts';
import { AttendanceSettingResolver } from './attendance/setting.resolver.ts';
import { VillageDay } from './attendance/village-day.entity.ts';
import { PostingVillageDays, VillageDayResolver, villageDayById } from './attendance/village-day.resolver.ts';
import { CareMeasure } from './care/care.entity.ts';
import { CareResolver, careReference, PostingCare } from './care/care.resolver.ts';
import { PostHolding } from './careers/post.entity.ts';
import { AgencyPosts, PersonPosts, PostResolver, postReference } from './careers/post.resolver.ts';
import { RankRecord } from './careers/rank.entity.ts';
import { CountyCadres, PersonRanks, RankResolver, rankReference, TownshipCadres } from './careers/rank.resolver.ts';
import { ClarificationCase } from './clarification/clarification.entity.ts';
import { ClarificationResolver, clarificationReference } from './clarification/clarification.resolver.ts';
import { CountyCoverage, TownshipCoverage, VillageCoverageResolver, VillageGaps } from './coverage/coverage.resolver.ts';
import { FrontLineMechanism } from './cultivation/mechanism.entity.ts';
import { CountyFrontline, FrontLineMechanismResolver, TownshipFrontline } from './cultivation/mechanism.resolver.ts';
import { WITHIN } from './divisions/within.resolver.ts';
import { CountyMeasures } from './measures/measure.resolver.ts';
import { Office } from './offices/office.entity.ts';
import { followOffices } from './offices/office.reactions.ts';
import { PersonFile } from './persons/file.resolver.ts';
import { PersonHitResolver } from './persons/hit.resolver.ts';
import { Person } from './persons/person.entity.ts';
import { PersonResolver, personReference } from './persons/person.resolver.ts';
import { AgencyPostings, PersonPostings, TownshipPostings, VillagePostings } from './postings/posted.resolver.ts';
import { Posting } from './postings/posting.entity.ts';
import { PostingResolver, postingReference } from './postings/posting.resolver.ts';
import { PostingSplit } from './postings/reassignment.entity.ts';
import { PostingSplitResolver, ReassignmentResolver } from './postings/reassignment.resolver.ts';
import { PostingRuleSet } from './postings/rule-set.entity.ts';
import { PostingRuleSetResolver } from './postings/rule-set.resolver.ts';
import { ReserveCadreEntry } from './reserve/reserve.entity.ts';
import { CountyOnePlusOne, ReserveResolver, reserveReference } from './reserve/reserve.resolver.ts';
import { seed } from './seed.ts';
import { ResidentTeam } from './teams/team.entity.ts';
import { CountyTeams, PostingTeam, ResidentTeamResolver, TownshipTeams, teamReference, VillageTeams } from './teams/team.resolver.ts';
import { ToleranceCase } from './tolerance/tolerance.entity.ts';
import { ToleranceResolver, toleranceReference } from './tolerance/tolerance.resolver.ts';
import { Enrolment } from './training/enrolment.entity.ts';
import { EnrolmentResolver, enrolmentReference, PersonTrainings, TrainingEnrolments } from './training/enrolment.resolver.ts';
import { CountyTrained, TownshipTrained } from './training/trained.resolver.ts';
import { TrainingEvent, TrainingSeries } from './training/training.entity.ts';
import {
  CountyTrainings,
  seriesReference,
  TownshipTrainings,
  TrainingResolver,
  TrainingSeriesResolver,
  trainingReference,
} from './training/training.resolver.ts';

/** People and where they are posted: its features, in reading order. The only list. */
export const personnel: SubgraphSpec = {
  name: 'personnel',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [
    Person,
    RankRecord,
    PostHolding,
    Posting,
    PostingSplit,
    PostingRuleSet,
    FrontLineMechanism,
    ResidentTeam,
    AttendanceSetting,
    VillageDay,
    LeaveRequest,
    AllowanceRate,
    AllowanceSheet,
    AllowanceEntitlement,
    Office,
    PairedAssistance,
    TrainingSeries,
    TrainingEvent,
    Enrolment,
    EvaluationScheme,
    Appraisal,
    TeamAppraisal,
    CalendarYear,
    CalendarDay,
    ActionProcedure,
    AgeRule,
    PersonnelAction,
    ToleranceCase,
    ClarificationCase,
    ReserveCadreEntry,
    CareMeasure,
  ],
  resolvers: [
    PersonResolver,
    PersonFile,
    PersonHitResolver,
    RankResolver,
    PersonRanks,
    CountyCadres,
    TownshipCadres,
    PostResolver,
    PersonPosts,
    AgencyPosts,
    PersonPostings,
    PostingResolver,
    PostingSplitResolver,
    ReassignmentResolver,
    PostingRuleSetResolver,
    PostingTeam,
    VillagePostings,
    TownshipPostings,
    AgencyPostings,
    FrontLineMechanismResolver,
    CountyFrontline,
    TownshipFrontline,
    ResidentTeamResolver,
    VillageTeams,
    TownshipTeams,
    CountyTeams,
    VillageCoverageResolver,
    VillageGaps,
    TownshipCoverage,
    CountyCoverage,
    AttendanceSettingResolver,
    VillageDayResolver,
    PostingVillageDays,
    TownshipDuty,
    CountyDuty,
    LeaveResolver,
    AllowanceRateResolver,
    AllowanceSheetResolver,
    AllowanceEntitlementResolver,
    AllowanceGapResolver,
    PostingAllowances,
    TownshipAllowances,
    AssistanceResolver,
    TrainingResolver,
    TrainingSeriesResolver,
    TrainingEnrolments,
    EnrolmentResolver,
    PersonTrainings,
    CountyTrainings,
    TownshipTrainings,
    CountyTrained,
    TownshipTrained,
    SchemeResolver,
    AppraisalResolver,
    PersonAppraisals,
    TeamAppraisalResolver,
    TownshipAppraisals,
    ProcedureResolver,
    ActionResolver,
    PersonActions,
    CountySelection,
    SelectionRecords,
    ToleranceResolver,
    ClarificationResolver,
    ReserveResolver,
    CountyOnePlusOne,
    CareResolver,
    PostingCare,
    CountyMeasures,
    ...WITHIN,
  ],
  policies,
  references: {
    Person: personReference,
    RankRecord: ({ id }, ctx) => rankReference(ctx, id),
    PostHolding: ({ id }, ctx) => postReference(ctx, id),
    Posting: postingReference,
    ResidentTeam: teamReference,
    VillageDay: ({ id }, ctx) => villageDayById(ctx, id),
    LeaveRequest: ({ id }, ctx) => leaveReference(ctx, id),
    AllowanceRate: ({ id }, ctx) => rateReference(ctx, id),
    AllowanceSheet: ({ id }, ctx) => sheetReference(ctx, id),
    AllowanceEntitlement: ({ id }, ctx) => entitlementById(ctx, id),
    PairedAssistance: assistanceReference,
    TrainingSeries: seriesReference,
    TrainingEvent: trainingReference,
    TrainingEnrolment: enrolmentReference,
    EvaluationScheme: schemeReference,
    Appraisal: appraisalReference,
    TeamAppraisal: teamAppraisalReference,
    ActionProcedure: procedureReference,
    PersonnelAction: actionReference,
    ToleranceCase: toleranceReference,
    ClarificationCase: clarificationReference,
    ReserveCadreEntry: reserveReference,
    CareMeasure: careReference,
    County: divisionStub,
    Township: divisionStub,
    Village: divisionStub,
    Agency: ({ id }) => ({ id }),
  },
  copies: [Office],
  reactions: { villages: { territory: followTerritory, office: followOffices } },
  seed,
};
