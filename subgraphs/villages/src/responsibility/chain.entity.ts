import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';

/** The links of the chain that this store knows; patrols and accountability lie with the inspectors. */
export enum ChainLink {
  PLEDGE = 'PLEDGE',
  LIST = 'LIST',
  SCORE = 'SCORE',
  REPORT = 'REPORT',
  REVIEW = 'REVIEW',
}
registerEnumType(ChainLink, {
  name: 'ChainLink',
  description: '链条环节 · 公开承诺 PLEDGE, 清单印发 LIST, 清单考评 SCORE, 述职 REPORT, 评议 REVIEW.',
});

@ObjectType({ description: '链条事项 · Something that happened in the chain.' })
export class ChainEntry {
  @Field(() => DateScalar, { description: '日期 · When.' }) on!: Day;
  @Field(() => ChainLink, { description: '环节 · Which link.' }) link!: ChainLink;
  @Field(() => String, { description: '内容 · What, in a word.' }) title!: string;
  @Field(() => ID, { description: '对象 · Key of the pledge, list, item or report.' }) key!: string;
}

/**
 * The chain of responsibility of one secretary in one year (公开承诺知责、清单管理明责、述职评议考责、定期巡检督责、紧盯绩效问责). Its
 * key says where and who, so that the stores of inspections and accountability can add their links.
 */
@ObjectType({
  description:
    '责任链条 · The five links of responsibility of one secretary in a year: public pledge, list, report and review, patrol inspection, accountability; as far as they happened until the day asked for.',
})
@Directive('@key(fields: "organization division holder year")')
@Catalogued({ serial: 24, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25', noun: 'ResponsibilityItem' })
export class ResponsibilityChain {
  @Field(() => ID, { description: '党组织 · Key of the organization.' }) organization!: string;
  @Field(() => ID, { description: '区划 · Key of the division that it leads.' }) division!: string;
  @Field(() => ID, { description: '责任人 · Key of the person.' }) holder!: string;
  @Field(() => Int, { description: '年度 · Year.' }) year!: number;
}
