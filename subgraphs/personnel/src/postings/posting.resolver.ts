import { LockMode, raw } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { addDays, addMonths, type Day, FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byRule, byYes, type Where } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { TerritoryRow } from '#platform/territory';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { PostHolding } from '../careers/post.entity.ts';
import { postReference } from '../careers/post.resolver.ts';
import { atTownship, atVillage, Township, Village } from '../divisions/division.entity.ts';
import { happened } from '../happened.rules.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { ResidentTeam } from '../teams/team.entity.ts';
import { Posting } from './posting.entity.ts';
import {
  allowed,
  conflict,
  DispatchLevel,
  GRACE_DAYS,
  type Held,
  isFrontline,
  next,
  PostingEnd,
  PostingKind,
  PostingState,
  TARGETS,
  TargetType,
  TEAM_KINDS,
  VILLAGE_KINDS,
} from './posting.rules.ts';
import { rulesOn } from './rule-set.resolver.ts';

export const postings = list({
  name: 'Posting',
  entity: Posting,
  filter: {
    kind: byEnum('PostingKind', PostingKind)('kind', '类别 · Kind.'),
    state: byEnum('PostingState', PostingState)('state', '状态 · State on the day asked for.'),
    person: byId('person', '人员 · Key of the person.'),
    target: byId('target', '去向 · Key of the village, township or agency.'),
    team: byId('team', '工作队 · Key of the resident team.'),
    dispatchAgency: byId('dispatchAgency', '派出单位 · Key of the dispatching agency.'),
    dispatchLevel: byEnum('DispatchLevel', DispatchLevel)('dispatchLevel', '派出层级 · Level of the dispatching agency.'),
    plannedFrom: byDay('plannedFrom', '计划起 · First day as planned.'),
    plannedTo: byDay('plannedTo', '计划止 · End of the term as planned.'),
    endReason: byEnum('PostingEndReason', PostingEnd)('endReason', '结束原因 · Why it ended.'),
    actualFrom: byDay('actualFrom', '到岗日 · Day of arrival.'),
    frontline: byYes('frontline', '一线岗位 · Front-line posts.'),
    onePlusOne: byYes('onePlusOne', '"1+1"模式 · Made under "1+1".'),
    stranded: byRule(
      `逾期未处理 · Active although its village or township ended more than ${GRACE_DAYS} days before the day asked for (invariant 33).`,
      (yes, { day }) => whereStranded(yes, day),
    ),
  },
  order: {
    PLANNED_FROM: { property: 'plannedFrom', description: '计划起 · By the first day as planned.' },
    PLANNED_TO: { property: 'plannedTo', description: '计划止 · By the end of the term as planned.' },
  },
  distinct: {
    persons: { property: 'person', description: '人数 · Different people, however many postings each has.' },
    places: { property: 'target', description: '去向数 · Different villages, townships and agencies.' },
  },
  groups: {
    kind: { property: 'kind', type: () => PostingKind, description: '类别 · Kind.' },
    state: { property: 'state', type: () => PostingState, description: '状态 · State.' },
    dispatchLevel: {
      property: 'dispatchLevel',
      type: () => DispatchLevel,
      description: '派出层级 · Level of the dispatching agency: the dispatch mix (measure M15).',
    },
    dispatchAgency: { property: 'dispatchAgency', type: () => Agency, show: (id: string) => ({ id }), description: '派出单位 · Agency.' },
    onePlusOne: { property: 'onePlusOne', type: () => Boolean, description: '"1+1"模式 · Whether made under "1+1".' },
    township: atTownship('division'),
    arrived: { property: 'actualFrom', type: () => DateScalar, day: true, description: '到岗日 · Day of arrival.' },
    village: atVillage('division'),
  },
  below: 'division',
});

