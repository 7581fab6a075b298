import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Classified } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { PERSONNEL_FILE } from '../persons/person.rules.ts';
import {
  ALREADY_POSTED,
  DispatchLevel,
  isDocumentNumber,
  next,
  PostingEnd,
  PostingKind,
  PostingState,
  RECALL_REASONS,
  TargetType,
  VILLAGE_KINDS,
} from './posting.rules.ts';

registerEnumType(PostingKind, {
  name: 'PostingKind',
  description:
    '选派类别 · 第一书记 FIRST_SECRETARY, 工作队长 TEAM_LEADER, 队员 TEAM_MEMBER, 驻村干部 RESIDENT_CADRE, 挂职 SECONDMENT, 轮岗 ROTATION, 扶贫专职干部 FULLTIME_POVERTY_OFFICER.',
});
registerEnumType(TargetType, { name: 'PostingTargetType', description: '去向 · Posted to a village, a township or an agency.' });
registerEnumType(DispatchLevel, { name: 'DispatchLevel', description: '派出层级 · Level of the dispatching agency.' });
registerEnumType(PostingState, {
  name: 'PostingState',
  description: '状态 · PROPOSED → APPROVED → ACTIVE → COMPLETED or RECALLED; an approved one may be CANCELLED.',
});
registerEnumType(PostingEnd, {
  name: 'PostingEndReason',
  description: '结束原因 · Why a posting or a team ended; VILLAGE_ABOLISHED also stands for a township.',
});

invariant('one_place_in_a_team', 'posting.person', 'ALREADY_POSTED', ALREADY_POSTED);
invariant('one_place_in_a_village', 'posting.person', 'ALREADY_POSTED', ALREADY_POSTED);
invariant(
  'one_first_secretary',
  'posting.target',
  'POST_HELD',
  'this village has a first secretary; recall or complete that posting first',
);
invariant('one_team_leader', 'posting.team', 'POST_HELD', 'this team has a leader; recall or complete that posting first');

// `validTo: FOREVER` marks the open version, which an ended posting has as well: the state belongs to the condition.
const HELD = { validTo: FOREVER, state: PostingState.ACTIVE };
const { FIRST_SECRETARY, TEAM_LEADER } = PostingKind;
const oneOf = (kinds: readonly PostingKind[]) => ({ ...HELD, kind: { $in: [...kinds] } });

/**
 * Somebody sent to a village, a township or an agency. A person fills one place in a village; a leader's and a first
 * secretary's place are two halves of it, every other kind takes both: hence two indexes that overlap.
 */
