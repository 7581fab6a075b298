import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Classified } from '#platform/access';
import { batched, byKey } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byRule } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { requireOrganization, requirePerson } from '../facts/fact.reads.ts';
import { Finding } from '../findings/finding.entity.ts';
import { FindingState } from '../findings/finding.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { ACCOUNTABILITY, AccountabilityAction, AccountabilityBasis } from './action.entity.ts';
import {
  ActionKind,
  ActionLevel,
  ActionReason,
  ActionState,
  ActionSubject,
  fits,
  MOST_BASES,
  mayTake,
  NOTE_LENGTH,
  takersOf,
  whereRevoked,
  whereStanding,
} from './action.rules.ts';

export const actions = list({
  name: 'AccountabilityAction',
  entity: AccountabilityAction,
  filter: {
    subjectType: byEnum('AccountabilitySubject', ActionSubject)('subjectType', '追责对象类别 · Person, agency or organization.'),
    kind: byEnum('AccountabilityKind', ActionKind)('kind', '追责方式 · Kind.'),
    reason: byEnum('AccountabilityReason', ActionReason)('reason', '追责事由 · Why.'),
    level: byEnum('AccountabilityLevel', ActionLevel)('level', '对象层级 · Where the subject stands.'),
    state: byEnum('AccountabilityState', ActionState)('state', '状态 · State.'),
    on: byDay('on', '决定日 · Day on which it was taken.'),
    standing: {
      ...byRule('有效 · Not revoked by the day asked for (net of revocations, M70).', (yes) => (yes ? whereStanding() : whereRevoked())),
      property: 'state',
    },
    subject: byId('subject', '追责对象 · Key of the subject; SENSITIVE.'),
  },
  order: { ON: { property: 'on', description: '决定日 · By day; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'ON', direction: Direction.DESC },
  distinct: { subjects: { property: 'subject', description: '对象数 · Different subjects, each once however many actions (M70).' } },
  groups: {
    subjectType: { property: 'subjectType', type: () => ActionSubject, description: '追责对象类别 · Person, agency or organization.' },
    kind: { property: 'kind', type: () => ActionKind, description: '追责方式 · Kind.' },
    reason: { property: 'reason', type: () => ActionReason, description: '追责事由 · Why.' },
    level: { property: 'level', type: () => ActionLevel, description: '对象层级 · Where the subject stands.' },
    state: { property: 'state', type: () => ActionState, description: '状态 · State.' },
    on: { property: 'on', type: () => DateScalar, day: true, description: '决定日 · Day on which it was taken.' },
    township: atTownship('division'),
  },
  outcome: { person: 'person' },
  below: 'division',
});

export const actionById = byKey(AccountabilityAction);

/** Findings on which actions rest, as they stand on the day asked for. */
const basesOf = batched<string, Finding[]>(async (ids, { em }) => {
  const bases = await em.find(AccountabilityBasis, { action: { $in: [...ids] } }, { orderBy: { row: 'asc' } });
  const findings = await em.find(Finding, { id: { $in: [...new Set(bases.map((b) => b.finding))] } });
  const byId = new Map(findings.map((f) => [f.id, f]));
  const byAction = Map.groupBy(bases, (b) => b.action);
  return (id) => (byAction.get(id) ?? []).flatMap((b) => byId.get(b.finding) ?? []);
});

@InputType({ description: '追责问责 · An action against one subject, with the findings or the document on which it rests.' })
class RecordAccountabilityInput extends Intent {
  @Field(() => ID, { nullable: true, description: '个人 · The person; one of the three subjects is named.' }) person?: string;
  @Field(() => ID, { nullable: true, description: '单位 · The agency.' }) agency?: string;
  @Field(() => ID, { nullable: true, description: '党组织 · The Party organization.' }) organization?: string;
  @Field(() => ActionKind, { description: '追责方式 · Kind.' }) kind!: ActionKind;
  @Field(() => ActionReason, { description: '追责事由 · Why.' }) reason!: ActionReason;
  @Field(() => DateScalar, {
    nullable: true,
    description: '决定日 · Day on which it was taken; the day asked for unless given, never later.',
  })
  on?: Day;
  @Field(() => DocNo, { nullable: true, description: '文号 · Document of the decision; 纪律处分 always has one.' }) document?: string;
  @Field(() => [ID], { nullable: true, description: `依据问题 · Findings on which it rests, at most ${MOST_BASES}.` }) basis?: string[];
  @Field(() => String, { nullable: true, description: `说明 · Note, up to ${NOTE_LENGTH} characters; none with 纪律处分.` }) note?: string;
}

/** The subject that is named, where it belongs and at which level, on the day of the action. */
interface Subject {
  readonly subjectType: ActionSubject;
  readonly subject: string;
  readonly division: string;
}

@Resolver(() => AccountabilityAction)
export class AccountabilityResolver {
  @Query(() => actions.Connection, {
    description:
      '追责问责 · Actions of accountability in your territory (M70). Who has no duty in the cases is told counts, of enough persons, and no rows.',
  })
  accountabilityActions(@Context() ctx: Ctx, @Args(() => actions.Args) args: PageArgs): object {
    return actions.page(ctx, args);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: '个人 · The person; null unless you see SENSITIVE data, which takes a purpose.',
  })
  @Classified('SENSITIVE', { ...ACCOUNTABILITY, property: 'person' })
  person(@Root() { person }: AccountabilityAction): Person | null {
    return person ? { id: person } : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The agency, if it is one.' })
  agency(@Root() a: AccountabilityAction): Agency | null {
    return a.subjectType === ActionSubject.AGENCY ? { id: a.subject } : null;
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · The Party organization, if it is one.' })
  organization(@Root() a: AccountabilityAction): PartyOrganization | null {
    return a.subjectType === ActionSubject.ORGANIZATION ? { id: a.subject } : null;
  }
  @FieldResolver(() => [Finding], { description: '依据问题 · Findings on which it rests, as far as they lie in your territory.' })
  basis(@Root() { id }: AccountabilityAction, @Context() ctx: Ctx): Promise<Finding[]> {
    return basesOf(ctx, id);
  }

  @Mutation(() => AccountabilityAction, {
    description:
      '登记追责问责 · Records an action. Refused with BASIS_REQUIRED when it rests on nothing, with ACTION_RECORDED the second time.',
  })
  recordAccountability(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordAccountabilityInput) input: RecordAccountabilityInput,
  ): Promise<AccountabilityAction> {
    return once(ctx, AccountabilityAction, input, async (work) => {
      const { kind, reason, document = null, on = ctx.day } = input;
      if (!mayTake(ctx.caller.role, kind))
        throw new Refusal('FORBIDDEN', `${kind} is taken by ${takersOf(kind).join(' or ')}; you act as ${ctx.caller.role}`, {
          rule: 'MOVE',
          roles: takersOf(kind),
        });
      if (on > ctx.day) throw new Refusal('BAD_USER_INPUT', `an action is recorded when it was taken; ${on} lies after ${ctx.day}`);
      const named = await subjectOf(work.ctx, input, on);
      const basis = await foundedOn(work.ctx, [...new Set(input.basis ?? [])], on);
      requireBasis(input, named.subjectType, basis.length);
      const action = work.create(
        Object.assign(new AccountabilityAction(), {
          id: newId('act'),
          ...named,
          person: named.subjectType === ActionSubject.PERSON ? named.subject : null,
          level: levelOf(ctx, named.division, on),
          kind,
          reason,
          on,
          document,
          note: input.note === undefined ? null : said(input.note, 'note', NOTE_LENGTH),
          validFrom: on,
        }),
        'accountability.recorded',
      );
      for (const finding of basis)
        work.create(
          Object.assign(new AccountabilityBasis(), {
            id: newId('acb'),
            action: action.id,
            finding,
            division: action.division,
            validFrom: on,
          }),
          'accountabilityBasis.named',
        );
      return action;
    });
  }
}

async function subjectOf(ctx: Ctx, { person, agency, organization }: RecordAccountabilityInput, on: Day): Promise<Subject> {
  const named = [person, agency, organization].filter((key) => key != null);
  if (named.length !== 1)
    throw new Refusal('BAD_USER_INPUT', 'an action is taken against one subject: name its person, agency or organization');
  const county = ctx.territory.named(ctx.territory.roots[0] ?? '') ?? '';
  const at = (subjectType: ActionSubject, subject: string, division: string | null | undefined): Subject => {
    const place = division ?? county;
    if (!ctx.scope.covers(place))
      throw new Refusal('NOT_FOUND', `no ${subjectType.toLowerCase()} ${subject} in your territory as of ${on}`);
    return { subjectType, subject, division: place };
  };
  if (person) return at(ActionSubject.PERSON, person, (await requirePerson(ctx, person, on)).home);
  if (organization) return at(ActionSubject.ORGANIZATION, organization, (await requireOrganization(ctx, organization, on)).division);
  const { division } = await requireAgency(ctx, agency as string);
  if (division && !ctx.territory.at(division, on))
    throw new Refusal('NOT_FOUND', `agency ${agency} works for ${division}, which is not there on ${on}; name its successor`);
  return at(ActionSubject.AGENCY, agency as string, division);
}

/** Findings that stand and were made by then, in the caller's territory. */
async function foundedOn(ctx: Ctx, ids: readonly string[], on: Day): Promise<readonly string[]> {
  if (ids.length > MOST_BASES)
    throw new Refusal('LIMIT_EXCEEDED', `an action rests on at most ${MOST_BASES} findings; ${ids.length} were named`, { max: MOST_BASES });
  const known = await ctx.em.find(Finding, { id: { $in: [...ids] }, foundOn: { $lte: on }, state: { $ne: FindingState.DISMISSED } });
  const missing = ids.find((id) => !known.some((f) => f.id === id));
  if (missing) throw new Refusal('NOT_FOUND', `no finding ${missing} in your territory that was made by ${on} and stands`);
  return ids;
}

function requireBasis({ kind, document, note }: RecordAccountabilityInput, subjectType: ActionSubject, bases: number): void {
  if (!fits(kind, subjectType)) throw new Refusal('BAD_USER_INPUT', `${kind} is taken against a person, not against an ${subjectType}`);
  if (bases === 0 && !document)
    throw new Refusal('BASIS_REQUIRED', 'an action rests on findings or on a document: name basis, or document, or both');
  if (kind !== ActionKind.DISCIPLINARY) return;
  if (!document) throw new Refusal('DOCUMENT_REQUIRED', 'disciplinary action is held by reference: give the number of its document');
  if (note !== undefined) throw new Refusal('BAD_USER_INPUT', 'disciplinary action is held by reference alone: leave note out');
}

const levelOf = ({ territory }: Ctx, division: string, on: Day): ActionLevel => {
  const kind = territory.at(division, on)?.kind;
  return kind === 'COUNTY' || kind === undefined ? ActionLevel.COUNTY : kind === 'TOWNSHIP' ? ActionLevel.TOWNSHIP : ActionLevel.VILLAGE;
};
