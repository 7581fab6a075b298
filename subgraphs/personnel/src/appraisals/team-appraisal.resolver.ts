import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship, Township } from '../divisions/division.entity.ts';
import { asCitation, Citation, CitationInput } from '../evidence/citation.entity.ts';
import { cited } from '../evidence/citation.rules.ts';
import { ResidentTeam } from '../teams/team.entity.ts';
import { teamReference } from '../teams/team.resolver.ts';
import { begunYear } from './appraisal.resolver.ts';
import {
  EvaluationEntry,
  EvaluationEntryInput,
  EvaluationMissing,
  EvaluationSection,
  EvaluationSectionInput,
} from './evaluation.entity.ts';
import { EvaluationState, Grade, missingFrom, SchemeKind } from './evaluation.rules.ts';
import { AppliedScheme } from './scheme.entity.ts';
import { schemeFor, schemeOf, schemesUsed } from './scheme.resolver.ts';
import { TeamAppraisal, TeamKind } from './team-appraisal.entity.ts';

export const teamAppraisals = list({
  name: 'TeamAppraisal',
  entity: TeamAppraisal,
  filter: {
    subjectKind: byEnum('AppraisedTeamKind', TeamKind)('subjectKind', '班子类别 · Whose team.'),
    subject: byId('subject', '对象 · Key of the township, agency or resident team.'),
    year: byInt('year', '年度 · Year.'),
    grade: byEnum('Grade', Grade)('grade', '等次 · Grade.'),
    state: byEnum('EvaluationState', EvaluationState)('state', '状态 · State.'),
  },
  order: { YEAR: { property: 'year', description: '年度 · By year.' }, GRADE: { property: 'grade', description: '等次 · By grade.' } },
  groups: {
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    subjectKind: { property: 'subjectKind', type: () => TeamKind, description: '班子类别 · Whose team.' },
    grade: { property: 'grade', type: () => Grade, description: '等次 · Grade.' },
    township: atTownship('division'),
  },
});

const teamAppraisalById = byKey(TeamAppraisal);
export const teamAppraisalReference = ({ id }: { id: string }, ctx: Ctx): Promise<TeamAppraisal | null> => teamAppraisalById(ctx, id);

@InputType({ description: '启动班子考核 · Opens the appraisal of a leadership team for a year.' })
class OpenTeamAppraisalInput extends Intent {
  @Field(() => TeamKind, { description: '班子类别 · Whose team.' }) subjectKind!: TeamKind;
  @Field(() => ID, { description: '对象 · Key of the township, agency or resident team.' }) subject!: string;
  @Field(() => ID, { nullable: true, description: '区划 · Division in which an agency works; required for an agency.' }) division?: string;
  @Field(() => Int, { description: '年度 · The year.' }) year!: number;
}

@InputType({ description: '班子考核办理 · The team appraisal that moves on.' })
class OfTeamAppraisal extends Move {
  @Field(() => ID, { description: '班子考核 · The team appraisal.' }) teamAppraisal!: string;
}

@InputType({ description: '填报班子考核 · Enters reports, ratings, marks and Party-building sections.' })
class EnterTeamAppraisalInput extends OfTeamAppraisal {
  @Field(() => [EvaluationEntryInput], { defaultValue: [], description: '记录 · By item.' }) entries!: EvaluationEntryInput[];
  @Field(() => [EvaluationSectionInput], { defaultValue: [], description: '党建专项 · By channel.' }) sections!: EvaluationSectionInput[];
}

@InputType({ description: '评定班子等次 · Grades a complete team appraisal on the figures that it rests on.' })
class GradeTeamAppraisalInput extends OfTeamAppraisal {
  @Field(() => Grade, { description: '等次 · Grade.' }) grade!: Grade;
  @Field(() => [CitationInput], { description: '依据指标 · Figures that it rests on; at least one: poverty results are its basis.' })
  evidence!: CitationInput[];
}