/** Active postings whose village or township ended before the grace began, or all the others. */
function whereStranded(yes: boolean, day: Day): Where {
  const gone = raw('select division from territory group by division having max(valid_to) <= ?', [addDays(day, -GRACE_DAYS)]);
  const stranded = { state: PostingState.ACTIVE, targetType: { $ne: TargetType.AGENCY }, target: { $in: gone } };
  return yes ? stranded : { $not: stranded };
}

export const postingById = byKey(Posting);
export const postingReference = ({ id }: { id: string }, ctx: Ctx): Promise<Posting | null> => postingById(ctx, id);

@InputType({ description: '提名选派 · Proposes a posting.' })
class ProposePostingInput extends Intent {
  @Field(() => ID, { description: '人员 · Who is to go.' }) person!: string;
  @Field(() => PostingKind, { description: '类别 · Kind.' }) kind!: PostingKind;
  @Field(() => TargetType, { description: '去向类别 · What it leads to.' }) targetType!: TargetType;
  @Field(() => ID, { description: '去向 · Key of the village, township or agency.' }) target!: string;
  @Field(() => ID, { nullable: true, description: '工作队 · The resident team; required for its leader and members.' }) team?: string;
  @Field(() => ID, { description: '派出单位 · The dispatching agency.' }) dispatchAgency!: string;
  @Field(() => DispatchLevel, { description: '派出层级 · Its level.' }) dispatchLevel!: DispatchLevel;
  @Field(() => DateScalar, { description: '计划起 · First day.' }) plannedFrom!: Day;
  @Field(() => DateScalar, { description: '计划止 · First day after the term.' }) plannedTo!: Day;
  @Field(() => Boolean, { nullable: true, description: '一线岗位 · Of a posting to an agency: whether it is a front-line post.' })
  frontline?: boolean;
  @Field(() => Boolean, { defaultValue: false, description: '"1+1"模式 · Whether it is made under "1+1": a secondment or a rotation.' })
  onePlusOne!: boolean;
  @Field(() => String, { nullable: true, description: '拟任职务 · Post at the receiving end.' }) hostPost?: string;
  @Field(() => ID, { nullable: true, description: '原任职 · The post held from which a rotation leads; required for one.' })
  fromPost?: string;
  @Field(() => ID, { nullable: true, description: '后备干部条目 · Key of the entry in the reserve pool, of a posting under "1+1".' })
  reserveEntry?: string;
}

@InputType({ description: '批准选派 · Approves a proposed posting.' })
class ApprovePostingInput extends Move {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => String, {
    nullable: true,
    description: '文号 · The document, 天组发〔2018〕12号; refused with DOCUMENT_REQUIRED without it.',
  })
  document?: string;
}

@InputType({ description: '登记到岗 · Records that the posted person has arrived.' })
class RecordArrivalInput extends Move {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => DateScalar, { nullable: true, description: '到岗日 · Day of arrival; the day asked for unless given.' }) arrivedOn?: Day;
}

@InputType({ description: '延长选派 · Prolongs a term that still runs.' })
class ExtendPostingInput extends Move {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => DateScalar, { description: '新计划止 · The new end, later than the one planned so far.' }) plannedTo!: Day;
  @Field(() => String, { nullable: true, description: '文号 · The document; refused with DOCUMENT_REQUIRED without it.' })
  document?: string;
}

@InputType({ description: '期满结束 · Completes a posting whose term, village or township has ended.' })
class CompletePostingInput extends Move {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => Boolean, { description: '已交接 · Whether the work is handed over.' }) handedOver!: boolean;
}

@InputType({ description: '召回 · Ends a posting before its time.' })
class RecallPostingInput extends Move {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => PostingEnd, { description: '原因 · Why.' }) reason!: PostingEnd;
  @Field(() => ID, { nullable: true, description: '接替 · The posting that takes its place.' }) replacement?: string;
  @Field(() => String, { nullable: true, description: '免予接替说明 · Why nobody takes its place.' }) waiver?: string;
}

@InputType({ description: '取消选派 · Cancels an approved posting before arrival.' })
class CancelPostingInput extends Move {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
}

