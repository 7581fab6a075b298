import { Type } from '@mikro-orm/core';
import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import type { Caller } from '#platform/context';
import { Dated, Scoped, Versioned } from '#platform/dated';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { extending } from './extension.rules.ts';
import {
  allowed,
  ClosingCondition,
  FindingState,
  FindingSubject,
  isOpen,
  Light,
  next,
  returning,
  Severity,
  verifiesOwn,
} from './finding.rules.ts';

registerEnumType(FindingState, {
  name: 'FindingState',
  description:
    '问题状态 · 待交办 OPEN, 复发待交办 REOPENED, 整改中 RECTIFYING, 待核验 SUBMITTED, 已核验 VERIFIED, 已销号 CLOSED, 不成立 DISMISSED.',
});
registerEnumType(Severity, { name: 'Severity', description: '严重程度 · 一般 GENERAL, 较重 SERIOUS, 重大 MAJOR.' });
registerEnumType(Light, {
  name: 'Light',
  description: '三色灯 · GREEN more than three working days left, YELLOW three or fewer, RED past the deadline.',
});

registerEnumType(FindingSubject, {
  name: 'FindingSubject',
  description: '问题对象 · VILLAGE 村, AGENCY 单位, ORGANIZATION 党组织, PERSON 个人.',
});
registerEnumType(ClosingCondition, {
  name: 'ClosingCondition',
  description:
    '销号数据条件 · What the registers must show before it is closed: SECRETARY_IN_POST 村党组织书记到岗, THREE_TEAMS_COVERED 三支队伍全覆盖.',
});

const RANKS = Object.values(Severity);

/** Kept as its rank, so that the store orders by how bad a finding is. */
class SeverityType extends Type<Severity, number> {
  override convertToDatabaseValue(value: Severity | number): number {
    return typeof value === 'number' ? value : RANKS.indexOf(value);
  }
  override convertToJSValue(value: number | Severity): Severity {
    return RANKS[Number(value)] ?? (value as Severity);
  }
  override getColumnType(): string {
    return 'smallint';
  }
}

