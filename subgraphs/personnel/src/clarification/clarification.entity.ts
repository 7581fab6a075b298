import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Classified } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { CASE_FILE } from '../tolerance/tolerance.entity.ts';
import { allowed, ClarificationMode, ClarificationOutcome, ClarificationState, next } from './clarification.rules.ts';

registerEnumType(ClarificationState, {
  name: 'ClarificationState',
  description: '澄清状态 · 受理 REPORTED → 查否 VERIFIED_FALSE → 批准 APPROVED → 澄清 CLARIFIED → CLOSED.',
});
registerEnumType(ClarificationMode, { name: 'ClarificationMode', description: '澄清方式 · 当面 FACE_TO_FACE, 会议 MEETING, 书面 LETTER.' });
registerEnumType(ClarificationOutcome, { name: 'ClarificationOutcome', description: '结果 · 已澄清 CLARIFIED.' });

invariant(
  'one_clarification_case',
  'clarification_case.accountability',
  'CASE_OPEN',
  'a clarification case about this accountability action is open; carry that one through',
);

/**
 * A report against a cadre that proved false (澄清保护): it is said aloud that nothing was found. The ledger tells it to
 * the accountability action it concerns: `accountability`, `outcome` and `outcomeOn` of the row.
 */
@Entity({ tableName: 'clarification_case' })
@Scoped('division')
@Unique({
  properties: ['accountability'],
  where: { validTo: FOREVER, state: { $ne: ClarificationState.CLOSED } },
  name: 'one_clarification_case',
})
@Index({ properties: ['division'] })
@ObjectType({ description: '澄清案 · A case of clarification; read by the organization department and discipline alone.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 45, provider: 'DISCIPLINE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ClarificationCase extends Versioned {
  @Property({ type: 'string', length: 20, nullable: true }) person?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) agency?: string | null;
  @Property({ type: 'string', length: 20 }) division!: string;
  /** Who entered the report: somebody else verifies it. */
  @Property({ type: 'string', length: 100 }) reportedBy!: string;
  @Field(() => String, {
    nullable: true,
    description: '事项 · What was reported; null unless you see RESTRICTED data, which takes a purpose.',
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
  @Field(() => ClarificationState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ClarificationState })
  state: ClarificationState = ClarificationState.REPORTED;
  @Field(() => String, { nullable: true, description: '核查结论 · What the verification found; null unless you see RESTRICTED data.' })
  @Classified('RESTRICTED', CASE_FILE)
  @Property({ type: 'string', length: 500, nullable: true })
  conclusion?: string | null;
  @Field(() => Boolean, {
    description: '移送 · Whether the report was malicious and was handed on; what becomes of it is no part of this case.',
  })
  @Property({ type: 'boolean' })
  referred: boolean = false;
  @Field(() => DocNo, { nullable: true, description: '文号 · The document that approved the clarification.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => ClarificationMode, { nullable: true, description: '澄清方式 · How it was clarified.' })
  @Enum({ items: () => ClarificationMode, nullable: true })
  mode?: ClarificationMode | null;
  @Field(() => ClarificationOutcome, { nullable: true, description: '结果 · CLARIFIED once it was.' })
  @Enum({ items: () => ClarificationOutcome, nullable: true })
  outcome?: ClarificationOutcome | null;
  @Field(() => DateScalar, { nullable: true, description: '澄清日 · Day on which it was clarified.' })
  @Property({ type: 'string', length: 10, nullable: true })
  outcomeOn?: Day | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get moves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  verifyFalse(by: string, conclusion: string, malicious: boolean): string {
    const state = next('verifyFalse', this.state);
    if (by === this.reportedBy) throw new Refusal('SELF_VERIFIED', 'whoever entered the report may not verify it; somebody else does');
    Object.assign(this, { state, conclusion: said(conclusion, 'conclusion'), referred: malicious });
    return 'clarification.verifiedFalse';
  }

  drop(conclusion: string): string {
    Object.assign(this, { state: next('dropClarification', this.state), conclusion: said(conclusion, 'conclusion') });
    return 'clarification.dropped';
  }

  approve(document: string): string {
    Object.assign(this, { state: next('approveClarification', this.state), document });
    return 'clarification.approved';
  }

  clarify(day: Day, mode: ClarificationMode): string {
    Object.assign(this, { state: next('clarify', this.state), mode, outcome: ClarificationOutcome.CLARIFIED, outcomeOn: day });
    return 'clarification.clarified';
  }

  close(): string {
    this.state = next('closeClarification', this.state);
    return 'clarification.closed';
  }
}
