import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Classified } from '#platform/access';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, dayOf } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { CASE_FILE, ToleranceCase } from './tolerance.entity.ts';
import { Condition, Determination, type Finding, ToleranceState } from './tolerance.rules.ts';

export const toleranceCases = list({
  name: 'ToleranceCase',
  entity: ToleranceCase,
  filter: {
    state: byEnum('ToleranceState', ToleranceState)('state', '状态 · State.'),
    outcome: byEnum('ToleranceDetermination', Determination)('outcome', '认定结果 · Determination.'),
    outcomeOn: byDay('outcomeOn', '认定日 · Day of the determination.'),
    accountability: byId('accountability', '追责问责 · Key of the accountability action; needs RESTRICTED data.'),
    division: byId('division', '区划 · Key of the division.'),
  },
  order: { OUTCOME_ON: { property: 'outcomeOn', description: '认定日 · By day of the determination.' } },
  outcome: { person: 'person' },
  groups: {
    state: { property: 'state', type: () => ToleranceState, description: '状态 · State.' },
    outcome: { property: 'outcome', type: () => Determination, description: '认定结果 · Determination.' },
    outcomeOn: { property: 'outcomeOn', type: () => DateScalar, day: true, description: '认定日 · Day of the determination.' },
    township: atTownship('division'),
  },
});

const caseById = byKey(ToleranceCase);
export const toleranceReference = ({ id }: { id: string }, ctx: Ctx): Promise<ToleranceCase | null> => caseById(ctx, id);

@ObjectType({ description: '情形认定 · A condition and whether it was found to be met.' })
class ToleranceFinding {
  @Field(() => Condition, { description: '情形 · Condition.' }) condition!: Condition;
  @Field(() => Boolean, { description: '符合 · Met.' }) met!: boolean;
}

@InputType({ description: '情形认定 · A condition and whether it is met.' })
class ToleranceFindingInput implements Finding {
  @Field(() => Condition, { description: '情形 · Condition.' }) condition!: Condition;
  @Field(() => Boolean, { description: '符合 · Met.' }) met!: boolean;
}

/** Who a case is about: a person or an agency. */
@InputType()
abstract class AboutInput extends Intent {
  @Field(() => ID, { nullable: true, description: '人员 · The person it is about, or else the agency.' }) person?: string;
  @Field(() => ID, { nullable: true, description: '单位 · The agency it is about.' }) agency?: string;
  @Field(() => ID, { nullable: true, description: '区划 · Division in which the agency works; required for an agency.' }) division?: string;
  @Field(() => String, { description: '事项 · What it is about, up to 500 characters.' }) matter!: string;
  @Field(() => ID, { nullable: true, description: '追责问责 · Key of the accountability action it concerns.' }) accountability?: string;
}

/** The subject of a case and the division it lies in, or a refusal. */
export async function subjectOf(
  { em, day, scope }: Ctx,
  { person: id, agency, division }: Pick<AboutInput, 'person' | 'agency' | 'division'>,
): Promise<{ person: string | null; agency: string | null; division: string }> {
  if (!id === !agency) throw new Refusal('BAD_USER_INPUT', 'a case is about a person or about an agency: name one of them');
  if (agency) {
    if (!division || !scope.covers(division))
      throw new Refusal('NOT_FOUND', `no division ${division ?? ''} in your territory; an agency works in one`);
    return { person: null, agency: said(agency, 'agency', 20), division };
  }
  const person = await em.findOne(Person, { id: id as string });
  if (!person) throw new Refusal('NOT_FOUND', `no person ${id} in your territory as of ${day}`);
  return { person: person.id, agency: null, division: person.homeDivision };
}

/** A key of another store as it may be kept. */
export const keyOf = (key: string | null | undefined, what: string): string | null => (key == null ? null : said(key, what, 20));

@InputType({ description: '申请容错 · Applies for tolerance.' })
class ApplyToleranceInput extends AboutInput {
  @Field(() => String, { description: '申请人 · Who applies, up to 60 characters.' }) applicant!: string;
  @Field(() => ID, { nullable: true, description: '问题 · Key of the finding it concerns.' }) finding?: string;
}

