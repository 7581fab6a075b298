import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Classified } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { PERSONNEL_FILE } from '../persons/person.rules.ts';
import { EnrolmentState, enrolment, SCORE, TrainingRole } from './training.rules.ts';

registerEnumType(EnrolmentState, {
  name: 'EnrolmentState',
  description: '参训状态 · INVITED → CONFIRMED → ATTENDED or ABSENT → ASSESSED.',
});

invariant(
  'one_enrolment_a_training',
  'enrolment.event, enrolment.person',
  'ALREADY_ENROLLED',
  'somebody of the list is enrolled in this training already; a person takes part once',
);

/** One person in one training, in the role that the person had on the day. */
@Entity({ tableName: 'enrolment' })
@Scoped('division')
@Unique({ properties: ['event', 'person'], where: { validTo: FOREVER }, name: 'one_enrolment_a_training' })
@Index({ properties: ['event', 'state'] })
@Index({ properties: ['division'] })
@ObjectType('TrainingEnrolment', { description: '参训 · One person in one training, in the role held on the day.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 54, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25', noun: 'Enrolment' })
export class Enrolment extends Versioned {
  @Property({ type: 'string', length: 20 }) event!: string;
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  /** Where the role was held: the village of a secretary, the home of a cadre. */
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => TrainingRole, { description: '时任身份 · The role on the day of the training.' })
  @Enum({ items: () => TrainingRole })
  roleAtDate!: TrainingRole;
  @Field(() => Boolean, { description: '应训 · Whether the person belongs to the cohort that was frozen; others came as guests.' })
  @Property({ type: 'boolean' })
  inCohort: boolean = false;
  @Field(() => EnrolmentState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => EnrolmentState })
  state: EnrolmentState = EnrolmentState.INVITED;
  @Field(() => Int, {
    nullable: true,
    description: '成绩 · Score from 0 to 100; null unless you see SENSITIVE data, which takes a purpose. Means are on the training.',
  })
  @Classified('SENSITIVE', PERSONNEL_FILE)
  @Property({ type: 'integer', nullable: true })
  score?: number | null;

  @Field(() => ID, { description: '区划 · Key of the division in which the role was held.' })
  get heldIn(): string {
    return this.division;
  }

  override place(): string {
    return this.division;
  }

  /** Whether the person is one of those who ought to come. */
  join(meant: boolean): string {
    this.inCohort = meant;
    return meant ? 'enrolment.meant' : 'enrolment.guest';
  }

  confirm(): string {
    this.state = enrolment.next('confirm', this.state);
    return 'enrolment.confirmed';
  }

  attend(): string {
    this.state = enrolment.next('attend', this.state);
    return 'enrolment.attended';
  }

  miss(): string {
    this.state = enrolment.next('miss', this.state);
    return 'enrolment.missed';
  }

  /** A later score replaces an earlier one: the paper was marked again. */
  assess(score: number): string {
    const state = enrolment.next('assess', this.state);
    if (!Number.isInteger(score) || score < SCORE.least || score > SCORE.most)
      throw new Refusal('BAD_USER_INPUT', `a score is a whole number from ${SCORE.least} to ${SCORE.most}; got ${score}`);
    Object.assign(this, { state, score });
    return 'enrolment.assessed';
  }
}

/** The first day on which an enrolment holds; the past of a training is entered as of its own days. */
export const enrolled = (
  values: Pick<Enrolment, 'id' | 'event' | 'person' | 'division' | 'roleAtDate' | 'inCohort'>,
  from: Day,
): Enrolment => Object.assign(new Enrolment(), values, { validFrom: from });