@Entity({ tableName: 'posting' })
@Scoped('division')
@Unique({ properties: ['person'], where: oneOf(VILLAGE_KINDS.filter((k) => k !== FIRST_SECRETARY)), name: 'one_place_in_a_team' })
@Unique({ properties: ['person'], where: oneOf(VILLAGE_KINDS.filter((k) => k !== TEAM_LEADER)), name: 'one_place_in_a_village' })
@Unique({ properties: ['target'], where: { ...HELD, kind: FIRST_SECRETARY }, name: 'one_first_secretary' })
@Unique({ properties: ['team'], where: { ...HELD, kind: TEAM_LEADER }, name: 'one_team_leader' })
@Index({ properties: ['target', 'state', 'kind', 'validFrom', 'validTo'], name: 'posting_in_force' })
@Index({ properties: ['division', 'person'] })
@ObjectType({ description: '选派 · A posting of a person to a village, a township or an agency, through its whole life.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 48, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-24' })
export class Posting extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => PostingKind, { description: '类别 · Kind.' })
  @Enum({ items: () => PostingKind })
  kind!: PostingKind;
  @Field(() => TargetType, { description: '去向类别 · What it leads to.' })
  @Enum({ items: () => TargetType })
  targetType!: TargetType;
  @Field(() => ID, { description: '去向 · Key of the village, township or agency.' })
  @Property({ type: 'string', length: 20 })
  target!: string;
  /** Where the posting lies: its target, or the division of the person's home when the target is an agency. */
  @Property({ type: 'string', length: 20 }) division!: string;
  @Index() @Property({ type: 'string', length: 20, nullable: true }) team?: string | null;
  @Index() @Property({ type: 'string', length: 20 }) dispatchAgency!: string;
  @Field(() => DispatchLevel, { description: '派出层级 · Level of the dispatching agency.' })
  @Enum({ items: () => DispatchLevel })
  dispatchLevel!: DispatchLevel;
  @Field(() => DateScalar, { description: '计划起 · First day as planned.' })
  @Property({ type: 'string', length: 10 })
  plannedFrom!: Day;
  @Field(() => DateScalar, { description: '计划止 · End of the term as planned, the first day after it.' })
  @Property({ type: 'string', length: 10 })
  plannedTo!: Day;
  @Field(() => DateScalar, { nullable: true, description: '到岗日 · Day of arrival.' })
  @Property({ type: 'string', length: 10, nullable: true })
  actualFrom?: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '离岗日 · First day on which the posting was over.' })
  @Property({ type: 'string', length: 10, nullable: true })
  actualTo?: Day | null;
  @Field(() => PostingState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => PostingState })
  state: PostingState = PostingState.PROPOSED;
  @Field(() => PostingEnd, { nullable: true, description: '结束原因 · Why it ended; null while it lasts.' })
  @Enum({ items: () => PostingEnd, nullable: true })
  endReason?: PostingEnd | null;
  @Field(() => String, { nullable: true, description: '文号 · Number of the document that approved it last: 天组发〔2018〕12号.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => Boolean, { description: '一线岗位 · A front-line post: in a village or township, or in an agency by its document.' })
  @Property({ type: 'boolean', default: true })
  frontline: boolean = true;
  @Field(() => Boolean, { description: '"1+1"模式 · Made under the cultivation model of rotation and reserve ("1+1"干部培育模式).' })
  @Property({ type: 'boolean', default: false })
  onePlusOne: boolean = false;
  @Field(() => String, { nullable: true, description: '拟任职务 · Post at the receiving end, of a secondment or rotation.' })
  @Property({ type: 'string', length: 60, nullable: true })
  hostPost?: string | null;
  /** Key of the holding from which a rotation leads. */
  @Property({ type: 'string', length: 20, nullable: true }) fromPost?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: '后备干部条目 · Key of the entry in the reserve pool, the other half of "1+1"; null unless you see RESTRICTED data.',
  })
  @Classified('RESTRICTED', PERSONNEL_FILE)
  @Property({ type: 'string', length: 20, nullable: true })
  reserveEntry?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) replacement?: string | null;
  @Field(() => String, { nullable: true, description: '免予接替说明 · Why nobody takes the place of a recalled posting.' })
  @Property({ type: 'string', length: 200, nullable: true })
  waiver?: string | null;

  override place(): string {
    return this.division;
  }

  approve(document: string): string {
    Object.assign(this, { state: next('approve', this.state), document: documented(document) });
    return 'posting.approved';
  }

  arrive(day: Day): string {
    Object.assign(this, { state: next('arrive', this.state), actualFrom: day });
    return 'posting.arrived';
  }

  /** Only a term that still runs can be prolonged. */
  extend(plannedTo: Day, document: string, day: Day): string {
    const state = next('extend', this.state);
    if (day >= this.plannedTo)
      throw new Refusal('TERM_OVER', `the term ended on ${this.plannedTo}; complete the posting and propose another`);
    if (plannedTo <= this.plannedTo)
      throw new Refusal('BAD_USER_INPUT', `an extension ends after ${this.plannedTo}, the end planned so far; got ${plannedTo}`);
    Object.assign(this, { state, plannedTo, document: documented(document) });
    return 'posting.extended';
  }

  /** Goes on in another place: the one it led to has ended. */
  reassign(target: string, team: string | null, document: string): string {
    const state = next('reassign', this.state);
    Object.assign(this, { state, target, division: target, team, document: documented(document) });
    return 'posting.reassigned';
  }

  /** Ends with the term, or with the division itself (`abolished`). */
  complete(day: Day, handedOver: boolean, abolished: boolean): string {
    const state = next('complete', this.state);
    if (!abolished && day < this.plannedTo)
      throw new Refusal('TERM_RUNNING', `the term runs to ${this.plannedTo}; recall the posting to end it before`, {
        plannedTo: this.plannedTo,
      });
    if (!handedOver) throw new Refusal('HANDOVER_REQUIRED', 'a posting is complete when its work is handed over: say handedOver: true');
    Object.assign(this, { state, actualTo: day, endReason: abolished ? PostingEnd.VILLAGE_ABOLISHED : PostingEnd.TERM_END });
    return 'posting.completed';
  }

  /** Ends before its time; somebody takes the place, or it is said why nobody does. */
  recall(day: Day, reason: PostingEnd, successor: Posting | null, waiver: string | null): string {
    const state = next('recall', this.state);
    if (!RECALL_REASONS.includes(reason))
      throw new Refusal('BAD_USER_INPUT', `a recall has one of the reasons ${RECALL_REASONS.join(', ')}; ${reason} completes a posting`);
    if (successor ? !this.yieldsTo(successor) : !waiver?.trim())
      throw new Refusal(
        'REPLACEMENT_REQUIRED',
        `name a replacement, another posting of kind ${this.kind} to ${this.target} that is proposed, approved or active, or a waiver`,
      );
    Object.assign(this, { state, actualTo: day, endReason: reason, replacement: successor?.id ?? null, waiver: successor ? null : waiver });
    return 'posting.recalled';
  }

  cancel(): string {
    this.state = next('cancel', this.state);
    return 'posting.cancelled';
  }

  /** Whether `successor` takes the same place. */
  yieldsTo(successor: Posting): boolean {
    const awaited: readonly PostingState[] = [PostingState.PROPOSED, PostingState.APPROVED, PostingState.ACTIVE];
    return (
      successor.id !== this.id && successor.kind === this.kind && successor.target === this.target && awaited.includes(successor.state)
    );
  }
}

/** `document` as an office writes it, or a refusal. */
function documented(document: string): string {
  if (isDocumentNumber(document)) return document;
  throw new Refusal('DOCUMENT_REQUIRED', 'it takes a document: give its number as offices write it, for example 天组发〔2018〕12号');
}
