import 'reflect-metadata';
import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';

/** A share that can be opened: never a bare number. */
@ObjectType({
  description:
    '比率 · A share with both its parts. `percent` is rounded half up to 0.1 and null when there is nothing to divide by; percents are never averaged.',
})
@Directive('@shareable')
export class Rate {
  @Field(() => Int, { description: '分子 · What counts.' }) numerator!: number;
  @Field(() => Int, { description: '分母 · Out of how many.' }) denominator!: number;
  @Field(() => Float, { nullable: true, description: '百分比 · Percent, one decimal.' }) percent!: number | null;
}

/** Half up to 0.1 %, in whole numbers so that no binary fraction decides a figure. */
export const rate = (numerator: number, denominator: number): Rate => ({
  numerator,
  denominator,
  percent: denominator === 0 ? null : Math.floor((numerator * 2000 + denominator) / (denominator * 2)) / 10,
});
