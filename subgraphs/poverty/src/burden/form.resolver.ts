import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { addMonths, type Day } from '#platform/day';
import { byDay, byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { FormItem, FormRequest } from './form.entity.ts';
import { FormFrequency, FormState, itemKey, MOST_ITEMS, REPEAT_MONTHS } from './form.rules.ts';

export const forms = list({
  name: 'FormRequest',
  entity: FormRequest,
  filter: {
    agency: byId('agency', '要求单位 · Key of the agency that asks.'),
    division: byId('division', '填报范围 · Key of the division asked.'),
    state: byEnum('FormState', FormState)('state', '状态 · State.'),
    frequency: byEnum('FormFrequency', FormFrequency)('frequency', '频次 · How often.'),
    title: byText('title', '名称 · Title.'),
    requestedOn: byDay('requestedOn', '下发日 · Day on which it was asked for.'),
  },
  order: { REQUESTED_ON: { property: 'requestedOn', description: '下发日 · By day; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'REQUESTED_ON', direction: Direction.DESC },
  groups: {
    agency: { property: 'agency', type: () => Agency, show: (id: string) => ({ id }), description: '要求单位 · Agency that asks.' },
    frequency: { property: 'frequency', type: () => FormFrequency, description: '频次 · How often.' },
    state: { property: 'state', type: () => FormState, description: '状态 · State.' },
    requestedOn: { property: 'requestedOn', type: () => DateScalar, day: true, description: '下发日 · Day on which it was asked for.' },
    township: atTownship('division'),
  },
});

export const formById = byKey(FormRequest);

const itemsOf = batched<string, FormItem[]>(async (ids, { em }) => {
  const rows = await em.find(FormItem, { request: { $in: [...ids] } }, { orderBy: { row: 'asc' } });
  const byRequest = Map.groupBy(rows, (i) => i.request);
  return (id) => byRequest.get(id) ?? [];
});

/** Earlier requests for the same items, of the same place or one that holds it or lies in it, within the months of the rule. */
const repeatsOf = batched<string, FormDuplicate[]>(async (ids, ctx) => {
  const { em, day } = ctx;
  const own = await em.find(FormItem, { request: { $in: [...ids] } }, { orderBy: { row: 'asc' } });
  const same = await em.find(
    FormItem,
    { key: { $in: [...new Set(own.map((i) => i.key))] } },
    { orderBy: { validFrom: 'asc', row: 'asc' } },
  );
  const requests = await em.find(FormRequest, { id: { $in: [...new Set(same.map((i) => i.request))] } });
  const byId = new Map(requests.map((r) => [r.id, r]));
  const holds = (a: string, b: string) => ctx.territory.under(a, day).includes(b);
  const asked = Map.groupBy(same, (i) => i.key);
  const mine = Map.groupBy(own, (i) => i.request);
  const repeats = (item: FormItem) =>
    (asked.get(item.key) ?? [])
      .filter(
        (e) => e.request !== item.request && e.validFrom <= item.validFrom && addMonths(item.validFrom, -REPEAT_MONTHS) <= e.validFrom,
      )
      .filter((e) => e.validFrom < item.validFrom || e.request < item.request)
      .filter((e) => holds(e.division, item.division) || holds(item.division, e.division))
      .flatMap((e) => {
        const request = byId.get(e.request);
        return request && request.state !== FormState.WITHDRAWN ? [{ item: item.name, request }] : [];
      });
  return (id) => (mine.get(id) ?? []).flatMap(repeats);
});

@ObjectType({ description: '重复采集 · An item that was asked for already, and by which request.' })
export class FormDuplicate {
  @Field(() => String, { description: '填报项 · The item.' }) item!: string;
  @Field(() => FormRequest, { description: '此前要求 · The earlier request, from which it can be had.' }) request!: FormRequest;
}

@InputType({ description: '下发报表 · What is asked of whom, and what for.' })
class RequestFormInput extends Intent {
  @Field(() => ID, { description: '要求单位 · The agency that asks.' }) agency!: string;
  @Field(() => ID, { description: '填报范围 · Key of the county, township or village whose villages fill it in.' }) division!: string;
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => String, { description: '用途 · What the data are for, up to 300 characters.' }) purpose!: string;
  @Field(() => [String], { description: `填报项 · What is asked for, 1 to ${MOST_ITEMS} items.` }) items!: string[];
  @Field(() => FormFrequency, { defaultValue: FormFrequency.ONCE, description: '频次 · How often.' }) frequency!: FormFrequency;
  @Field(() => DateScalar, { description: '截止日 · Last day on which it is due.' }) dueOn!: Day;
  @Field(() => DocNo, { nullable: true, description: '依据文号 · Document on which it rests.' }) document?: string;
}

@InputType({ description: '报表收齐 · The request that is collected.' })
class CloseFormInput extends Move {
  @Field(() => ID, { description: '报表 · The request.' }) form!: string;
}
@InputType({ description: '撤回报表 · The request that is withdrawn, and why.' })
class WithdrawFormInput extends Move {
  @Field(() => ID, { description: '报表 · The request.' }) form!: string;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@Resolver(() => FormRequest)
export class FormResolver {
  @Query(() => forms.Connection, { description: '报表要求 · Requests for data in your territory, and of what lies above it.' })
  formRequests(@Context() ctx: Ctx, @Args(() => forms.Args) args: PageArgs): object {
    return forms.page(ctx, args);
  }
  @FieldResolver(() => Agency, { nullable: true, description: '要求单位 · The agency that asks.' })
  agency(@Root() { agency }: FormRequest): Agency {
    return { id: agency };
  }
  @FieldResolver(() => [FormItem], { description: '填报项 · What is asked for.' })
  items(@Root() { id }: FormRequest, @Context() ctx: Ctx): Promise<FormItem[]> {
    return itemsOf(ctx, id);
  }
  @FieldResolver(() => [FormDuplicate], {
    description: `重复采集 · Items that were asked of the same villages within ${REPEAT_MONTHS} months before (一数一源, collect once).`,
  })
  duplicates(@Root() { id }: FormRequest, @Context() ctx: Ctx): Promise<FormDuplicate[]> {
    return repeatsOf(ctx, id);
  }

  @Mutation(() => FormRequest, {
    description: '下发报表 · Asks villages for data; what was asked already is flagged in duplicates, so that it can be had from there.',
  })
  requestForm(@Context() ctx: Ctx, @Arg('input', () => RequestFormInput) input: RequestFormInput): Promise<FormRequest> {
    return once(ctx, FormRequest, input, async (work) => {
      const { agency, division, frequency, dueOn, document = null } = input;
      if (!ctx.territory.at(division, ctx.day) || !ctx.scope.covers(division))
        throw new Refusal('NOT_FOUND', `no division ${division} in your territory as of ${ctx.day}`);
      if (dueOn < ctx.day) throw new Refusal('BAD_USER_INPUT', `a form is due on ${ctx.day} or later, not on ${dueOn}`);
      await requireAgency(work.ctx, agency);
      const names = [...new Map(input.items.map((i) => said(i, 'item', 60)).map((name) => [itemKey(name), name])).values()];
      if (names.length === 0 || names.length > MOST_ITEMS)
        throw new Refusal('BAD_USER_INPUT', `a form asks for 1 to ${MOST_ITEMS} items; this one for ${names.length}`);
      const request = work.create(
        Object.assign(new FormRequest(), {
          id: newId('frq'),
          division,
          agency,
          title: said(input.title, 'title', 100),
          purpose: said(input.purpose, 'purpose', 300),
          document,
          frequency,
          requestedOn: ctx.day,
          dueOn,
          validFrom: ctx.day,
        }),
        'formRequest.sent',
      );
      for (const name of names)
        work.create(
          Object.assign(new FormItem(), { id: newId('fit'), request: request.id, division, name, key: itemKey(name), validFrom: ctx.day }),
          'formItem.asked',
        );
      return request;
    });
  }
  @Mutation(() => FormRequest, { description: '报表收齐 · REQUESTED → COLLECTED.' })
  closeForm(@Context() ctx: Ctx, @Arg('input', () => CloseFormInput) input: CloseFormInput): Promise<FormRequest> {
    return change(ctx, FormRequest, input.form, input, (form) => form.close(ctx.day));
  }
  @Mutation(() => FormRequest, { description: '撤回报表 · REQUESTED → WITHDRAWN, with the reason.' })
  withdrawForm(@Context() ctx: Ctx, @Arg('input', () => WithdrawFormInput) input: WithdrawFormInput): Promise<FormRequest> {
    return change(ctx, FormRequest, input.form, input, (form) => form.withdraw(ctx.day, input.reason));
  }
}
