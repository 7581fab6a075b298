import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { calendarOf } from '#platform/calendar';
import { change, create, Intent, Move, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { whereHoldsOn } from '#platform/dated';
import { type Day, dayOf } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { LedgerRow } from '#platform/ledger';
import { Direction, list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { asCitation, Citation, CitationInput } from '../evidence/citation.entity.ts';
import { cited } from '../evidence/citation.rules.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingReference } from '../postings/posting.resolver.ts';
import { PostingState } from '../postings/posting.rules.ts';
import { PersonnelAction } from './action.entity.ts';
import { ActionKind, ActionState, movesBy } from './action.rules.ts';
import { ActionProcedure, AppliedProcedure } from './procedure.entity.ts';
import { proceduresUsed } from './procedure.resolver.ts';

export const actions = list({
  name: 'PersonnelAction',
  entity: PersonnelAction,
  filter: {
    person: byId('person', '人员 · Key of the person.'),
    kind: byEnum('PersonnelActionKind', ActionKind)('kind', '类别 · Kind.'),
    state: byEnum('PersonnelActionState', ActionState)('state', '环节 · State.'),
    decidedOn: byDay('decidedOn', '决定日 · Day of the decision.'),
    effectiveFrom: byDay('effectiveFrom', '任职日 · Day on which it takes effect.'),
    noticeTo: byDay('noticeTo', '公示止 · Last day of the notice.'),
    posting: byId('posting', '选派 · Key of the posting it rests on.'),
    division: byId('division', '区划 · Key of the division to which the person belonged.'),
  },
  order: {
    DECIDED_ON: { property: 'decidedOn', description: '决定日 · By day of the decision; undecided ones come last.' },
    EFFECTIVE_FROM: { property: 'effectiveFrom', description: '任职日 · By the day on which it takes effect.' },
  },
  defaultOrder: { field: 'DECIDED_ON', direction: Direction.DESC },
  outcome: { person: 'person' },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
  groups: {
    kind: { property: 'kind', type: () => ActionKind, description: '类别 · Kind.' },
    state: { property: 'state', type: () => ActionState, description: '环节 · State.' },
    decidedOn: { property: 'decidedOn', type: () => DateScalar, day: true, description: '决定日 · Day of the decision.' },
    effectiveFrom: { property: 'effectiveFrom', type: () => DateScalar, day: true, description: '任职日 · Day on which it takes effect.' },
    township: atTownship('division'),
  },
});

const actionById = byKey(PersonnelAction);
export const actionReference = ({ id }: { id: string }, ctx: Ctx): Promise<PersonnelAction | null> => actionById(ctx, id);

/** What the ledger says of actions up to the day asked for. */
const historyOf = batched<string, LedgerRow[]>(async (ids, { em, day }) => {
  const rows = await em.find(LedgerRow, { noun: 'action', key: { $in: [...ids] }, day: { $lte: day } }, { orderBy: { seq: 'asc' } });
  const byAction = Map.groupBy(rows, (r) => r.key);
  return (id) => byAction.get(id) ?? [];
});

@InputType({ description: '动议 · Proposes a personnel action.' })
class ProposeActionInput extends Intent {
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
  @Field(() => ActionKind, { description: '类别 · Kind.' }) kind!: ActionKind;
  @Field(() => String, { description: '理由 · Why, up to 500 characters.' }) reason!: string;
  @Field(() => ID, { nullable: true, description: '单位 · The agency it leads to.' }) agency?: string;
  @Field(() => String, { nullable: true, description: '职务 · The post, or the honour; required but for SECOND and ROTATE.' })
  post?: string;
  @Field(() => ID, {
    nullable: true,
    description: '选派 · The posting it rests on: who is promoted for resident duty is in post when it is decided.',
  })
  posting?: string;
}

@InputType({ description: '办理 · The action that moves on.' })
class OfAction extends Move {
  @Field(() => ID, { description: '人事事项 · The action.' }) action!: string;
}

@InputType({ description: '民主推荐 · Records that the person was recommended.' })
class RecommendActionInput extends OfAction {}

@InputType({ description: '考察 · Records the inspection of the person.' })
class InspectActionInput extends OfAction {
  @Field(() => String, { description: '党建情况 · What it found of Party building (任用干部看党建), up to 500 characters.' })
  partyBuilding!: string;
}

@InputType({ description: '讨论决定 · Records the decision of a meeting, with what it rests on.' })
class DecideActionInput extends OfAction {
  @Field(() => String, { description: '会议 · The meeting, as its minutes name it, up to 100 characters.' }) meeting!: string;
  @Field(() => ID, { nullable: true, description: '会议标识 · Key of that meeting.' }) meetingKey?: string;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
  @Field(() => [CitationInput], { defaultValue: [], description: '依据指标 · Figures as of a day on which it rests.' })
  evidence!: CitationInput[];
}

@InputType({ description: '公示 · Puts the decision up for public notice.' })
class GiveNoticeInput extends OfAction {
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day.' }) to!: Day;
}

@InputType({ description: '提出异议 · Records an objection while the notice stands.' })
class RaiseObjectionInput extends OfAction {
  @Field(() => String, { description: '异议 · The objection, up to 500 characters.' }) objection!: string;
}

@InputType({ description: '任职 · Appoints, commends or removes: the action takes effect.' })
class AppointInput extends OfAction {
  @Field(() => DateScalar, { nullable: true, description: '任职日 · Day on which it takes effect; the day asked for unless given.' })
  effectiveFrom?: Day;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '开始试用 · Starts the probation.' })
class StartProbationInput extends OfAction {}

@InputType({ description: '正式任职 · Confirms the appointment after the probation.' })
class ConfirmAppointmentInput extends OfAction {}

@InputType({ description: '终止 · Ends an action that is not carried through, or a probation that was not passed.' })
class EndActionInput extends OfAction {
  @Field(() => String, { description: '原因 · Why, up to 500 characters.' }) reason!: string;
}

/** One move of an action under the procedure of the day on which it was proposed. */
const move = (
  ctx: Ctx,
  input: OfAction,
  make: (action: PersonnelAction, procedure: ActionProcedure, work: Work) => string | Promise<string>,
): Promise<PersonnelAction> => {
  if (ctx.day > dayOf(ctx.now)) throw new Refusal('BAD_USER_INPUT', `${ctx.day} lies ahead; record it when it has happened`);
  return change(ctx, PersonnelAction, input.action, input, async (action, work) => {
    const procedure = await work.ctx.em.findOneOrFail(
      ActionProcedure,
      { id: action.procedure },
      { filters: { asOf: false }, orderBy: { validFrom: 'desc' } },
    );
    return make(action, procedure as ActionProcedure, work);
  });
};

/** Kinds that lead to a posting rather than to a post. */
const BY_POSTING: readonly ActionKind[] = [ActionKind.SECOND, ActionKind.ROTATE];

/** Who is promoted on the strength of a posting is in post by it on the day of the decision (invariant 31). */
async function requireInPost({ em, day }: Ctx, { kind, posting }: PersonnelAction): Promise<void> {
  if (!posting || BY_POSTING.includes(kind)) return;
  const held = await em.findOne(Posting, { id: posting, state: PostingState.ACTIVE });
  if (!held)
    throw new Refusal(
      'NOT_IN_ROLE',
      `the posting ${posting} on which it rests is not active on ${day}; decide while the person is in post`,
    );
}

@Resolver(() => PersonnelAction)
export class ActionResolver {
  @Query(() => actions.Connection, {
    description: '人事事项 · Personnel actions of your territory. Who may not read them is told counts of enough people.',
  })
  personnelActions(@Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.page(ctx, args);
  }
  @Query(() => PersonnelAction, { nullable: true, description: '人事事项 · The action with this key.' })
  async personnelAction(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Key.' }) id: string): Promise<PersonnelAction> {
    requireRead(ctx, 'PersonnelAction');
    const found = await actionById(ctx, id);
    if (!found)
      throw new Refusal(
        'NOT_FOUND',
        `no personnel action ${id} in your territory as of ${ctx.day}; personnelActions { nodes { id } } lists them`,
      );
    return found;
  }

  @FieldResolver(() => Person, { nullable: true, description: '人员 · Whom it is about.' })
  person(@Root() { person }: PersonnelAction, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The agency it leads to.' })
  agency(@Root() { agency }: PersonnelAction): Agency | null {
    return agency ? { id: agency } : null;
  }
  @FieldResolver(() => Posting, { nullable: true, description: '选派 · The posting it rests on or carries out.' })
  posting(@Root() { posting }: PersonnelAction, @Context() ctx: Ctx): Promise<Posting | null> | null {
    return posting ? postingReference({ id: posting }, ctx) : null;
  }
  @FieldResolver(() => AppliedProcedure, { nullable: true, description: '办理程序 · The procedure it follows.' })
  procedure(@Root() { procedure }: PersonnelAction, @Context() ctx: Ctx): Promise<AppliedProcedure | null> {
    return proceduresUsed(ctx, procedure);
  }
  @FieldResolver(() => [Citation], { description: '依据指标 · Figures as of a day on which the decision rests.' })
  evidence(@Root() { evidence }: PersonnelAction): Citation[] {
    return evidence.map(asCitation);
  }
  @FieldResolver(() => [String], { description: '可行操作 · The mutations that state and procedure allow.' })
  async moves(@Root() { state, procedure }: PersonnelAction, @Context() ctx: Ctx): Promise<string[]> {
    const by = await proceduresUsed(ctx, procedure);
    return by ? movesBy(by, state) : [];
  }
  @FieldResolver(() => [LedgerRow], { description: '办理过程 · Its rows of the ledger up to the day asked for, oldest first.' })
  history(@Root() { id }: PersonnelAction, @Context() ctx: Ctx): Promise<LedgerRow[]> {
    return historyOf(ctx, id);
  }

  @Mutation(() => PersonnelAction, {
    description:
      '动议 · Proposes an action under the procedure in force. Refused with ACTION_PENDING while one of the kind is under way for the person.',
  })
  proposeAction(@Context() ctx: Ctx, @Arg('input', () => ProposeActionInput) input: ProposeActionInput): Promise<PersonnelAction> {
    return create(ctx, PersonnelAction, input, 'action.proposed', async ({ ctx: { em, day, territory } }) => {
      const person = await em.findOne(Person, { id: input.person });
      if (!person) throw new Refusal('NOT_FOUND', `no person ${input.person} in your territory as of ${day}`);
      if (!input.post && !BY_POSTING.includes(input.kind))
        throw new Refusal('BAD_USER_INPUT', `${input.kind} names the post or the honour in post`);
      if (BY_POSTING.includes(input.kind) && !input.posting)
        throw new Refusal('BAD_USER_INPUT', `${input.kind} names the posting that it decides on`);
      if (input.posting && !(await em.findOne(Posting, { id: input.posting, person: person.id })))
        throw new Refusal('NOT_FOUND', `no posting ${input.posting} of this person in your territory as of ${day}`);
      const lineage = territory.at(person.homeDivision, day)?.lineage ?? '';
      const found = await em.find(ActionProcedure, { kind: input.kind, ...whereHoldsOn(day) });
      const procedure = found.find((p) => lineage.startsWith(territory.at(p.division, day)?.lineage ?? '/'));
      if (!procedure)
        throw new Refusal('NOT_FOUND', `no procedure for ${input.kind} is in force on ${day}; adopt one with adoptActionProcedure`);
      return Object.assign(new PersonnelAction(), {
        id: newId('act'),
        person: person.id,
        division: person.homeDivision,
        kind: input.kind,
        procedure: procedure.id,
        agency: input.agency ?? null,
        post: input.post == null ? null : said(input.post, 'post', 60),
        posting: input.posting ?? null,
        reason: said(input.reason, 'reason'),
        validFrom: day,
      });
    });
  }

  @Mutation(() => PersonnelAction, { description: '民主推荐 · Refused with STAGE_SKIPPED when the procedure has another stage next.' })
  recommendAction(@Context() ctx: Ctx, @Arg('input', () => RecommendActionInput) input: RecommendActionInput): Promise<PersonnelAction> {
    return move(ctx, input, (action, procedure) => action.recommend(procedure));
  }

  @Mutation(() => PersonnelAction, { description: '考察 · Also after an objection; it says what was found of Party building.' })
  inspectAction(@Context() ctx: Ctx, @Arg('input', () => InspectActionInput) input: InspectActionInput): Promise<PersonnelAction> {
    return move(ctx, input, (action, procedure) => action.inspect(procedure, input.partyBuilding));
  }

  @Mutation(() => PersonnelAction, {
    description:
      '讨论决定 · As of the day asked for. Refused with EVIDENCE_REQUIRED without figures where the procedure asks for them, with NOT_IN_ROLE when the posting it rests on is not active.',
  })
  decideAction(@Context() ctx: Ctx, @Arg('input', () => DecideActionInput) input: DecideActionInput): Promise<PersonnelAction> {
    return move(ctx, input, async (action, procedure, { ctx: inside }) => {
      await requireInPost(inside, action);
      return action.decide(procedure, ctx.day, { ...input, evidence: cited(input.evidence, ctx.day) });
    });
  }

  @Mutation(() => PersonnelAction, {
    description: '公示 · Refused with NOTICE_TOO_SHORT for fewer working days than the procedure says, by the public calendar.',
  })
  giveNotice(@Context() ctx: Ctx, @Arg('input', () => GiveNoticeInput) input: GiveNoticeInput): Promise<PersonnelAction> {
    return move(ctx, input, async (action, procedure, { ctx: inside }) =>
      action.announce(procedure, await calendarOf(inside), ctx.day, input.from, input.to),
    );
  }

  @Mutation(() => PersonnelAction, { description: '提出异议 · The person is inspected anew. Refused with NOTICE_OVER after the notice.' })
  raiseObjection(@Context() ctx: Ctx, @Arg('input', () => RaiseObjectionInput) input: RaiseObjectionInput): Promise<PersonnelAction> {
    return move(ctx, input, (action, procedure) => action.object(procedure, ctx.day, input.objection));
  }

  @Mutation(() => PersonnelAction, { description: '任职 · Refused with NOTICE_RUNNING while the notice stands.' })
  appoint(@Context() ctx: Ctx, @Arg('input', () => AppointInput) input: AppointInput): Promise<PersonnelAction> {
    return move(ctx, input, (action, procedure) => action.appoint(procedure, ctx.day, input.effectiveFrom ?? ctx.day, input.document));
  }

  @Mutation(() => PersonnelAction, { description: '开始试用 · The probation runs from the day on which the appointment took effect.' })
  startProbation(@Context() ctx: Ctx, @Arg('input', () => StartProbationInput) input: StartProbationInput): Promise<PersonnelAction> {
    return move(ctx, input, (action, procedure) => action.startProbation(procedure));
  }

  @Mutation(() => PersonnelAction, { description: '正式任职 · Refused with PROBATION_RUNNING before the probation is over.' })
  confirmAppointment(
    @Context() ctx: Ctx,
    @Arg('input', () => ConfirmAppointmentInput) input: ConfirmAppointmentInput,
  ): Promise<PersonnelAction> {
    return move(ctx, input, (action, procedure) => action.confirm(procedure, ctx.day));
  }

  @Mutation(() => PersonnelAction, { description: '终止 · With a reason.' })
  endAction(@Context() ctx: Ctx, @Arg('input', () => EndActionInput) input: EndActionInput): Promise<PersonnelAction> {
    return move(ctx, input, (action, procedure) => action.end(procedure, input.reason));
  }
}

@Resolver(() => Person)
export class PersonActions {
  @FieldResolver(() => actions.Connection, { nullable: true, description: '人事事项 · Actions about the person, to who may read them.' })
  personnelActions(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    requireRead(ctx, 'PersonnelAction'); // of one person a count would tell what the rows tell
    return actions.pageOf(ctx, 'person', id, args);
  }
}
