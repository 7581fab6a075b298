import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Classified, type Lawful } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { allowed, allowedBy, Condition, Determination, type Finding, next, OVER, ToleranceState, unjudged } from './tolerance.rules.ts';

registerEnumType(ToleranceState, {
  name: 'ToleranceState',
  description:
    '容错状态 · 申请 APPLIED → 受理 ACCEPTED or NOT_ACCEPTED → 调查 INVESTIGATING → 认定 DETERMINED → 反馈 NOTIFIED → 备案 FILED → 纠错 CORRECTION → CLOSED; 申诉 APPEALED → 复核 REVIEWED.',
});
registerEnumType(Determination, {
  name: 'ToleranceDetermination',
  description: '认定结果 · 免责 TOLERATE_EXEMPT, 从轻减轻 MITIGATE, 不予容错 NOT_APPLICABLE.',
});
registerEnumType(Condition, {
  name: 'ToleranceCondition',
  description:
    '容错情形 · 三个区分开来: 先行先试 EXPLORATION, 尚无明确限制 NO_EXPLICIT_BAN, 推动发展的无意过失 FOR_DEVELOPMENT; 未谋私利 NO_PRIVATE_GAIN, 程序合规 PROCEDURE_KEPT, 主动挽回损失 LOSS_MITIGATED.',
});

/** Why a case is held, and how long. A deployment puts its own measures and archive rules here. */
export const CASE_FILE: Lawful = {
  basis:
    '履行法定职责（个人信息保护法第十三条第一款第三项、第二十八条）；党政干部容错纠错办法 · Statutory duty (PIPL art. 13(3), 28): the measures on tolerance and correction',
  retention: '结案后十年，以本地归档制度为准 · Ten years after the case is closed, unless the local archive rules say otherwise',
};

invariant(
  'one_tolerance_case',
  'tolerance_case.accountability',
  'CASE_OPEN',
  'a tolerance case about this accountability action is open; carry that one through',
);

/**
 * Somebody asks that a mistake made in good faith be tolerated (容错). What is determined is told by the ledger to the
 * accountability action it concerns: `accountability`, `outcome` and `outcomeOn` of the row.
 */
