import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Classified } from '#platform/access';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { dayOf } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { CASE_FILE } from '../tolerance/tolerance.entity.ts';
import { keyOf, subjectOf } from '../tolerance/tolerance.resolver.ts';
import { ClarificationCase } from './clarification.entity.ts';
import { ClarificationMode, ClarificationState } from './clarification.rules.ts';

export const clarificationCases = list({
  name: 'ClarificationCase',
  entity: ClarificationCase,
  filter: {
    state: byEnum('ClarificationState', ClarificationState)('state', '状态 · State.'),
    mode: byEnum('ClarificationMode', ClarificationMode)('mode', '澄清方式 · How it was clarified.'),
    outcomeOn: byDay('outcomeOn', '澄清日 · Day on which it was clarified.'),
    accountability: byId('accountability', '追责问责 · Key of the accountability action; needs RESTRICTED data.'),
    division: byId('division', '区划 · Key of the division.'),
  },
  order: { OUTCOME_ON: { property: 'outcomeOn', description: '澄清日 · By day on which it was clarified.' } },
  outcome: { person: 'person' },
  groups: {
    state: { property: 'state', type: () => ClarificationState, description: '状态 · State.' },
    mode: { property: 'mode', type: () => ClarificationMode, description: '澄清方式 · How it was clarified.' },
    outcomeOn: { property: 'outcomeOn', type: () => DateScalar, day: true, description: '澄清日 · Day on which it was clarified.' },
    township: atTownship('division'),
  },
});

const caseById = byKey(ClarificationCase);
export const clarificationReference = ({ id }: { id: string }, ctx: Ctx): Promise<ClarificationCase | null> => caseById(ctx, id);

@InputType({ description: '登记举报 · Enters a report against a person or an agency that may have to be clarified.' })
class ReportClarificationInput extends Intent {
  @Field(() => ID, { nullable: true, description: '人员 · The person it is about, or else the agency.' }) person?: string;
  @Field(() => ID, { nullable: true, description: '单位 · The agency it is about.' }) agency?: string;
  @Field(() => ID, { nullable: true, description: '区划 · Division in which the agency works; required for an agency.' }) division?: string;
  @Field(() => String, { description: '事项 · What was reported, up to 500 characters.' }) matter!: string;
  @Field(() => ID, { nullable: true, description: '追责问责 · Key of the accountability action it concerns.' }) accountability?: string;
}
@InputType({ description: '澄清办理 · The case that moves on.' })
class OfClarification extends Move {
  @Field(() => ID, { description: '澄清案 · The case.' }) clarificationCase!: string;
}
@InputType({ description: '查否 · Finds a report to be false.' })
class VerifyFalseInput extends OfClarification {
  @Field(() => String, { description: '核查结论 · What was found, up to 500 characters.' }) conclusion!: string;
  @Field(() => Boolean, { defaultValue: false, description: '恶意举报 · Whether it was malicious and is handed on.' }) malicious!: boolean;
}
@InputType({ description: '不予澄清 · Drops a report that proved true.' })
class DropClarificationInput extends OfClarification {
  @Field(() => String, { description: '核查结论 · What was found, up to 500 characters.' }) conclusion!: string;
}
@InputType({ description: '批准澄清 · Approves the clarification by a document.' })
class ApproveClarificationInput extends OfClarification {
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}
@InputType({ description: '澄清 · Clarifies, to the person, at a meeting or by letter.' })
class ClarifyInput extends OfClarification {
  @Field(() => ClarificationMode, { description: '方式 · How.' }) mode!: ClarificationMode;
}
@InputType({ description: '结案 · Closes a case.' })
class CloseClarificationInput extends OfClarification {}

const move = (ctx: Ctx, input: OfClarification, make: (row: ClarificationCase) => string): Promise<ClarificationCase> => {
  if (ctx.day > dayOf(ctx.now)) throw new Refusal('BAD_USER_INPUT', `${ctx.day} lies ahead; record it when it has happened`);
  return change(ctx, ClarificationCase, input.clarificationCase, input, make);
};

@Resolver(() => ClarificationCase)
export class ClarificationResolver {
  @Query(() => clarificationCases.Connection, {
    description: '澄清案 · Cases of your territory. Who may not read them is told counts of enough people.',
  })
  clarificationCases(@Context() ctx: Ctx, @Args(() => clarificationCases.Args) args: PageArgs): object {
    return clarificationCases.page(ctx, args);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: '人员 · Whom it is about; null unless you see RESTRICTED data, which takes a purpose.',
  })
  @Classified('RESTRICTED', { ...CASE_FILE, property: 'person' })
  person(@Root() { person }: ClarificationCase, @Context() ctx: Ctx): Promise<Person | null> | null {
    return person ? personById(ctx, person) : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The agency it is about, if it is one.' })
  agency(@Root() { agency }: ClarificationCase): Agency | null {
    return agency ? { id: agency } : null;
  }

  @Mutation(() => ClarificationCase, {
    description: '登记举报 · Refused with CASE_OPEN while a case about the same accountability action is open.',
  })
  reportClarification(
    @Context() ctx: Ctx,
    @Arg('input', () => ReportClarificationInput) input: ReportClarificationInput,
  ): Promise<ClarificationCase> {
    return create(ctx, ClarificationCase, input, 'clarification.reported', async ({ ctx: inside }) =>
      Object.assign(new ClarificationCase(), {
        id: newId('clr'),
        ...(await subjectOf(inside, input)),
        reportedBy: ctx.caller.id,
        matter: said(input.matter, 'matter'),
        accountability: keyOf(input.accountability, 'accountability'),
        validFrom: ctx.day,
      }),
    );
  }
  @Mutation(() => ClarificationCase, { description: '查否 · Refused with SELF_VERIFIED by who entered the report.' })
  verifyFalse(@Context() ctx: Ctx, @Arg('input', () => VerifyFalseInput) input: VerifyFalseInput): Promise<ClarificationCase> {
    return move(ctx, input, (row) => row.verifyFalse(ctx.caller.id, input.conclusion, input.malicious));
  }
  @Mutation(() => ClarificationCase, { description: '不予澄清 · The report proved true: there is nothing to clarify.' })
  dropClarification(
    @Context() ctx: Ctx,
    @Arg('input', () => DropClarificationInput) input: DropClarificationInput,
  ): Promise<ClarificationCase> {
    return move(ctx, input, (row) => row.drop(input.conclusion));
  }
  @Mutation(() => ClarificationCase, { description: '批准澄清 · By a document.' })
  approveClarification(
    @Context() ctx: Ctx,
    @Arg('input', () => ApproveClarificationInput) input: ApproveClarificationInput,
  ): Promise<ClarificationCase> {
    return move(ctx, input, (row) => row.approve(input.document));
  }
  @Mutation(() => ClarificationCase, { description: '澄清 · The accountability action learns of it through the ledger.' })
  clarify(@Context() ctx: Ctx, @Arg('input', () => ClarifyInput) input: ClarifyInput): Promise<ClarificationCase> {
    return move(ctx, input, (row) => row.clarify(ctx.day, input.mode));
  }
  @Mutation(() => ClarificationCase, { description: '结案 · Closes a case.' })
  closeClarification(
    @Context() ctx: Ctx,
    @Arg('input', () => CloseClarificationInput) input: CloseClarificationInput,
  ): Promise<ClarificationCase> {
    return move(ctx, input, (row) => row.close());
  }
}
