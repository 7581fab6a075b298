import { Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Versioned } from '#platform/dated';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import type { Cited } from '../evidence/citation.rules.ts';
import {
  allowed,
  Channel,
  type EntryOf,
  EvaluationState,
  entered,
  Grade,
  Lack,
  missingFrom,
  next,
  type SectionOf,
  written,
} from './evaluation.rules.ts';
import type { EvaluationScheme } from './scheme.entity.ts';

registerEnumType(EvaluationState, {
  name: 'EvaluationState',
  description: '考评状态 · OPEN → GRADED → CONFIRMED; a review opens it again.',
});
registerEnumType(Grade, {
  name: 'Grade',
  description: '等次 · 优秀 EXCELLENT, 称职 COMPETENT, 基本称职 BASIC, 不称职 INCOMPETENT, 不定等次 NO_GRADE.',
});
registerEnumType(Lack, {
  name: 'EvaluationLack',
  description: '缺项 · A report, a rating, a mark, or a Party-building section is missing.',
});

@ObjectType({ description: '考评记录 · What was entered for an item.' })
export class EvaluationEntry {
  @Field(() => String, { description: '项目 · Code of the item.' }) item!: string;
  @Field(() => String, { nullable: true, description: '述 · What was reported.' }) report!: string | null;
  @Field(() => Int, { nullable: true, description: '测 · Rating, 0 to 100.' }) rating!: number | null;
  @Field(() => Int, { nullable: true, description: '考 · Mark, 0 to 100.' }) mark!: number | null;
}

@ObjectType({ description: '党建专项 · The Party-building section of a channel.' })
export class EvaluationSection {
  @Field(() => Channel, { description: '渠道 · Channel.' }) channel!: Channel;
  @Field(() => String, { description: '党建情况 · What it says of Party building.' }) partyBuilding!: string;
}

@ObjectType({ description: '缺项 · Something that an evaluation lacks under its scheme.' })
export class EvaluationMissing {
  @Field(() => Lack, { description: '缺什么 · What.' }) what!: Lack;
  @Field(() => String, { nullable: true, description: '项目 · Of which item.' }) item!: string | null;
  @Field(() => Channel, { nullable: true, description: '渠道 · Of which channel.' }) channel!: Channel | null;
}

@InputType({ description: '考评记录 · What is entered for an item; what is left out stays as it is.' })
export class EvaluationEntryInput implements EntryOf {
  @Field(() => String, { description: '项目 · Code of the item.' }) item!: string;
  @Field(() => String, { nullable: true, description: '述 · Report, up to 500 characters.' }) report?: string;
  @Field(() => Int, { nullable: true, description: '测 · Rating, 0 to 100.' }) rating?: number;
  @Field(() => Int, { nullable: true, description: '考 · Mark, 0 to 100.' }) mark?: number;
}

@InputType({ description: '党建专项 · The Party-building section of a channel.' })
export class EvaluationSectionInput implements SectionOf {
  @Field(() => Channel, { description: '渠道 · Channel.' }) channel!: Channel;
  @Field(() => String, { description: '党建情况 · Text, up to 500 characters.' }) partyBuilding!: string;
}

/** What the evaluation of a person and that of a team have in common: a year, a scheme, a life, and what was entered. */
@ObjectType()
export abstract class Evaluation extends Versioned {
  @Field(() => Int, { description: '年度 · The year that is evaluated.' })
  @Property({ type: 'integer' })
  year!: number;
  @Property({ type: 'string', length: 20 }) scheme!: string;
  @Field(() => EvaluationState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => EvaluationState })
  state: EvaluationState = EvaluationState.OPEN;
  @Field(() => Grade, { nullable: true, description: '等次 · Grade; null while it is open.' })
  @Enum({ items: () => Grade, nullable: true })
  grade?: Grade | null;
  @Field(() => DocNo, { nullable: true, description: '文号 · The document that confirmed the grade.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => String, { nullable: true, description: '复核原因 · Why it was opened again.' })
  @Property({ type: 'string', length: 500, nullable: true })
  reopened?: string | null;
  @Property({ type: 'json' }) entries: EntryOf[] = [];
  @Property({ type: 'json' }) sections: SectionOf[] = [];
  @Property({ type: 'json' }) evidence: Cited[] = [];

  @Field(() => [String], { description: '可行操作 · The moves that the state allows: enter, grade, confirm, reopen.' })
  get moves(): string[] {
    return allowed(this.state);
  }

  /** The name that the ledger knows it by. */
  protected abstract get noun(): string;

  enter(scheme: EvaluationScheme, entries: readonly EntryOf[], sections: readonly SectionOf[]): string {
    Object.assign(this, {
      state: next('enter', this.state),
      entries: entered(scheme.items, this.entries, entries),
      sections: written(scheme.channels, this.sections, sections),
    });
    return `${this.noun}.entered`;
  }

  /** Nothing is graded while an item that must be reported, rated or appraised is not, or a Party-building section is missing. */
  settle(scheme: EvaluationScheme, grade: Grade, evidence: Cited[]): string {
    const state = next('grade', this.state);
    const missing = missingFrom(scheme, this.entries, this.sections);
    if (missing.length > 0 && grade !== Grade.NO_GRADE)
      throw new Refusal(
        'EVALUATION_INCOMPLETE',
        `this evaluation lacks ${missing.map((m) => `${m.what} of ${m.item ?? m.channel}`).join(', ')}; enter it first, or settle it with NO_GRADE`,
      );
    Object.assign(this, { state, grade, evidence });
    return `${this.noun}.graded`;
  }

  confirm(document: string): string {
    Object.assign(this, { state: next('confirm', this.state), document });
    return `${this.noun}.confirmed`;
  }

  reopen(reason: string): string {
    Object.assign(this, { state: next('reopen', this.state), reopened: said(reason, 'reason'), grade: null, document: null });
    return `${this.noun}.reopened`;
  }
}
