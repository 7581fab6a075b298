import type { SubgraphSpec } from '#platform/subgraph';
import { PublicConcern } from './concerns/concern.entity.ts';
import { ConcernResolver, concernById, TownshipConcerns, VillageConcerns } from './concerns/concern.resolver.ts';
import { PolicyDocument } from './documents/document.entity.ts';
import { documentReference, PolicyDocumentResolver } from './documents/document.resolver.ts';
import {
  ContactPointResolver,
  ContactVisitResolver,
  CountyContacts,
  contactById,
  contactVisitById,
  PersonContacts,
  TownshipContacts,
  VillageContacts,
} from './headquarters/contact.resolver.ts';
import { ContactPoint, ContactVisit, GroupMember, Headquarters, HQRole, WorkingGroup } from './headquarters/headquarters.entity.ts';
import {
  CountyHeadquarters,
  groupById,
  HeadquartersResolver,
  HQRoleResolver,
  headquartersById,
  roleById,
  TownshipHeadquarters,
  WorkingGroupResolver,
} from './headquarters/headquarters.resolver.ts';
import { HelperAssignment, HelperVisit } from './helpers/assignment.entity.ts';
import { assignmentById, HelperAssignmentResolver, HelperVisitResolver, visitById } from './helpers/assignment.resolver.ts';
import { CountyHelpers, PersonHelping, TownshipHelpers, VillageHelpers } from './helpers/coverage.resolver.ts';
import { HouseholdRef, ReturnFlowBatch } from './helpers/household.entity.ts';
import { batchById, HouseholdResolver, householdById } from './helpers/household.resolver.ts';
import { ReturnFlowResolver } from './helpers/returnflow.resolver.ts';
import { MasterLedgerEntry } from './ledger/entry.entity.ts';
import { MasterLedgerResolver } from './ledger/entry.resolver.ts';
import { CountyMasterLedger, TownshipWallChart, VillageMasterLedger } from './ledger/wallchart.resolver.ts';
import { AgendaItem, AgendaRule, DecisionItem, Meeting, MeetingAttendance } from './meetings/meeting.entity.ts';
import {
  AgendaRuleResolver,
  agendaRuleById,
  DecisionResolver,
  decisionById,
  MeetingAttendanceResolver,
  MeetingResolver,
  meetingById,
} from './meetings/meeting.resolver.ts';
import { SecretaryOffice } from './projects/office.entity.ts';
import { ProjectIndicator, ProjectMilestone, SecretaryProject } from './projects/project.entity.ts';
import { indicatorById, milestoneById, ProjectResolver, projectById } from './projects/project.resolver.ts';
import { KeyTask, ThreeBasicsPlan, WorkItem } from './tasks/plan.entity.ts';
import { KeyTaskResolver, keyTaskById, planById, ThreeBasicsPlanResolver, WorkItemResolver } from './tasks/plan.resolver.ts';
import { Programme, SupervisionNote, Task, TaskDependency, WorkEvidence } from './tasks/task.entity.ts';
import { dependencyById, itemById, programmeById, taskById } from './tasks/task.reads.ts';
import { ProgrammeResolver, SupervisionNoteResolver, TaskDependencyResolver, TaskResolver } from './tasks/task.resolver.ts';

/** The work of the headquarters: what is decided, who does it and how far it has come. Half of the list in subgraph.ts. */
export const work: Pick<SubgraphSpec, 'entities' | 'resolvers' | 'references'> = {
  entities: [
    PolicyDocument,
    Headquarters,
    HQRole,
    WorkingGroup,
    GroupMember,
    ContactPoint,
    ContactVisit,
    Meeting,
    AgendaItem,
    MeetingAttendance,
    DecisionItem,
    AgendaRule,
    Programme,
    ThreeBasicsPlan,
    KeyTask,
    WorkItem,
    Task,
    TaskDependency,
    WorkEvidence,
    SupervisionNote,
    SecretaryOffice,
    SecretaryProject,
    ProjectIndicator,
    ProjectMilestone,
    MasterLedgerEntry,
    HouseholdRef,
    ReturnFlowBatch,
    HelperAssignment,
    HelperVisit,
    PublicConcern,
  ],
  resolvers: [
    PolicyDocumentResolver,
    HeadquartersResolver,
    HQRoleResolver,
    WorkingGroupResolver,
    CountyHeadquarters,
    TownshipHeadquarters,
    ContactPointResolver,
    ContactVisitResolver,
    CountyContacts,
    TownshipContacts,
    VillageContacts,
    PersonContacts,
    MeetingResolver,
    MeetingAttendanceResolver,
    DecisionResolver,
    AgendaRuleResolver,
    ProgrammeResolver,
    ThreeBasicsPlanResolver,
    KeyTaskResolver,
    WorkItemResolver,
    TaskResolver,
    TaskDependencyResolver,
    SupervisionNoteResolver,
    ProjectResolver,
    MasterLedgerResolver,
    CountyMasterLedger,
    TownshipWallChart,
    VillageMasterLedger,
    HouseholdResolver,
    ReturnFlowResolver,
    HelperAssignmentResolver,
    HelperVisitResolver,
    VillageHelpers,
    TownshipHelpers,
    CountyHelpers,
    PersonHelping,
    ConcernResolver,
    VillageConcerns,
    TownshipConcerns,
  ],
  references: {
    PolicyDocument: documentReference,
    Headquarters: ({ id }, ctx) => headquartersById(ctx, id),
    HQRole: ({ id }, ctx) => roleById(ctx, id),
    WorkingGroup: ({ id }, ctx) => groupById(ctx, id),
    ContactPoint: ({ id }, ctx) => contactById(ctx, id),
    ContactVisit: ({ id }, ctx) => contactVisitById(ctx, id),
    Meeting: ({ id }, ctx) => meetingById(ctx, id),
    DecisionItem: ({ id }, ctx) => decisionById(ctx, id),
    AgendaRule: ({ id }, ctx) => agendaRuleById(ctx, id),
    Programme: ({ id }, ctx) => programmeById(ctx, id),
    ThreeBasicsPlan: ({ id }, ctx) => planById(ctx, id),
    KeyTask: ({ id }, ctx) => keyTaskById(ctx, id),
    WorkItem: ({ id }, ctx) => itemById(ctx, id),
    Task: ({ id }, ctx) => taskById(ctx, id),
    TaskDependency: ({ id }, ctx) => dependencyById(ctx, id),
    SecretaryProject: ({ id }, ctx) => projectById(ctx, id),
    ProjectIndicator: ({ id }, ctx) => indicatorById(ctx, id),
    ProjectMilestone: ({ id }, ctx) => milestoneById(ctx, id),
    HouseholdRef: ({ id }, ctx) => householdById(ctx, id),
    ReturnFlowBatch: ({ id }, ctx) => batchById(ctx, id),
    HelperAssignment: ({ id }, ctx) => assignmentById(ctx, id),
    HelperVisit: ({ id }, ctx) => visitById(ctx, id),
    PublicConcern: ({ id }, ctx) => concernById(ctx, id),
  },
};
