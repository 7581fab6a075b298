import { Arg, Args, Ctx as Context, Field, ID, InputType, Int, Mutation, Query, Resolver } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { ActionKind, ActionState, soundProcedure } from './action.rules.ts';
import { ActionProcedure, AgeRule } from './procedure.entity.ts';

export const procedures = list({
  name: 'ActionProcedure',
  entity: ActionProcedure,
  filter: {
    kind: byEnum('PersonnelActionKind', ActionKind)('kind', '类别 · Kind of action.'),
    division: byId('division', '范围 · Key of the county.'),
  },
  order: { KIND: { property: 'kind', description: '类别 · By kind.' } },
});

const procedureById = byKey(ActionProcedure);
export const procedureReference = ({ id }: { id: string }, ctx: Ctx): Promise<ActionProcedure | null> => procedureById(ctx, id);

/** The procedures under which actions were proposed, in force or not since: one statement for a page of actions. */
export const proceduresUsed = batched<string, ActionProcedure | null>(async (ids, { em }) => {
  const rows = await em.find(ActionProcedure, { id: { $in: [...ids] } }, { filters: { asOf: false }, orderBy: { validFrom: 'asc' } });
  const latest = new Map(rows.map((p) => [p.id, p]));
  return (id) => latest.get(id) ?? null;
});

@InputType({ description: '规定办理程序 · Adopts the procedure of a kind of action from the day asked for.' })
class AdoptActionProcedureInput extends Intent {
  @Field(() => ID, { description: '范围 · Key of the county.' }) division!: string;
  @Field(() => ActionKind, { description: '类别 · Kind of action.' }) kind!: ActionKind;
  @Field(() => [ActionState], { description: '环节 · Stages, in order, from PROPOSED.' }) stages!: ActionState[];
  @Field(() => Int, { defaultValue: 0, description: '公示工作日 · At least five with a notice, 0 without.' }) noticeWorkingDays!: number;
  @Field(() => Int, { defaultValue: 0, description: '试用期月数 · 0 without a probation.' }) probationMonths!: number;
  @Field(() => Boolean, { defaultValue: false, description: '须附依据 · Whether figures must be cited.' }) evidenceRequired!: boolean;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '规定年轻干部年龄 · Sets up to which age a cadre counts as young, from the day asked for.' })
class SetAgeRuleInput extends Intent {
  @Field(() => ID, { description: '范围 · Key of the county.' }) division!: string;
  @Field(() => Int, { description: '不超过（周岁） · Full years, 25 to 50.' }) most!: number;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

function requireCounty(ctx: Ctx, division: string): void {
  if (!ctx.scope.covers(division) || ctx.territory.at(division, ctx.day)?.kind !== 'COUNTY')
    throw new Refusal('NOT_FOUND', `no county ${division} in your territory`);
}

/** What is in force ends before what follows it begins; nothing is put before it. */
function requireLater(held: { validFrom: string } | undefined, { day }: Ctx): void {
  if (held && held.validFrom >= day)
    throw new Refusal('CONFLICT', `one is in force since ${held.validFrom}; the next holds from a later day`, {
      validFrom: held.validFrom,
    });
}

@Resolver(() => ActionProcedure)
export class ProcedureResolver {
  @Query(() => procedures.Connection, { description: '办理程序 · Procedures in force on the day asked for.' })
  actionProcedures(@Context() ctx: Ctx, @Args(() => procedures.Args) args: PageArgs): object {
    return procedures.page(ctx, args);
  }
  @Query(() => AgeRule, {
    nullable: true,
    description: '年轻干部年龄规则 · The rule in force on the day asked for; null when there is none.',
  })
  ageRule(@Context() ctx: Ctx): Promise<AgeRule | null> {
    requireRead(ctx, 'AgeRule');
    return ctx.em.findOne(AgeRule, {}, { orderBy: { validFrom: 'desc' } });
  }

  @Mutation(() => ActionProcedure, {
    description:
      '规定办理程序 · Actions proposed before stay under the procedure of their day. Refused with CONFLICT when a later one is in force.',
  })
  adoptActionProcedure(
    @Context() ctx: Ctx,
    @Arg('input', () => AdoptActionProcedureInput) input: AdoptActionProcedureInput,
  ): Promise<ActionProcedure> {
    return once(ctx, ActionProcedure, input, async ({ create, changeAll, ctx: { em } }) => {
      requireCounty(ctx, input.division);
      const { division, kind, document } = input;
      const sound = soundProcedure(input);
      const [held] = await em.find(ActionProcedure, { division, kind, validTo: FOREVER }, { filters: { asOf: false } });
      requireLater(held, ctx);
      await changeAll(ActionProcedure, { division, kind }, (p) => p.supersede(ctx.day));
      await em.flush(); // the one ends before the other begins
      return create(
        Object.assign(new ActionProcedure(), { ...sound, division, kind, document, id: newId('prc'), validFrom: ctx.day }),
        'procedure.adopted',
      );
    });
  }

  @Mutation(() => AgeRule, { description: '规定年轻干部年龄 · Decisions taken before are judged by the rule of their day.' })
  setAgeRule(@Context() ctx: Ctx, @Arg('input', () => SetAgeRuleInput) input: SetAgeRuleInput): Promise<AgeRule> {
    return once(ctx, AgeRule, input, async ({ create, changeAll, ctx: { em } }) => {
      requireCounty(ctx, input.division);
      const { division, most, document } = input;
      if (most < 25 || most > 50) throw new Refusal('BAD_USER_INPUT', `young is up to 25 to 50 full years; got ${most}`);
      const [held] = await em.find(AgeRule, { division, validTo: FOREVER }, { filters: { asOf: false } });
      requireLater(held, ctx);
      await changeAll(AgeRule, { division }, (r) => r.supersede(ctx.day));
      await em.flush();
      return create(Object.assign(new AgeRule(), { division, most, document, id: newId('agr'), validFrom: ctx.day }), 'ageRule.set');
    });
  }
}
