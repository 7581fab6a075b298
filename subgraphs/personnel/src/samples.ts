import { FOREVER } from '#platform/day';
import { TEST_KEYS } from '#platform/testing';
import { PersonnelAction } from './actions/action.entity.ts';
import { ActionKind, ActionState, STAGES } from './actions/action.rules.ts';
import { ActionProcedure } from './actions/procedure.entity.ts';
import { Appraisal } from './appraisals/appraisal.entity.ts';
import { AppraisalKind, Channel, Criterion, type SchemeKind } from './appraisals/evaluation.rules.ts';
import { EvaluationScheme } from './appraisals/scheme.entity.ts';
import { Person } from './persons/person.entity.ts';
import { Posting } from './postings/posting.entity.ts';
import { DispatchLevel, PostingKind, PostingState, TargetType } from './postings/posting.rules.ts';
import { ResidentTeam } from './teams/team.entity.ts';
import { Enrolment } from './training/enrolment.entity.ts';
import { TrainingEvent } from './training/training.entity.ts';
import { TrainingMode, TrainingRole } from './training/training.rules.ts';

/** The day on which samples begin: before every day that tests ask for. */
export const SINCE = '2016-07-31';

let count = 0;
const key = (prefix: string): string => `${prefix}_sample${String(++count).padStart(6, '0')}`;

/** A man of 1975 who belongs to `homeDivision`; his number is valid. */
export const aPerson = ({
  idNumber = `99000019750101${String(++count).padStart(4, '0')}`,
  phone = '13800001234',
  ...over
}: Partial<Omit<Person, 'idNumber' | 'phone'>> & { homeDivision: string; idNumber?: string; phone?: string }): Person =>
  Object.assign(new Person().named(over.name ?? '张晓明').identified(TEST_KEYS, { idNumber, phone }), {
    id: key('per'),
    sex: '1',
    birthDate: '1975-01-01',
    politicalStatus: '01',
    validFrom: SINCE,
    ...over,
  });

/** A team of `village`'s second round. */
export const aTeam = (over: Partial<ResidentTeam> & { village: string }): ResidentTeam =>
  Object.assign(new ResidentTeam(), {
    id: key('rst'),
    dispatchAgency: 'agc_sample000001',
    term: 2,
    plannedTo: '2027-06-01',
    validFrom: SINCE,
    ...over,
  });

/** A first secretary in post in `target`, from the beginning. */
export const aPosting = (over: Partial<Posting> & { person: string; target: string }): Posting =>
  Object.assign(new Posting(), {
    id: key('pst'),
    kind: PostingKind.FIRST_SECRETARY,
    targetType: TargetType.VILLAGE,
    division: over.target,
    dispatchAgency: 'agc_sample000001',
    dispatchLevel: DispatchLevel.COUNTY,
    plannedFrom: SINCE,
    plannedTo: '2027-06-01',
    state: PostingState.ACTIVE,
    document: '天组发〔2016〕1号',
    validFrom: SINCE,
    validTo: FOREVER,
    ...over,
  });

/** A training of the county, planned for the end of June 2026. */
export const aTraining = (over: Partial<TrainingEvent> & { division: string }): TrainingEvent =>
  Object.assign(new TrainingEvent(), {
    id: key('trn'),
    title: '驻村干部集中培训',
    mode: TrainingMode.GUIDANCE,
    hostAgency: 'agc_sample000001',
    from: '2026-06-29',
    to: '2026-06-30',
    audience: [TrainingRole.FIRST_SECRETARY],
    validFrom: '2026-06-01',
    ...over,
  });

/** Somebody who is invited to `event`. */
export const anEnrolment = (over: Partial<Enrolment> & { event: string; person: string; division: string }): Enrolment =>
  Object.assign(new Enrolment(), { id: key('enr'), roleAtDate: TrainingRole.FIRST_SECRETARY, validFrom: '2026-06-01', ...over });

/** A scheme of two items for everybody: style by report and rating, the rest by marks. */
export const aScheme = (over: Partial<EvaluationScheme> & { division: string; kind: SchemeKind }): EvaluationScheme =>
  Object.assign(new EvaluationScheme(), {
    id: key('sch'),
    title: '考核办法',
    document: '天组发〔2016〕9号',
    items: Object.values(Criterion).map((criterion) => ({
      code: criterion,
      name: criterion,
      criterion,
      mustReport: criterion === Criterion.STYLE,
      mustRate: criterion === Criterion.STYLE,
      mustAppraise: criterion !== Criterion.STYLE,
    })),
    channels: [Channel.EXAMINATION, Channel.DUTY_REPORT],
    validFrom: SINCE,
    ...over,
  });

/** A person's annual appraisal for 2025, opened and empty. */
export const anAppraisal = (over: Partial<Appraisal> & { person: string; division: string; scheme: string }): Appraisal =>
  Object.assign(new Appraisal(), { id: key('apr'), year: 2025, kind: AppraisalKind.ANNUAL, validFrom: '2026-01-10', ...over });

/** The whole way of a promotion: five working days of notice, a year of probation, figures. */
export const aProcedure = (over: Partial<ActionProcedure> & { division: string }): ActionProcedure =>
  Object.assign(new ActionProcedure(), {
    id: key('prc'),
    kind: ActionKind.PROMOTE,
    stages: [...STAGES],
    noticeWorkingDays: 5,
    probationMonths: 12,
    evidenceRequired: true,
    document: '天组发〔2016〕21号',
    validFrom: SINCE,
    ...over,
  });

/** A promotion that took effect early in 2018. */
export const anAction = (over: Partial<PersonnelAction> & { person: string; division: string }): PersonnelAction =>
  Object.assign(new PersonnelAction(), {
    id: key('act'),
    kind: ActionKind.PROMOTE,
    procedure: 'prc_sample000000',
    state: ActionState.CONFIRMED,
    post: '副乡镇长',
    reason: '一线表现突出',
    decidedOn: '2018-02-05',
    effectiveFrom: '2018-02-26',
    validFrom: '2018-02-05',
    ...over,
  });
