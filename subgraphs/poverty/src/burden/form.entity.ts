import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { Dated, Scoped, Versioned } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { allowed, FormFrequency, FormState, next } from './form.rules.ts';

registerEnumType(FormState, { name: 'FormState', description: '报表状态 · REQUESTED 填报中, COLLECTED 已收齐, WITHDRAWN 已撤回.' });
registerEnumType(FormFrequency, { name: 'FormFrequency', description: '报送频次 · ONCE 一次性, MONTHLY 月报, QUARTERLY 季报.' });

/** A form that an agency asks villages to fill in (报表): who asks what of whom, and what for. */
@Entity({ tableName: 'form_request' })
@Scoped((scope) => whereTouching('division', scope))
@Index({ properties: ['division', 'requestedOn'] })
@ObjectType({ description: '报表要求 · A request for data to villages: who asks what of whom, what for, and what was asked already.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 58, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class FormRequest extends Versioned {
  @Field(() => ID, { description: '填报范围 · Key of the county, township or village whose villages fill it in.' })
  @Property({ type: 'string', length: 20 })
  division!: string;
  @Property({ type: 'string', length: 20 }) agency!: string;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Field(() => String, { description: '用途 · What the data are for.' })
  @Property({ type: 'string', length: 300 })
  purpose!: string;
  @Field(() => DocNo, { nullable: true, description: '依据文号 · Document on which it rests.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => FormFrequency, { description: '频次 · How often it is filled in.' })
  @Enum({ items: () => FormFrequency })
  frequency!: FormFrequency;
  @Field(() => DateScalar, { description: '下发日 · Day on which it was asked for.' })
  @Property({ type: 'string', length: 10 })
  requestedOn!: Day;
  @Field(() => DateScalar, { description: '截止日 · Last day on which it is due.' })
  @Property({ type: 'string', length: 10 })
  dueOn!: Day;
  @Field(() => FormState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => FormState })
  state: FormState = FormState.REQUESTED;
  @Field(() => DateScalar, { nullable: true, description: '结束日 · Day on which it was collected or withdrawn.' })
  @Property({ type: 'string', length: 10, nullable: true })
  endedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '撤回原因 · Why it was withdrawn.' })
  @Property({ type: 'string', length: 500, nullable: true })
  withdrawReason?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  close(day: Day): string {
    Object.assign(this, { state: next('closeForm', this.state), endedOn: day });
    return 'formRequest.closed';
  }
  withdraw(day: Day, reason: string): string {
    Object.assign(this, { state: next('withdrawForm', this.state), endedOn: day, withdrawReason: said(reason, 'reason') });
    return 'formRequest.withdrawn';
  }
}

/** One thing that a form asks for. */
@Entity({ tableName: 'form_item' })
@Scoped((scope) => whereTouching('division', scope))
@Index({ properties: ['request'] })
@Index({ properties: ['key', 'validFrom'] })
@ObjectType({ description: '填报项 · One thing that a form asks for.' })
@Catalogued({ serial: 59, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class FormItem extends Dated {
  @Property({ type: 'string', length: 20 }) request!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 60 })
  name!: string;
  /** By which the same thing is known again. */
  @Property({ type: 'string', length: 60 }) key!: string;

  override place(): string {
    return this.division;
  }
}