/** Refuses a target that doesn't exist on `day` or to which this kind of posting doesn't lead. */
export function requireTarget(ctx: Ctx, kind: PostingKind, type: TargetType, target: string, day: Day): void {
  if (!TARGETS[kind].includes(type))
    throw new Refusal('WRONG_TARGET', `${kind} leads to ${TARGETS[kind].join(' or ')}, not to ${type}`, { allowed: TARGETS[kind] });
  if (type === TargetType.AGENCY) return;
  if (!ctx.scope.covers(target)) throw new Refusal('NOT_FOUND', `no ${type.toLowerCase()} ${target} in your territory`);
  const found = ctx.territory.at(target, day);
  if (found?.kind !== type)
    throw new Refusal(
      'WRONG_TARGET',
      found ? `${target} is a ${found.kind}, not a ${type}` : `${type} ${target} doesn't exist on ${day}; post to one that does`,
    );
}

/** Refuses a team that isn't this village's on the day, and a leader or member without a team. */
export async function requireTeam({ em, day }: Ctx, input: Pick<ProposePostingInput, 'kind' | 'team' | 'target'>): Promise<void> {
  if (!input.team) {
    if (!TEAM_KINDS.includes(input.kind)) return;
    throw new Refusal('BAD_USER_INPUT', `${input.kind} belongs to a resident team: name it in team`);
  }
  const team = await em.findOne(ResidentTeam, { id: input.team });
  if (!team) throw new Refusal('NOT_FOUND', `no resident team ${input.team} in your territory as of ${day}`);
  if (team.village !== input.target)
    throw new Refusal('WRONG_TARGET', `team ${team.id} is resident in ${team.village}, not in ${input.target}`);
}

/** Refuses "1+1" of a posting that is neither half of it, and a rotation that doesn't lead from a post the person holds. */
async function requireOrigin({ em, day }: Ctx, { kind, person, fromPost, onePlusOne, reserveEntry }: ProposePostingInput): Promise<void> {
  const exchanged = kind === PostingKind.ROTATION || kind === PostingKind.SECONDMENT;
  if ((onePlusOne && !exchanged) || (reserveEntry && !onePlusOne))
    throw new Refusal('BAD_USER_INPUT', '"1+1" is a rotation or secondment, and only one made under it names an entry of the reserve pool');
  if (kind !== PostingKind.ROTATION && !fromPost) return;
  const held = fromPost ? await em.findOne(PostHolding, { id: fromPost, person }) : null;
  if (!held)
    throw new Refusal(
      fromPost ? 'NOT_FOUND' : 'BAD_USER_INPUT',
      `a rotation leads from a post that the person holds on ${day}: name it in fromPost`,
    );
}

/**
 * Refuses an arrival beside postings that exclude it, wherever they are: a person has one place in a village even when
 * the other one lies outside the caller's territory. Arrivals of one person, and officers of one township, wait for each
 * other; what one index can tell, the store refuses by itself.
 */
export async function requireRoom({ em }: Ctx, posting: Omit<Held, 'validFrom' | 'validTo'>, day: Day): Promise<void> {
  const everywhere = { asOf: false, scope: false };
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  await em.find(Person, { id: posting.person, validTo: FOREVER }, { lockMode, filters: everywhere });
  if (posting.kind === PostingKind.FULLTIME_POVERTY_OFFICER)
    await em.find(TerritoryRow, { division: posting.target, validTo: FOREVER }, { lockMode });
  const active = await em.find(
    Posting,
    {
      state: PostingState.ACTIVE,
      validTo: { $gt: day },
      $or: [
        { person: posting.person, kind: { $in: [...VILLAGE_KINDS] } },
        { target: posting.target, kind: posting.kind },
      ],
    },
    { filters: everywhere },
  );
  const { id, person, kind, target, team } = posting;
  const refusal = conflict({ id, person, kind, target, team, validFrom: day, validTo: FOREVER }, active);
  if (refusal) throw refusal;
}