/** A shortcoming that an inspection found in a village, an agency, a Party organization or a person, to be put right by a deadline. */
@Entity({ tableName: 'finding' })
@Scoped('division')
@Index({ properties: ['village', 'state', 'validFrom', 'validTo'] })
@Index({ properties: ['division', 'state'] })
@Index({ properties: ['state', 'deadline'] })
@ObjectType({ description: '问题 · A finding of an inspection, and how far its rectification has come.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 65, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-24' })
export class Finding extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) inspection!: string;
  /** Where it lies: the village, or the division of the agency, the organization or the person. */
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => FindingSubject, { description: '问题对象 · What it is about.' })
  @Enum({ items: () => FindingSubject, default: FindingSubject.VILLAGE })
  subjectType: FindingSubject = FindingSubject.VILLAGE;
  @Property({ type: 'string', length: 20, nullable: true }) village?: string | null;
  @Index() @Property({ type: 'string', length: 20, nullable: true }) agency?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) organization?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) person?: string | null;
  @Property({ type: 'string', length: 40, nullable: true }) categoryCode?: string | null;
  @Field(() => String, { description: '类别 · Category, as inspectors name it.' })
  @Property({ type: 'string', length: 64 })
  category!: string;
  @Field(() => Severity, { description: '严重程度 · How bad it is.' })
  @Property({ type: SeverityType })
  severity!: Severity;
  @Field(() => DateScalar, { description: '发现日 · Day on which it was found.' })
  @Property({ type: 'string', length: 10 })
  foundOn!: Day;
  @Field(() => String, { description: '问题描述 · What was found.' })
  @Property({ type: 'text' })
  description!: string;
  @Field(() => FindingState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => FindingState })
  state: FindingState = FindingState.OPEN;

  @Index() @Property({ type: 'string', length: 20, nullable: true }) responsibleAgency?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '交办日 · Day of the order to put it right; null until ordered.' })
  @Property({ type: 'string', length: 10, nullable: true })
  orderedOn?: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '整改期限 · Last day to put it right; null until ordered.' })
  @Property({ type: 'string', length: 10, nullable: true })
  deadline?: Day | null;
  @Field(() => String, { nullable: true, description: '提交人 · Who submitted the rectification last.' })
  @Property({ type: 'string', length: 100, nullable: true })
  submittedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '提交日 · Day of the last submission.' })
  @Property({ type: 'string', length: 10, nullable: true })
  submittedOn?: Day | null;
  @Field(() => Int, { description: '退回次数 · How often a submission was returned.' })
  @Property({ type: 'integer' })
  returns: number = 0;
  @Field(() => String, { nullable: true, description: '退回原因 · Why the last return.' })
  @Property({ type: 'string', length: 500, nullable: true })
  returnReason?: string | null;
  @Field(() => String, { nullable: true, description: '核验人 · Who verified the rectification.' })
  @Property({ type: 'string', length: 100, nullable: true })
  verifiedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '核验日 · Day of verification.' })
  @Property({ type: 'string', length: 10, nullable: true })
  verifiedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '不成立原因 · Why it was dismissed.' })
  @Property({ type: 'string', length: 500, nullable: true })
  dismissReason?: string | null;

  @Property({ type: 'string', length: 20, nullable: true }) responsiblePerson?: string | null;
  @Field(() => ClosingCondition, {
    nullable: true,
    description: '销号数据条件 · What the registers must show before it is closed, set with the order; null where papers suffice.',
  })
  @Enum({ items: () => ClosingCondition, nullable: true })
  condition?: ClosingCondition | null;
  @Field(() => DateScalar, { nullable: true, description: '销号日 · Day of closing; null while it is not closed.' })
  @Property({ type: 'string', length: 10, nullable: true })
  closedOn?: Day | null;
  @Field(() => Int, { description: '重新打开次数 · How often it came back because its condition ceased to hold.' })
  @Property({ type: 'integer' })
  reopenings: number = 0;
  @Field(() => DateScalar, { nullable: true, description: '重新打开日 · Day on which it last came back.' })
  @Property({ type: 'string', length: 10, nullable: true })
  reopenedOn?: Day | null;
  @Index() @Property({ type: 'string', length: 20, nullable: true }) recurrenceOf?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '复发日 · Day on which the same was found again after it was closed.' })
  @Property({ type: 'string', length: 10, nullable: true })
  recurredOn?: Day | null;

  @Field(() => Boolean, { description: '未销号 · Neither closed nor dismissed.' })
  get open(): boolean {
    return isOpen(this);
  }
  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  /** Orders an agency to put it right by a deadline, which lies neither before the finding nor before the order. */
  order(agency: string, issuedOn: Day, deadline: Day, today: Day, condition: ClosingCondition | null = null): string {
    const state = next('orderRectification', this.state);
    const { foundOn } = this;
    if (deadline < foundOn)
      throw new Refusal(
        'DEADLINE_BEFORE_FINDING',
        `found on ${foundOn}, the deadline ${deadline} lies before that; set ${foundOn} or later`,
        {
          foundOn,
          deadline,
        },
      );
    if (deadline < issuedOn)
      throw new Refusal(
        'DEADLINE_BEFORE_ORDER',
        `ordered on ${issuedOn}, the deadline ${deadline} lies before that; set a later deadline`,
        {
          issuedOn,
          deadline,
        },
      );
    const earliest = this.reopenedOn ?? foundOn;
    if (issuedOn < earliest || issuedOn > today)
      throw new Refusal(
        'BAD_USER_INPUT',
        `an order is issued from the day on which it was found or came back to the day asked for, ${earliest} to ${today}; not ${issuedOn}`,
      );
    if (condition && !this.village)
      throw new Refusal('BAD_USER_INPUT', `${condition} is shown of a village; this finding is about something else`);
    Object.assign(this, { state, responsibleAgency: agency, orderedOn: issuedOn, deadline, condition });
    return 'finding.ordered';
  }

  /** Says that it has been put right, and shows by what. */
  submit(evidence: readonly { title: string }[], by: string, day: Day): string {
    const state = next('submitRectification', this.state);
    if (evidence.length === 0 || evidence.some((e) => e.title.trim() === ''))
      throw new Refusal('EVIDENCE_REQUIRED', 'a rectification shows at least one piece of evidence, each with a title');
    Object.assign(this, { state, submittedBy: by, submittedOn: day });
    return 'finding.submitted';
  }

  /** Confirms that it has been put right: a second pair of eyes, from another agency than the one that answers. */
  accept(caller: Caller, day: Day): string {
    const state = next('acceptRectification', this.state);
    if (verifiesOwn(this, caller))
      throw new Refusal(
        'SELF_VERIFIED',
        'whoever submitted a rectification, or works for the agency responsible, may not verify it; ask an inspector of another agency',
      );
    Object.assign(this, { state, verifiedBy: caller.id, verifiedOn: day });
    return 'finding.accepted';
  }

  return(reason: string): string {
    Object.assign(this, {
      state: next('returnRectification', this.state),
      returns: this.returns + 1,
      returnReason: said(reason, 'reason'),
    });
    return 'finding.returned';
  }

  /** Files it: with evidence and verification behind it, and with what the registers must show where that was asked. */
  close(day: Day, met: boolean): string {
    const state = next('closeFinding', this.state);
    if (this.condition && !met)
      throw new Refusal(
        'CONDITION_UNMET',
        `the registers do not show ${this.condition} of this village as of ${day}; it is closed when they do`,
        { rule: this.condition },
      );
    Object.assign(this, { state, closedOn: day });
    return 'finding.closed';
  }

  /** Comes back when what closed it ceases to hold. */
  reopen(day: Day): string {
    const state = returning(this.state);
    Object.assign(this, { state, reopenedOn: day, reopenings: this.reopenings + 1, closedOn: null, verifiedBy: null, verifiedOn: null });
    return 'finding.reopened';
  }

  /** The same was found again. */
  recur(on: Day): string {
    this.recurredOn = on;
    return 'finding.recurred';
  }

  /** Later than before, because an extension was granted. */
  extend(deadline: Day): string {
    Object.assign(this, { state: extending(this.state), deadline });
    return 'finding.extended';
  }

  dismiss(reason: string): string {
    Object.assign(this, { state: next('dismissFinding', this.state), dismissReason: said(reason, 'reason') });
    return 'finding.dismissed';
  }
}

/** One piece of what shows that a finding was put right. Rows are added with every submission and never altered. */
@Entity({ tableName: 'finding_evidence' })
@Scoped('division')
@ObjectType({ description: '佐证材料 · A piece of evidence for a rectification.' })
@Catalogued({ serial: 66, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-24' })
export class FindingEvidence extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) finding!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '标题 · Title.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Field(() => String, { nullable: true, description: '说明 · Note.' })
  @Property({ type: 'text', nullable: true })
  note?: string | null;
  @Field(() => DateScalar, { description: '提交日 · Day of submission.' })
  @Property({ type: 'string', length: 10 })
  on!: Day;
  @Field(() => String, { description: '提交人 · Who submitted it.' })
  @Property({ type: 'string', length: 100 })
  by!: string;

  override place(): string {
    return this.division;
  }
}
