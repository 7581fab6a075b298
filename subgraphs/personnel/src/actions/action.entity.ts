import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Classified } from '#platform/access';
import { type Calendar, isProvisional, workingDaysLeft } from '#platform/calendar';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { addDays, addMonths, type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import type { Cited } from '../evidence/citation.rules.ts';
import { PERSONNEL_FILE } from '../persons/person.rules.ts';
import { ActionKind, ActionState, type Procedure, step, UNDER_WAY } from './action.rules.ts';

invariant(
  'one_action_under_way',
  'personnel_action.person, personnel_action.kind',
  'ACTION_PENDING',
  'an action of this kind is under way for the person; carry it through or end it first',
);

/** Something decided about a cadre's post or merit, through the stages of the appointment regulations. */
@Entity({ tableName: 'personnel_action' })
@Scoped('division')
@Unique({ properties: ['person', 'kind'], where: { validTo: FOREVER, state: { $in: [...UNDER_WAY] } }, name: 'one_action_under_way' })
@Index({ properties: ['kind', 'decidedOn'] })
@Index({ properties: ['division'] })
@ObjectType({ description: '人事事项 · A promotion, transfer, commendation or removal, through its stages.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 29, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class PersonnelAction extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  /** The division to which the person belonged when it was proposed. */
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => ActionKind, { description: '类别 · Kind.' })
  @Enum({ items: () => ActionKind })
  kind!: ActionKind;
  @Property({ type: 'string', length: 20 }) procedure!: string;
  @Field(() => ActionState, { description: '环节 · State on the day asked for.' })
  @Enum({ items: () => ActionState })
  state: ActionState = ActionState.PROPOSED;
  @Property({ type: 'string', length: 20, nullable: true }) agency?: string | null;
  @Field(() => String, { nullable: true, description: '拟任职务 · The post it leads to or away from, or the honour.' })
  @Property({ type: 'string', length: 60, nullable: true })
  post?: string | null;
  /** The posting on which the person served, that it carries out, or that it rests on. */
  @Index() @Property({ type: 'string', length: 20, nullable: true }) posting?: string | null;
  @Field(() => String, { description: '动议理由 · Why it was proposed.' })
  @Property({ type: 'string', length: 500 })
  reason!: string;
  @Field(() => String, {
    nullable: true,
    description: '考察中的党建情况 · What the inspection says of Party building (任用干部看党建); null unless you see PERSONAL data.',
  })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Property({ type: 'string', length: 500, nullable: true })
  partyBuilding?: string | null;
  @Field(() => String, { nullable: true, description: '讨论决定的会议 · The meeting that decided, as its minutes name it.' })
  @Property({ type: 'string', length: 100, nullable: true })
  meeting?: string | null;
  @Field(() => ID, { nullable: true, description: '会议标识 · Key of that meeting in the register of meetings.' })
  @Property({ type: 'string', length: 20, nullable: true })
  meetingKey?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '决定日 · Day of the decision.' })
  @Property({ type: 'string', length: 10, nullable: true })
  decidedOn?: Day | null;
  @Field(() => DocNo, { nullable: true, description: '文号 · The document that decided or appointed last.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '公示起 · First day of the public notice.' })
  @Property({ type: 'string', length: 10, nullable: true })
  noticeFrom?: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '公示止 · Last day of the public notice.' })
  @Property({ type: 'string', length: 10, nullable: true })
  noticeTo?: Day | null;
  @Field(() => String, { nullable: true, description: '异议 · The objection raised last; null unless you see PERSONAL data.' })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Property({ type: 'string', length: 500, nullable: true })
  objection?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '任职日 · Day on which it takes effect.' })
  @Property({ type: 'string', length: 10, nullable: true })
  effectiveFrom?: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '试用期止 · First day after the probation.' })
  @Property({ type: 'string', length: 10, nullable: true })
  probationUntil?: Day | null;
  @Field(() => String, { nullable: true, description: '终止原因 · Why it ended without being carried through.' })
  @Property({ type: 'string', length: 500, nullable: true })
  endReason?: string | null;
  @Property({ type: 'json' }) evidence: Cited[] = [];

  override place(): string {
    return this.division;
  }

  recommend(procedure: Procedure): string {
    this.state = step(procedure, 'recommendAction', this.state);
    return 'action.recommended';
  }

  /** Whoever inspects looks at Party building: without that section nobody is appointed. */
  inspect(procedure: Procedure, partyBuilding: string): string {
    Object.assign(this, {
      state: step(procedure, 'inspectAction', this.state),
      partyBuilding: said(partyBuilding, 'partyBuilding'),
    });
    return 'action.inspected';
  }

  decide(
    procedure: Procedure,
    day: Day,
    { meeting, meetingKey, document, evidence }: { meeting: string; meetingKey?: string | undefined; document: string; evidence: Cited[] },
  ): string {
    const state = step(procedure, 'decideAction', this.state);
    if (procedure.evidenceRequired && evidence.length === 0)
      throw new Refusal('EVIDENCE_REQUIRED', 'this decision rests on results: cite at least one figure as of a day in evidence');
    Object.assign(this, {
      state,
      decidedOn: day,
      meeting: said(meeting, 'meeting', 100),
      meetingKey: meetingKey == null ? null : said(meetingKey, 'meetingKey', 20),
      document,
      evidence,
    });
    return 'action.decided';
  }

  /** The notice stands for whole working days, both ends counted; a year without its calendar can't be counted. */
  announce(procedure: Procedure, calendar: Calendar, day: Day, from: Day, to: Day): string {
    const state = step(procedure, 'giveNotice', this.state);
    if (from < day || to < from)
      throw new Refusal('BAD_USER_INPUT', `a notice begins on ${day} or later and ends after it begins; got ${from} to ${to}`);
    if (isProvisional(calendar, from, to))
      throw new Refusal('BAD_USER_INPUT', `the working days from ${from} to ${to} aren't announced yet; choose days of a year that is`);
    const days = workingDaysLeft(calendar, addDays(from, -1), to);
    if (days < procedure.noticeWorkingDays)
      throw new Refusal(
        'NOTICE_TOO_SHORT',
        `a notice stands for at least ${procedure.noticeWorkingDays} working days; from ${from} to ${to} there are ${days}`,
        { limit: procedure.noticeWorkingDays, total: days },
      );
    Object.assign(this, { state, noticeFrom: from, noticeTo: to });
    return 'action.announced';
  }

  object(procedure: Procedure, day: Day, objection: string): string {
    const state = step(procedure, 'raiseObjection', this.state);
    if (day > (this.noticeTo as Day))
      throw new Refusal('NOTICE_OVER', `the notice ended on ${this.noticeTo}; an objection is raised while it stands`);
    Object.assign(this, { state, objection: said(objection, 'objection') });
    return 'action.objected';
  }

  appoint(procedure: Procedure, day: Day, effectiveFrom: Day, document: string): string {
    const state = step(procedure, 'appoint', this.state);
    if (this.state === ActionState.PUBLIC_NOTICE && day <= (this.noticeTo as Day))
      throw new Refusal('NOTICE_RUNNING', `the notice stands until ${this.noticeTo}; appoint after that day`, { deadline: this.noticeTo });
    if (effectiveFrom < (this.decidedOn as Day))
      throw new Refusal('BAD_USER_INPUT', `nothing takes effect before it was decided on ${this.decidedOn}; got ${effectiveFrom}`);
    Object.assign(this, { state, effectiveFrom, document });
    return 'action.appointed';
  }

  startProbation(procedure: Procedure): string {
    const state = step(procedure, 'startProbation', this.state);
    Object.assign(this, { state, probationUntil: addMonths(this.effectiveFrom as Day, procedure.probationMonths) });
    return 'action.probationStarted';
  }

  confirm(procedure: Procedure, day: Day): string {
    const state = step(procedure, 'confirmAppointment', this.state);
    if (day < (this.probationUntil as Day))
      throw new Refusal('PROBATION_RUNNING', `the probation lasts until ${this.probationUntil}; confirm on that day or later`, {
        deadline: this.probationUntil,
      });
    this.state = state;
    return 'action.confirmed';
  }

  end(procedure: Procedure, reason: string): string {
    Object.assign(this, { state: step(procedure, 'endAction', this.state), endReason: said(reason, 'reason') });
    return 'action.ended';
  }
}
