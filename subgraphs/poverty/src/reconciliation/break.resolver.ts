import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { atTownship, County, Township, Village } from '../divisions/division.entity.ts';
import { ReconciliationBreak } from './break.entity.ts';
import { ageOf, BreakState, Check, INVARIANT, whereResolved, whereUnresolved } from './break.rules.ts';

export const breaks = list({
  name: 'ReconciliationBreak',
  entity: ReconciliationBreak,
  filter: {
    check: byEnum('ReconciliationCheck', Check)('check', '比对规则 · Check.'),
    state: byEnum('ReconciliationState', BreakState)('state', '状态 · State.'),
    unresolved: byRule('未消除 · Found or acknowledged (M99).', (yes) => (yes ? whereUnresolved() : whereResolved())),
    owner: byText('owner', '责任职责 · Duty that answers for it.'),
    division: byId('division', '区划 · Key of the division in which it lies.'),
    foundOn: byDay('foundOn', '发现日 · Day on which it was found.'),
  },
  order: { FOUND_ON: { property: 'foundOn', description: '发现日 · By day of finding: oldest first unless you say otherwise.' } },
  groups: {
    check: { property: 'check', type: () => Check, description: '比对规则 · Check.' },
    state: { property: 'state', type: () => BreakState, description: '状态 · State.' },
    owner: { property: 'owner', type: () => String, description: '责任职责 · Duty that answers for it: breaks open per owner (M99).' },
    foundOn: { property: 'foundOn', type: () => DateScalar, day: true, description: '发现日 · Day on which it was found.' },
    township: atTownship('division'),
  },
  below: 'division',
});

export const breakById = byKey(ReconciliationBreak);

@InputType({ description: '差异办理 · The break that moves on.' })
class MoveBreakInput extends Move {
  @Field(() => ID, { description: '差异 · The break.' }) break!: string;
}
@InputType({ description: '认领差异 · The break that is taken up.' })
class AcknowledgeBreakInput extends MoveBreakInput {
  @Field(() => String, { nullable: true, description: '说明 · What will be done about it.' }) note?: string;
}
@InputType({ description: '说明差异 · The break, and why it may stand.' })
class ExplainBreakInput extends MoveBreakInput {
  @Field(() => String, { description: '说明 · Why the records may differ.' }) note!: string;
}

/** A break is moved on by the duty that answers for it. */
function requireOwner({ caller }: Ctx, { owner }: ReconciliationBreak): void {
  if (caller.role !== owner)
    throw new Refusal('FORBIDDEN', `this break is ${owner}'s to answer for; you act as ${caller.role}`, { rule: 'MOVE', roles: [owner] });
}

@Resolver(() => ReconciliationBreak)
export class ReconciliationResolver {
  @Query(() => breaks.Connection, {
    description:
      '数据比对差异 · The reconciliation board: where the stores disagree, in your territory (M99 counts the unresolved per owner).',
  })
  reconciliationBreaks(@Context() ctx: Ctx, @Args(() => breaks.Args) args: PageArgs): object {
    return breaks.page(ctx, args);
  }
  @FieldResolver(() => Int, { description: '挂账天数 · Full days since it was found, until it was resolved.' })
  ageDays(@Root() b: ReconciliationBreak, @Context() { day }: Ctx): number {
    return ageOf(b, day);
  }
  @FieldResolver(() => Int, { description: '不变式编号 · Number of the invariant that the check keeps, 28 to 33.' })
  invariant(@Root() { check }: ReconciliationBreak): number {
    return INVARIANT[check];
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village in which it lies, if it lies in one.' })
  village(@Root() { division }: ReconciliationBreak): Village | null {
    return division.startsWith('vil_') ? { id: division } : null;
  }

  @Mutation(() => ReconciliationBreak, { description: '认领差异 · FOUND → ACKNOWLEDGED, by the duty that answers for it.' })
  acknowledgeBreak(
    @Context() ctx: Ctx,
    @Arg('input', () => AcknowledgeBreakInput) input: AcknowledgeBreakInput,
  ): Promise<ReconciliationBreak> {
    return change(ctx, ReconciliationBreak, input.break, input, (b) => {
      requireOwner(ctx, b);
      return b.acknowledge(ctx.caller.id, ctx.day, input.note);
    });
  }
  @Mutation(() => ReconciliationBreak, {
    description: '说明差异 · FOUND or ACKNOWLEDGED → RESOLVED with a reason; it comes up again only after the data have agreed.',
  })
  explainBreak(@Context() ctx: Ctx, @Arg('input', () => ExplainBreakInput) input: ExplainBreakInput): Promise<ReconciliationBreak> {
    return change(ctx, ReconciliationBreak, input.break, input, (b) => {
      requireOwner(ctx, b);
      return b.explain(ctx.day, input.note);
    });
  }
}

const BELOW = { nullable: true, description: '数据比对差异 · Disagreements of the stores about what lies in it on the day asked for.' };

@Resolver(() => County)
export class CountyBreaks {
  @FieldResolver(() => breaks.Connection, BELOW)
  reconciliationBreaks(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => breaks.Args) args: PageArgs): object {
    return breaks.pageBelow(ctx, id, args);
  }
}
@Resolver(() => Township)
export class TownshipBreaks {
  @FieldResolver(() => breaks.Connection, BELOW)
  reconciliationBreaks(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => breaks.Args) args: PageArgs): object {
    return breaks.pageBelow(ctx, id, args);
  }
}
@Resolver(() => Village)
export class VillageBreaks {
  @FieldResolver(() => breaks.Connection, { nullable: true, description: '数据比对差异 · Disagreements of the stores about this village.' })
  reconciliationBreaks(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => breaks.Args) args: PageArgs): object {
    return breaks.pageOf(ctx, 'division', id, args);
  }
}