@Resolver(() => Posting)
export class PostingResolver {
  @Query(() => postings.Connection, { description: '选派 · Postings of your territory, in every state.' })
  postings(@Context() ctx: Ctx, @Args(() => postings.Args) args: PageArgs): object {
    return postings.page(ctx, args);
  }
  @Query(() => Posting, { nullable: true, description: '选派 · The posting with this key.' })
  async posting(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Key.' }) id: string): Promise<Posting> {
    const found = await postingById(ctx, id);
    if (!found) throw new Refusal('NOT_FOUND', `no posting ${id} in your territory as of ${ctx.day}; postings { nodes { id } } lists them`);
    return found;
  }

  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who is posted.' })
  person(@Root() { person }: Posting, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village, when it leads to one.' })
  village(@Root() { target, targetType }: Posting): Village | null {
    return targetType === TargetType.VILLAGE ? { id: target } : null;
  }
  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township, when it leads to one.' })
  township(@Root() { target, targetType }: Posting): Township | null {
    return targetType === TargetType.TOWNSHIP ? { id: target } : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The receiving agency, when it leads to one.' })
  agency(@Root() { target, targetType }: Posting): Agency | null {
    return targetType === TargetType.AGENCY ? { id: target } : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '派出单位 · The dispatching agency.' })
  dispatchAgency(@Root() { dispatchAgency }: Posting): Agency {
    return { id: dispatchAgency };
  }
  @FieldResolver(() => Posting, { nullable: true, description: '接替 · The posting that took the place of a recalled one.' })
  replacement(@Root() { replacement }: Posting, @Context() ctx: Ctx): Promise<Posting | null> | null {
    return replacement ? postingById(ctx, replacement) : null;
  }
  @FieldResolver(() => PostHolding, { nullable: true, description: '原任职 · The post from which a rotation leads.' })
  fromPost(@Root() { fromPost }: Posting, @Context() ctx: Ctx): Promise<PostHolding | null> | null {
    return fromPost ? postReference(ctx, fromPost) : null;
  }
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      '去向终止日 · Day from which its village or township is no more, if that has come; what is active then is reassigned or ended.',
  })
  targetEndedOn(@Root() { target, targetType }: Posting, @Context() { territory, day }: Ctx): Day | null {
    const end = targetType === TargetType.AGENCY ? undefined : territory.lifeOf(target)?.to;
    return end !== undefined && end <= day ? end : null;
  }
  @FieldResolver(() => Boolean, {
    description: '任期不足 · Whether the planned term is shorter than the rules in force on its first day ask for: flagged, never refused.',
  })
  async shortTerm(@Root() { plannedFrom, plannedTo }: Posting, @Context() ctx: Ctx): Promise<boolean> {
    return plannedTo < addMonths(plannedFrom, (await rulesOn(ctx, plannedFrom)).minTermMonths);
  }
  @FieldResolver(() => [String], {
    description: '可行操作 · The moves that the state allows: approve, arrive, extend, reassign, complete, recall, cancel.',
  })
  moves(@Root() { state }: Posting): string[] {
    return allowed(state);
  }

  @Mutation(() => Posting, {
    description: '提名选派 · Proposes a posting. Refused with WRONG_TARGET unless the target exists on the day and is of the right kind.',
  })
  proposePosting(@Context() ctx: Ctx, @Arg('input', () => ProposePostingInput) input: ProposePostingInput): Promise<Posting> {
    const { idempotencyKey: _, ...given } = input;
    return create(ctx, Posting, input, 'posting.proposed', async ({ ctx: inside }) => {
      requireTarget(inside, given.kind, given.targetType, given.target, ctx.day);
      if (given.plannedFrom >= given.plannedTo)
        throw new Refusal('BAD_USER_INPUT', `a term ends after it begins; got ${given.plannedFrom} to ${given.plannedTo}`);
      const person = await inside.em.findOne(Person, { id: given.person });
      if (!person) throw new Refusal('NOT_FOUND', `no person ${given.person} in your territory as of ${ctx.day}`);
      if (person.homeAgency === given.target)
        throw new Refusal('OWN_AGENCY', 'a posting leads away from home: the target is the agency to which the person belongs');
      await requireTeam(inside, input);
      await requireOrigin(inside, input);
      return Object.assign(new Posting(), {
        ...given,
        id: newId('pst'),
        division: given.targetType === TargetType.AGENCY ? person.homeDivision : given.target,
        frontline: isFrontline(given.targetType, given.frontline),
        hostPost: given.hostPost === undefined ? null : said(given.hostPost, 'a post', 60),
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => Posting, { description: '批准选派 · Approves a posting by a document.' })
  approvePosting(@Context() ctx: Ctx, @Arg('input', () => ApprovePostingInput) input: ApprovePostingInput): Promise<Posting> {
    return change(ctx, Posting, input.posting, input, (posting) => posting.approve(input.document ?? ''));
  }

  @Mutation(() => Posting, {
    description:
      '登记到岗 · Makes an approved posting active. Refused with ALREADY_POSTED, POST_HELD or OFFICERS_COMPLETE when it has no room, with WRONG_TARGET when the division has ended.',
  })
  recordArrival(@Context() ctx: Ctx, @Arg('input', () => RecordArrivalInput) input: RecordArrivalInput): Promise<Posting> {
    const on = happened(ctx, input.arrivedOn);
    return change(
      ctx,
      Posting,
      input.posting,
      input,
      async (posting, { ctx: inside }) => {
        next('arrive', posting.state); // The state speaks first: an ended posting is refused as ended, not for want of room.
        requireTarget(inside, posting.kind, posting.targetType, posting.target, on);
        await requireRoom(inside, posting, on);
        return posting.arrive(on);
      },
      on,
    );
  }

  @Mutation(() => Posting, { description: '延长选派 · Prolongs an active posting by a document, before its planned end.' })
  extendPosting(@Context() ctx: Ctx, @Arg('input', () => ExtendPostingInput) input: ExtendPostingInput): Promise<Posting> {
    return change(ctx, Posting, input.posting, input, (posting) => posting.extend(input.plannedTo, input.document ?? '', ctx.day));
  }

  @Mutation(() => Posting, {
    description: '期满结束 · Completes a posting as of the day asked for: its term is over, or its village or township has ended.',
  })
  completePosting(@Context() ctx: Ctx, @Arg('input', () => CompletePostingInput) input: CompletePostingInput): Promise<Posting> {
    const on = happened(ctx);
    return change(ctx, Posting, input.posting, input, (posting) => {
      const abolished = posting.targetType !== TargetType.AGENCY && !ctx.territory.at(posting.target, on);
      return posting.complete(on, input.handedOver, abolished);
    });
  }

  @Mutation(() => Posting, {
    description: '召回 · Ends a posting as of the day asked for. Refused with REPLACEMENT_REQUIRED without a replacement or a waiver.',
  })
  recallPosting(@Context() ctx: Ctx, @Arg('input', () => RecallPostingInput) input: RecallPostingInput): Promise<Posting> {
    const on = happened(ctx);
    return change(ctx, Posting, input.posting, input, async (posting, { ctx: inside }) => {
      const successor = input.replacement ? await inside.em.findOne(Posting, { id: input.replacement }) : null;
      if (input.replacement && !successor) throw new Refusal('NOT_FOUND', `no posting ${input.replacement} in your territory as of ${on}`);
      return posting.recall(on, input.reason, successor, input.waiver ?? null);
    });
  }

  @Mutation(() => Posting, { description: '取消选派 · Cancels an approved posting before arrival.' })
  cancelPosting(@Context() ctx: Ctx, @Arg('input', () => CancelPostingInput) input: CancelPostingInput): Promise<Posting> {
    return change(ctx, Posting, input.posting, input, (posting) => posting.cancel());
  }
}