@InputType({ description: '审定班子考核 · Confirms a grade by a document.' })
class ConfirmTeamAppraisalInput extends OfTeamAppraisal {
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

/** The division in which a team works, or a refusal when there is no such team. */
async function placeOf({ em, day, scope, territory }: Ctx, { subjectKind, subject, division }: OpenTeamAppraisalInput): Promise<string> {
  if (subjectKind === TeamKind.RESIDENT_TEAM) {
    const team = await em.findOne(ResidentTeam, { id: subject });
    if (!team) throw new Refusal('NOT_FOUND', `no resident team ${subject} in your territory as of ${day}`);
    return team.village;
  }
  const place = subjectKind === TeamKind.TOWNSHIP ? subject : division;
  if (!place) throw new Refusal('BAD_USER_INPUT', 'name the division in which the agency works');
  if (!scope.covers(place)) throw new Refusal('NOT_FOUND', `no division ${place} in your territory`);
  const kind = territory.at(place, day)?.kind;
  if (subjectKind === TeamKind.TOWNSHIP && kind !== 'TOWNSHIP')
    throw new Refusal('WRONG_TARGET', `${subject} is ${kind ? `a ${kind}` : 'no division on the day'}, not a TOWNSHIP`);
  return place;
}

@Resolver(() => TeamAppraisal)
export class TeamAppraisalResolver {
  @Query(() => teamAppraisals.Connection, { description: '班子考核 · Appraisals of leadership teams.' })
  teamAppraisals(@Context() ctx: Ctx, @Args(() => teamAppraisals.Args) args: PageArgs): object {
    return teamAppraisals.page(ctx, args);
  }

  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township, if it is its team.' })
  township(@Root() { subject, subjectKind }: TeamAppraisal): Township | null {
    return subjectKind === TeamKind.TOWNSHIP ? { id: subject } : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The agency, if it is its team.' })
  agency(@Root() { subject, subjectKind }: TeamAppraisal): Agency | null {
    return subjectKind === TeamKind.AGENCY ? { id: subject } : null;
  }
  @FieldResolver(() => ResidentTeam, { nullable: true, description: '驻村工作队 · The resident team, if it is one.' })
  team(@Root() { subject, subjectKind }: TeamAppraisal, @Context() ctx: Ctx): Promise<ResidentTeam | null> | null {
    return subjectKind === TeamKind.RESIDENT_TEAM ? teamReference({ id: subject }, ctx) : null;
  }
  @FieldResolver(() => AppliedScheme, { nullable: true, description: '方案 · The scheme under which it was opened.' })
  scheme(@Root() { scheme }: TeamAppraisal, @Context() ctx: Ctx): Promise<AppliedScheme | null> {
    return schemesUsed(ctx, scheme);
  }
  @FieldResolver(() => [EvaluationEntry], { description: '记录 · What was entered.' })
  entries(@Root() { entries }: TeamAppraisal): EvaluationEntry[] {
    return entries as EvaluationEntry[];
  }
  @FieldResolver(() => [EvaluationSection], { description: '党建专项 · Party-building sections.' })
  sections(@Root() { sections }: TeamAppraisal): EvaluationSection[] {
    return sections as EvaluationSection[];
  }
  @FieldResolver(() => [EvaluationMissing], { description: '缺项 · What it lacks under its scheme (必述必测必考).' })
  async missing(@Root() { scheme, entries, sections }: TeamAppraisal, @Context() ctx: Ctx): Promise<EvaluationMissing[]> {
    const under = await schemesUsed(ctx, scheme);
    return under ? missingFrom(under, entries, sections) : [];
  }
  @FieldResolver(() => [Citation], { description: '依据指标 · Figures that the grade rests on (脱贫攻坚实绩).' })
  evidence(@Root() { evidence }: TeamAppraisal): Citation[] {
    return evidence.map(asCitation);
  }

  @Mutation(() => TeamAppraisal, { description: '启动班子考核 · Refused with ALREADY_APPRAISED when the team has one for the year.' })
  openTeamAppraisal(
    @Context() ctx: Ctx,
    @Arg('input', () => OpenTeamAppraisalInput) input: OpenTeamAppraisalInput,
  ): Promise<TeamAppraisal> {
    return create(ctx, TeamAppraisal, input, 'teamAppraisal.opened', async ({ ctx: inside }) => {
      const division = await placeOf(inside, input);
      const scheme = await schemeFor(inside, SchemeKind.TEAM, division);
      return Object.assign(new TeamAppraisal(), {
        id: newId('tap'),
        subjectKind: input.subjectKind,
        subject: input.subject,
        division,
        year: begunYear(ctx, input.year),
        scheme: scheme.id,
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => TeamAppraisal, { description: '填报班子考核 · Enters what is reported, rated and marked.' })
  enterTeamAppraisal(
    @Context() ctx: Ctx,
    @Arg('input', () => EnterTeamAppraisalInput) input: EnterTeamAppraisalInput,
  ): Promise<TeamAppraisal> {
    return change(ctx, TeamAppraisal, input.teamAppraisal, input, async (appraisal, { ctx: inside }) =>
      appraisal.enter(await schemeOf(inside, appraisal.scheme), input.entries, input.sections),
    );
  }

  @Mutation(() => TeamAppraisal, {
    description: '评定班子等次 · Refused with EVIDENCE_REQUIRED without a figure, with EVALUATION_INCOMPLETE while something is missing.',
  })
  gradeTeamAppraisal(
    @Context() ctx: Ctx,
    @Arg('input', () => GradeTeamAppraisalInput) input: GradeTeamAppraisalInput,
  ): Promise<TeamAppraisal> {
    return change(ctx, TeamAppraisal, input.teamAppraisal, input, async (appraisal, { ctx: inside }) => {
      const evidence = cited(input.evidence, ctx.day);
      if (evidence.length === 0)
        throw new Refusal(
          'EVIDENCE_REQUIRED',
          "a team's grade rests on the results of poverty alleviation: cite at least one figure as of a day",
        );
      return appraisal.settle(await schemeOf(inside, appraisal.scheme), input.grade, evidence);
    });
  }

  @Mutation(() => TeamAppraisal, { description: '审定班子考核 · Confirms a grade by a document.' })
  confirmTeamAppraisal(
    @Context() ctx: Ctx,
    @Arg('input', () => ConfirmTeamAppraisalInput) input: ConfirmTeamAppraisalInput,
  ): Promise<TeamAppraisal> {
    return change(ctx, TeamAppraisal, input.teamAppraisal, input, (appraisal) => appraisal.confirm(input.document));
  }
}

@Resolver(() => Township)
export class TownshipAppraisals {
  @FieldResolver(() => teamAppraisals.Connection, {
    nullable: true,
    description: "班子考核 · Appraisals of the township's leadership team.",
  })
  teamAppraisals(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => teamAppraisals.Args) args: PageArgs): object {
    return teamAppraisals.pageOf(ctx, 'subject', id, args);
  }
}