@InputType({ description: '容错办理 · The case that moves on.' })
class OfTolerance extends Move {
  @Field(() => ID, { description: '容错案 · The case.' }) toleranceCase!: string;
}
@InputType({ description: '受理 · Accepts an application.' })
class AcceptToleranceInput extends OfTolerance {}
@InputType({ description: '不予受理 · Declines an application.' })
class DeclineToleranceInput extends OfTolerance {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}
@InputType({ description: '调查核实 · Starts the investigation.' })
class InvestigateToleranceInput extends OfTolerance {}
@InputType({ description: '认定 · Determines whether the mistake is tolerated.' })
class DetermineToleranceInput extends OfTolerance {
  @Field(() => [ToleranceFindingInput], { description: '情形 · Every condition, met or not.' }) conditions!: ToleranceFindingInput[];
  @Field(() => Determination, { description: '认定结果 · What the conditions allow.' }) determination!: Determination;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}
@InputType({ description: '反馈 · Tells the applicant.' })
class NotifyToleranceInput extends OfTolerance {}
@InputType({ description: '申诉 · Appeals against a determination.' })
class AppealToleranceInput extends OfTolerance {
  @Field(() => String, { description: '理由 · Why.' }) reason!: string;
}
@InputType({ description: '复核 · Decides an appeal: the determination stays or is another.' })
class ReviewToleranceInput extends OfTolerance {
  @Field(() => [ToleranceFindingInput], {
    nullable: true,
    description: '情形 · The conditions as they are judged now; as before unless given.',
  })
  conditions?: ToleranceFindingInput[];
  @Field(() => Determination, { description: '认定结果 · What holds from now on.' }) determination!: Determination;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}
@InputType({ description: '备案 · Files the determination.' })
class FileToleranceInput extends OfTolerance {}
@InputType({ description: '纠错 · Starts the correction of the mistake.' })
class StartCorrectionInput extends OfTolerance {
  @Field(() => String, { description: '纠错措施 · How it is put right, up to 500 characters.' }) correction!: string;
  @Field(() => DateScalar, { description: '期限 · By when.' }) due!: Day;
}
@InputType({ description: '结案 · Closes a case when the mistake is put right.' })
class CloseToleranceInput extends OfTolerance {}

const move = (ctx: Ctx, input: OfTolerance, make: (row: ToleranceCase) => string): Promise<ToleranceCase> => {
  if (ctx.day > dayOf(ctx.now)) throw new Refusal('BAD_USER_INPUT', `${ctx.day} lies ahead; record it when it has happened`);
  return change(ctx, ToleranceCase, input.toleranceCase, input, make);
};

