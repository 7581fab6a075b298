import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Day } from '#platform/day';
import { Rate, rate } from '#platform/rate';
import { DateScalar } from '#platform/scalars';
import type { Cited } from './citation.rules.ts';

@ObjectType({ description: '引用指标 · A figure that a decision rests on, as it stood on a day.' })
export class Citation {
  @Field(() => String, { description: '指标代码 · Code of the measure or figure, for example M13 or F16.' }) measure!: string;
  @Field(() => Int, { nullable: true, description: '数值 · What it came to; null for a rate.' }) value!: number | null;
  @Field(() => Rate, { nullable: true, description: '比率 · What it came to as a share; null for a plain number.' }) rate!: Rate | null;
  @Field(() => DateScalar, { description: '时点 · The day of which it was true.' }) asOf!: Day;
  @Field(() => String, { description: '引用文字 · The figure as the document words it.' }) text!: string;
}

@InputType({ description: '引用指标 · A figure on which a decision rests: a value, or numerator and denominator, as of a day.' })
export class CitationInput implements Cited {
  @Field(() => String, { description: '指标代码 · Code of the measure or figure: M13, F16.' }) measure!: string;
  @Field(() => Int, { nullable: true, description: '数值 · What it came to.' }) value?: number;
  @Field(() => Int, { nullable: true, description: '分子 · What counts, of a rate.' }) numerator?: number;
  @Field(() => Int, { nullable: true, description: '分母 · Out of how many, of a rate.' }) denominator?: number;
  @Field(() => DateScalar, { description: '时点 · The day of which it was true.' }) asOf!: Day;
  @Field(() => String, { description: '引用文字 · How the document words it, up to 200 characters.' }) text!: string;
}

export const asCitation = ({ measure, value, numerator, denominator, asOf, text }: Cited): Citation => ({
  measure,
  value: value ?? null,
  rate: numerator != null && denominator != null ? rate(numerator, denominator) : null,
  asOf,
  text,
});
