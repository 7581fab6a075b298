import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import type { Caller } from '#platform/context';
import { Dated, Scoped, Versioned } from '#platform/dated';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DivisionCode, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { allowed, ChangeState, isDue, next } from './change.rules.ts';
import { ChangeType, DivisionKind } from './division.rules.ts';
import type { Drawn, Plan, Share } from './plan.rules.ts';

registerEnumType(ChangeType, { name: 'DivisionChangeType', description: '区划变更类型 · What happened to a division.' });
registerEnumType(ChangeState, {
  name: 'DivisionChangeState',
  description:
    '区划变更状态 · 起草 DRAFT, 已附文件 DOCUMENTED, 已批准 APPROVED, 已生效 EFFECTIVE (the register follows), 已核验 VERIFIED, 已撤回 WITHDRAWN.',
});

/**
 * A change of the register: drafted, documented, approved, carried out as of its day, verified. `to` is null while the
 * successors are unknown: they are entered, never guessed.
 */
@Entity({ tableName: 'division_change' })
@Scoped((scope) => whereTouching('division', scope))
@Index({ properties: ['state', 'effectiveOn'] })
@ObjectType({ description: '区划变更 · A dated, documented change of the division register.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 6, provider: 'CIVIL_AFFAIRS', cycle: 'REAL_TIME', since: '2026-11-25' })
export class DivisionChange extends Versioned {
  @Field(() => ChangeType, { description: '类型 · What happens.' })
  @Enum({ items: () => ChangeType })
  type!: ChangeType;
  @Field(() => ChangeState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ChangeState })
  state: ChangeState = ChangeState.DRAFT;
  /** The division that it starts from; what begins starts from what it lies in. Its territory is who may see it coming. */
  @Property({ type: 'string', length: 20, nullable: true }) division?: string | null;
  @Field(() => DateScalar, {
    description: '生效日 · The day as of which the register follows; of public data, the first edition that shows the change.',
  })
  @Property({ type: 'string', length: 10 })
  effectiveOn!: Day;
  @Field(() => DateScalar, {
    nullable: true,
    description: '此前版本 · The last edition without the change, when only editions tell of it: it took effect after this day.',
  })
  @Property({ type: 'string', length: 10, nullable: true })
  afterEdition?: Day | null;
  @Property({ type: 'json' }) from!: string[];
  @Property({ type: 'json', nullable: true }) to?: string[] | null;
  @Property({ type: 'json', nullable: true }) drawn?: Drawn[] | null;
  @Property({ type: 'json', nullable: true }) shares?: Share[] | null;
  @Field(() => String, { description: '来源 · The document, or the data edition, from which the change is known.' })
  @Property({ type: 'string', length: 200 })
  source!: string;
  @Field(() => DocNo, {
    nullable: true,
    description: '文号 · The document that orders it; null until documented, and where only editions tell.',
  })
  @Property({ type: 'string', length: 40, nullable: true })
  document?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '发文日 · Day on which the document was issued.' })
  @Property({ type: 'string', length: 10, nullable: true })
  issuedOn?: Day | null;
  @Field(() => DocNo, { nullable: true, description: '承继文号 · The document that names the successors, when they were entered later.' })
  @Property({ type: 'string', length: 40, nullable: true })
  successorsDocument?: string | null;
  @Field(() => String, { nullable: true, description: '原因 · Why.' })
  @Property({ type: 'string', length: 500, nullable: true })
  reason?: string | null;
  @Field(() => String, { nullable: true, description: '起草人 · Who drafted it.' })
  @Property({ type: 'string', length: 100, nullable: true })
  draftedBy?: string | null;
  @Field(() => String, { nullable: true, description: '批准人 · Who approved it.' })
  @Property({ type: 'string', length: 100, nullable: true })
  approvedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '执行日 · Day on which the register was redrawn, as of the effective day.' })
  @Property({ type: 'string', length: 10, nullable: true })
  effectedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '核验人 · Who verified that register and document agree.' })
  @Property({ type: 'string', length: 100, nullable: true })
  verifiedBy?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  /** What it does to the register. */
  get plan(): Plan {
    const { type, from, to, drawn, shares } = this;
    return { type, from, to: to ?? null, drawn: drawn ?? [], shares: shares ?? [] };
  }

  override place(): string | null {
    return this.division ?? this.from[0] ?? this.to?.[0] ?? null;
  }

  /** The document that orders it. It was issued before the change takes effect, and not after today. */
  documented(document: string, issuedOn: Day, today: Day): string {
    const state = next('documentDivisionChange', this.state);
    if (issuedOn > today || issuedOn > this.effectiveOn)
      throw new Refusal(
        'BAD_USER_INPUT',
        `a document orders what follows it: issued on or before ${this.effectiveOn < today ? this.effectiveOn : today}, not ${issuedOn}`,
        { issuedOn },
      );
    Object.assign(this, { state, document, issuedOn, source: document });
    return 'divisionChange.documented';
  }

  /** Approved by somebody else than who drafted it. */
  approve({ id }: Caller): string {
    const state = next('approveDivisionChange', this.state);
    if (id === this.draftedBy)
      throw new Refusal('SELF_APPROVED', 'whoever drafted a change does not approve it; ask the leadership of the county');
    Object.assign(this, { state, approvedBy: id });
    return 'divisionChange.approved';
  }

  /** The register now follows it. */
  takeEffect(today: Day): string {
    const state = next('effectDivisionChange', this.state);
    if (!isDue(this, today))
      throw new Refusal('NOT_DUE', `it takes effect on ${this.effectiveOn}; carry it out on that day or later`, {
        validFrom: this.effectiveOn,
      });
    Object.assign(this, { state, effectedOn: today });
    return 'divisionChange.effected';
  }

  /** Register and document agree, says somebody else than who approved it. */
  verify({ id }: Caller): string {
    const state = next('verifyDivisionChange', this.state);
    if (id === this.approvedBy) throw new Refusal('SELF_VERIFIED', 'whoever approved a change does not verify it; ask the register office');
    Object.assign(this, { state, verifiedBy: id });
    return 'divisionChange.verified';
  }

  withdraw(reason: string): string {
    Object.assign(this, { state: next('withdrawDivisionChange', this.state), reason: said(reason, 'reason') });
    return 'divisionChange.withdrawn';
  }

  /** Names what an abolished division became, by a document of its own; what was entered anew is verified anew. */
  nameSuccessors(shares: readonly Share[], document: string): string {
    const state = next('nameSuccessors', this.state);
    if (this.type !== ChangeType.ABOLISH)
      throw new Refusal('BAD_USER_INPUT', `a ${this.type} names what comes of it itself; successors are entered for what was abolished`);
    Object.assign(this, { state, to: shares.map((s) => s.division), shares, successorsDocument: document, verifiedBy: null });
    return 'divisionChange.succeeded';
  }
}

