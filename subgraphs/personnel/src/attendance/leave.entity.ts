import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Classified } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { Scoped, Versioned } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { PERSONNEL_FILE } from '../persons/person.rules.ts';
import { LeaveLevel, LeaveState, next } from './leave.rules.ts';

registerEnumType(LeaveState, { name: 'LeaveState', description: '请销假状态 · SUBMITTED → APPROVED → RETURNED, or REJECTED.' });
registerEnumType(LeaveLevel, { name: 'LeaveLevel', description: '批假层级 · 乡镇 TOWNSHIP, 县 COUNTY.' });

/** A leave from a village posting, asked for, decided and ended by coming back. */
@Entity({ tableName: 'leave_request' })
@Scoped('village')
@Index({ properties: ['posting', 'state'] })
@ObjectType({ description: '请销假 · A leave from a village posting.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 39, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class LeaveRequest extends Versioned {
  @Property({ type: 'string', length: 20 }) posting!: string;
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => DateScalar, { description: '起 · First day of leave.' })
  @Property({ type: 'string', length: 10 })
  from!: Day;
  @Field(() => DateScalar, { description: '止 · First day after the leave.' })
  @Property({ type: 'string', length: 10 })
  to!: Day;
  @Field(() => String, { nullable: true, description: '事由 · Reason; null unless you see PERSONAL data.' })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Property({ type: 'string', length: 200 })
  reason!: string;
  @Field(() => LeaveLevel, { description: '批假层级 · Who decides, by the rules of the first day.' })
  @Enum({ items: () => LeaveLevel })
  level!: LeaveLevel;
  @Field(() => LeaveState, { description: '状态 · State.' })
  @Enum({ items: () => LeaveState })
  state: LeaveState = LeaveState.SUBMITTED;
  @Field(() => DateScalar, { nullable: true, description: '销假日 · Day of return; null before.' })
  @Property({ type: 'string', length: 10, nullable: true })
  returnedOn?: Day | null;

  override place(): string {
    return this.village;
  }

  approve(): string {
    this.state = next('approve', this.state);
    return 'leave.approved';
  }
  reject(): string {
    this.state = next('reject', this.state);
    return 'leave.rejected';
  }
  return(day: Day): string {
    Object.assign(this, { state: next('return', this.state), returnedOn: day });
    return 'leave.returned';
  }
}
