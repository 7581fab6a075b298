import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { Evaluation } from './evaluation.entity.ts';

/** Whose leadership team is appraised. */
export enum TeamKind {
  TOWNSHIP = 'TOWNSHIP',
  AGENCY = 'AGENCY',
  RESIDENT_TEAM = 'RESIDENT_TEAM',
}
registerEnumType(TeamKind, { name: 'AppraisedTeamKind', description: '班子类别 · Of a township, of an agency, a resident team.' });

invariant(
  'one_team_appraisal_a_year',
  'team_appraisal.subject, team_appraisal.year',
  'ALREADY_APPRAISED',
  'the team is appraised once a year; open that appraisal again instead',
);

/** A leadership team's appraisal for a year, which rests on the results of poverty alleviation (脱贫攻坚实绩作为班子考核的重要依据). */
@Entity({ tableName: 'team_appraisal' })
@Scoped('division')
@Unique({ properties: ['subject', 'year'], where: { validTo: FOREVER }, name: 'one_team_appraisal_a_year' })
@ObjectType({ description: '班子考核 · Appraisal of a leadership team for a year, with the figures it rests on.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 37, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class TeamAppraisal extends Evaluation {
  @Field(() => TeamKind, { description: '班子类别 · Whose team.' })
  @Enum({ items: () => TeamKind })
  subjectKind!: TeamKind;
  @Field(() => ID, { description: '对象 · Key of the township, agency or resident team.' })
  @Property({ type: 'string', length: 20 })
  subject!: string;
  @Property({ type: 'string', length: 20 }) division!: string;

  override place(): string {
    return this.division;
  }

  protected get noun(): string {
    return 'teamAppraisal';
  }
}