@Resolver(() => ToleranceCase)
export class ToleranceResolver {
  @Query(() => toleranceCases.Connection, {
    description: '容错案 · Cases of your territory. Who may not read them is told counts of enough people.',
  })
  toleranceCases(@Context() ctx: Ctx, @Args(() => toleranceCases.Args) args: PageArgs): object {
    return toleranceCases.page(ctx, args);
  }
  @Query(() => ToleranceCase, { nullable: true, description: '容错案 · The case with this key.' })
  async toleranceCase(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Key.' }) id: string): Promise<ToleranceCase> {
    requireRead(ctx, 'ToleranceCase');
    const found = await caseById(ctx, id);
    if (!found) throw new Refusal('NOT_FOUND', `no tolerance case ${id} in your territory as of ${ctx.day}`);
    return found;
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: '人员 · Whom it is about; null unless you see RESTRICTED data, which takes a purpose.',
  })
  @Classified('RESTRICTED', { ...CASE_FILE, property: 'person' })
  person(@Root() { person }: ToleranceCase, @Context() ctx: Ctx): Promise<Person | null> | null {
    return person ? personById(ctx, person) : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The agency it is about, if it is one.' })
  agency(@Root() { agency }: ToleranceCase): Agency | null {
    return agency ? { id: agency } : null;
  }
  @FieldResolver(() => [ToleranceFinding], { description: '情形认定 · The conditions as they were judged.' })
  conditions(@Root() { conditions }: ToleranceCase): ToleranceFinding[] {
    return [...conditions];
  }

  @Mutation(() => ToleranceCase, {
    description: '申请容错 · Refused with CASE_OPEN while a case about the same accountability action is open.',
  })
  applyTolerance(@Context() ctx: Ctx, @Arg('input', () => ApplyToleranceInput) input: ApplyToleranceInput): Promise<ToleranceCase> {
    return create(ctx, ToleranceCase, input, 'tolerance.applied', async ({ ctx: inside }) =>
      Object.assign(new ToleranceCase(), {
        id: newId('tol'),
        ...(await subjectOf(inside, input)),
        appliedBy: ctx.caller.id,
        applicant: said(input.applicant, 'applicant', 60),
        matter: said(input.matter, 'matter'),
        accountability: keyOf(input.accountability, 'accountability'),
        finding: keyOf(input.finding, 'finding'),
        validFrom: ctx.day,
      }),
    );
  }
  @Mutation(() => ToleranceCase, { description: '受理 · Accepts an application.' })
  acceptTolerance(@Context() ctx: Ctx, @Arg('input', () => AcceptToleranceInput) input: AcceptToleranceInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.accept());
  }
  @Mutation(() => ToleranceCase, { description: '不予受理 · Declines an application, with a reason.' })
  declineTolerance(@Context() ctx: Ctx, @Arg('input', () => DeclineToleranceInput) input: DeclineToleranceInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.decline(input.reason));
  }
  @Mutation(() => ToleranceCase, { description: '调查核实 · Starts the investigation.' })
  investigateTolerance(
    @Context() ctx: Ctx,
    @Arg('input', () => InvestigateToleranceInput) input: InvestigateToleranceInput,
  ): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.investigate());
  }
  @Mutation(() => ToleranceCase, {
    description:
      '认定 · Refused with CONDITIONS_NOT_MET when the conditions allow another determination, with SELF_VERIFIED by who entered the application.',
  })
  determineTolerance(
    @Context() ctx: Ctx,
    @Arg('input', () => DetermineToleranceInput) input: DetermineToleranceInput,
  ): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.determine(ctx.caller.id, ctx.day, input.conditions, input.determination, input.document));
  }
  @Mutation(() => ToleranceCase, { description: '反馈 · The accountability action learns of the outcome through the ledger.' })
  notifyTolerance(@Context() ctx: Ctx, @Arg('input', () => NotifyToleranceInput) input: NotifyToleranceInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.notify());
  }
  @Mutation(() => ToleranceCase, { description: '申诉 · Appeals against a determination, with a reason.' })
  appealTolerance(@Context() ctx: Ctx, @Arg('input', () => AppealToleranceInput) input: AppealToleranceInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.appeal(input.reason));
  }
  @Mutation(() => ToleranceCase, { description: '复核 · What comes out holds from then on; the ledger tells it.' })
  reviewTolerance(@Context() ctx: Ctx, @Arg('input', () => ReviewToleranceInput) input: ReviewToleranceInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.review(ctx.day, input.conditions ?? null, input.determination, input.document));
  }
  @Mutation(() => ToleranceCase, { description: '备案 · Files the determination.' })
  fileTolerance(@Context() ctx: Ctx, @Arg('input', () => FileToleranceInput) input: FileToleranceInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.file());
  }
  @Mutation(() => ToleranceCase, { description: '纠错 · Starts the correction, with a measure and a day.' })
  startCorrection(@Context() ctx: Ctx, @Arg('input', () => StartCorrectionInput) input: StartCorrectionInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.correct(ctx.day, input.correction, input.due));
  }
  @Mutation(() => ToleranceCase, { description: '结案 · Closes a case.' })
  closeTolerance(@Context() ctx: Ctx, @Arg('input', () => CloseToleranceInput) input: CloseToleranceInput): Promise<ToleranceCase> {
    return move(ctx, input, (row) => row.close());
  }
}