@Entity({ tableName: 'tolerance_case' })
@Scoped('division')
@Unique({ properties: ['accountability'], where: { validTo: FOREVER, state: { $nin: [...OVER] } }, name: 'one_tolerance_case' })
@Index({ properties: ['division'] })
@ObjectType({
  description: '容错案 · A case of tolerance through its whole life; read by the organization department and discipline alone.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 53, provider: 'DISCIPLINE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ToleranceCase extends Versioned {
  @Property({ type: 'string', length: 20, nullable: true }) person?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) agency?: string | null;
  @Property({ type: 'string', length: 20 }) division!: string;
  /** Who entered the application: somebody else determines it. */
  @Property({ type: 'string', length: 100 }) appliedBy!: string;
  @Field(() => String, { nullable: true, description: '申请人 · Who applied; null unless you see RESTRICTED data, which takes a purpose.' })
  @Classified('RESTRICTED', CASE_FILE)
  @Property({ type: 'string', length: 60 })
  applicant!: string;
  @Field(() => String, {
    nullable: true,
    description: '事项 · What it is about; null unless you see RESTRICTED data, which takes a purpose.',
  })
  @Classified('RESTRICTED', CASE_FILE)
  @Property({ type: 'string', length: 500 })
  matter!: string;
  @Field(() => ID, {
    nullable: true,
    description: '追责问责 · Key of the accountability action it concerns; null unless you see RESTRICTED data, which takes a purpose.',
  })
  @Classified('RESTRICTED', CASE_FILE)
  @Property({ type: 'string', length: 20, nullable: true })
  accountability?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) finding?: string | null;
  @Field(() => ToleranceState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ToleranceState })
  state: ToleranceState = ToleranceState.APPLIED;
  @Property({ type: 'json' }) conditions: Finding[] = [];
  @Field(() => Determination, { nullable: true, description: '认定结果 · What was determined, or on review.' })
  @Enum({ items: () => Determination, nullable: true })
  outcome?: Determination | null;
  @Field(() => DateScalar, { nullable: true, description: '认定日 · Day of the determination that holds.' })
  @Property({ type: 'string', length: 10, nullable: true })
  outcomeOn?: Day | null;
  @Field(() => DocNo, { nullable: true, description: '文号 · The document of the determination that holds.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => String, { nullable: true, description: '说明 · Why it was declined or appealed; null unless you see RESTRICTED data.' })
  @Classified('RESTRICTED', CASE_FILE)
  @Property({ type: 'string', length: 500, nullable: true })
  remark?: string | null;
  @Field(() => String, { nullable: true, description: '纠错措施 · How the mistake is put right; null unless you see RESTRICTED data.' })
  @Classified('RESTRICTED', CASE_FILE)
  @Property({ type: 'string', length: 500, nullable: true })
  correction?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '纠错期限 · By when it is to be put right.' })
  @Property({ type: 'string', length: 10, nullable: true })
  correctionDue?: Day | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get moves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  accept(): string {
    this.state = next('acceptTolerance', this.state);
    return 'tolerance.accepted';
  }

  decline(reason: string): string {
    Object.assign(this, { state: next('declineTolerance', this.state), remark: said(reason, 'reason') });
    return 'tolerance.declined';
  }

  investigate(): string {
    this.state = next('investigateTolerance', this.state);
    return 'tolerance.investigated';
  }

  determine(by: string, day: Day, conditions: Finding[], outcome: Determination, document: string): string {
    const state = next('determineTolerance', this.state);
    if (by === this.appliedBy)
      throw new Refusal('SELF_VERIFIED', 'whoever entered the application may not determine it; somebody else does');
    Object.assign(this, { state, ...justified(conditions, outcome), outcomeOn: day, document });
    return 'tolerance.determined';
  }

  notify(): string {
    this.state = next('notifyTolerance', this.state);
    return 'tolerance.notified';
  }

  appeal(reason: string): string {
    Object.assign(this, { state: next('appealTolerance', this.state), remark: said(reason, 'reason') });
    return 'tolerance.appealed';
  }

  /** The determination is looked at again; what comes out holds from then on, the same or another. */
  review(day: Day, conditions: Finding[] | null, outcome: Determination, document: string): string {
    const state = next('reviewTolerance', this.state);
    Object.assign(this, { state, ...justified(conditions ?? this.conditions, outcome), outcomeOn: day, document });
    return 'tolerance.reviewed';
  }

  file(): string {
    this.state = next('fileTolerance', this.state);
    return 'tolerance.filed';
  }

  correct(day: Day, correction: string, due: Day): string {
    const state = next('startCorrection', this.state);
    if (due < day) throw new Refusal('BAD_USER_INPUT', `a correction is due on ${day} or later; got ${due}`);
    Object.assign(this, { state, correction: said(correction, 'correction'), correctionDue: due });
    return 'tolerance.correctionStarted';
  }

  close(): string {
    this.state = next('closeTolerance', this.state);
    return 'tolerance.closed';
  }
}

/** A determination that the conditions allow, each of them judged. */
function justified(conditions: Finding[], outcome: Determination): { conditions: Finding[]; outcome: Determination } {
  const open = unjudged(conditions);
  if (open.length > 0 || conditions.length !== Object.values(Condition).length)
    throw new Refusal('BAD_USER_INPUT', `every condition is judged once, met or not; ${open.join(', ') || 'one of them'} is not`);
  const may = allowedBy(conditions);
  if (!may.includes(outcome))
    throw new Refusal('CONDITIONS_NOT_MET', `these conditions allow ${may.join(', ')}, not ${outcome}`, { allowed: may });
  return { conditions, outcome };
}