/** Which division took part in which change. */
@Entity({ tableName: 'division_change_party' })
@Index({ properties: ['division'] })
export class DivisionChangeParty extends Dated {
  @Property({ type: 'string', length: 20 }) division!: string;

  override place(): string {
    return this.division;
  }
}

@ObjectType({ description: '拟设区划 · A division as a change draws it: new, or with another code, name or township.' })
export class PlannedDivision {
  @Field(() => ID, { description: '标识 · Key; of a new division, the key it will have for ever.' }) division!: string;
  @Field(() => Boolean, { description: '新设 · Whether it begins with the change.' }) begins!: boolean;
  @Field(() => DivisionKind, { nullable: true, description: '类别 · Kind, of a new one.' }) kind!: DivisionKind | null;
  @Field(() => DivisionCode, { nullable: true, description: '代码 · The code it gets; null when it keeps its own.' }) code!: string | null;
  @Field(() => String, { nullable: true, description: '名称 · The name it gets; null when it keeps its own.' }) name!: string | null;
}

@ObjectType({ description: '承继份额 · What a division takes over, in parts of ten thousand (万分比).' })
export class SuccessionShare {
  @Field(() => ID, { description: '区划 · Key of the division that takes over.' }) division!: string;
  @Field(() => Int, { description: '人口份额 · Of the population, in ten-thousandths.' }) population!: number;
  @Field(() => Int, { description: '资产份额 · Of the assets, in ten-thousandths.' }) assets!: number;
}

@ObjectType({
  description:
    '影响预览 · What a change touches in this store before it takes effect; what it touches in the others stands in `villages { … }`. Null once it is carried out.',
})
export class DivisionChangeImpact {
  @Field(() => Boolean, { description: '可执行 · Whether the register as it stands would take it.' }) feasible!: boolean;
  @Field(() => String, { nullable: true, description: '障碍 · Why it would not; null when it would.' }) obstacle!: string | null;
  @Field(() => Int, { description: '终止区划 · Divisions that end.' }) ended!: number;
  @Field(() => Int, { description: '变动区划 · Divisions that get another code, name or township.' }) redrawn!: number;
  @Field(() => Int, { description: '新设区划 · Divisions that begin.' }) begun!: number;
  @Field(() => Int, { description: '党组织 · Party organizations of what ends: they end with it.' }) organizations!: number;
  @Field(() => Int, { description: '任职 · Offices held in what ends: they end with it.' }) offices!: number;
  @Field(() => Int, { description: '村情认定 · Designations of what ends: they end with it.' }) designations!: number;
  @Field(() => Int, { description: '产业项目 · Industry projects of what ends that still run: somebody must say where they go.' })
  industryProjects!: number;
  @Field(() => Int, { description: '未锁定收入记录 · Income records of what ends that are not locked yet.' }) openIncomes!: number;
}
