import { Arg, Ctx as Context, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { create, Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import { addMonths, type Day, dayOf } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { DateScalar, DivisionCode } from '#platform/scalars';
import { said } from '#platform/words';
import { DivisionChange, DivisionChangeParty } from './change.entity.ts';
import { readRegister } from './change.reads.ts';
import { DivisionKind } from './division.rules.ts';
import { effectOf } from './effect.rules.ts';
import {
  type Newborn,
  type Part,
  type Plan,
  planAbolish,
  planEstablish,
  planMerge,
  planRecode,
  planRename,
  planSplit,
  planTownshipMerge,
  planTransfer,
  type Register,
} from './plan.rules.ts';

/** What every draft says. */
@InputType()
abstract class DraftInput extends Intent {
  @Field(() => DateScalar, { description: '生效日 · The day as of which the register is to follow.' }) effectiveOn!: Day;
  @Field(() => String, { nullable: true, description: '原因 · Why, up to 500 characters.' }) reason?: string;
}

@InputType({ description: '新设区划 · A division that is to begin.' })
class NewDivisionInput {
  @Field(() => DivisionKind, { description: '类别 · TOWNSHIP, VILLAGE or COMMUNITY.' }) kind!: DivisionKind;
  @Field(() => String, {
    description: '名称 · Name, up to 40 characters; 村委会 or 居委会 is added to the printed name unless it is given.',
  })
  name!: string;
  @Field(() => ID, { description: '上级 · Key of the township (or county) in which it lies.' }) parent!: string;
  @Field(() => DivisionCode, {
    nullable: true,
    description: '代码 · Its code; the next one that was never given unless you say one (GB/T 10114: 村委会 200–399, 居委会 001–199).',
  })
  code?: string;
}

@InputType({ description: '起草设立 · Drafts that a division begins.' })
class EstablishDivisionInput extends DraftInput {
  @Field(() => NewDivisionInput, { description: '新设区划 · What begins.' }) division!: NewDivisionInput;
}
@InputType({ description: '起草合并村 · Drafts that villages become one.' })
class MergeVillagesInput extends DraftInput {
  @Field(() => [ID], { description: '撤销村 · The villages that end.' }) from!: string[];
  @Field(() => ID, { nullable: true, description: '并入村 · The village that takes them in; or say `establish`.' }) into?: string;
  @Field(() => NewDivisionInput, { nullable: true, description: '合并新设 · The new village that they become; or say `into`.' })
  establish?: NewDivisionInput;
}
@InputType({ description: '起草合并乡镇 · Drafts that townships become one; all that lies in them takes codes of the one.' })
class MergeTownshipsInput extends DraftInput {
  @Field(() => [ID], { description: '撤销乡镇 · The townships that end.' }) from!: string[];
  @Field(() => ID, { description: '并入乡镇 · The township that takes them in.' }) into!: string;
}
@InputType({ description: '承继份额 · What a village takes over.' })
export class ShareInput {
  @Field(() => ID, { description: '承继村 · Key of the village.' }) village!: string;
  @Field(() => Int, { description: '人口份额 · Of the population, in parts of ten thousand.' }) population!: number;
  @Field(() => Int, { description: '资产份额 · Of the assets, in parts of ten thousand.' }) assets!: number;
}
@InputType({ description: '起草撤销村 · Drafts that a village ends.' })
class AbolishVillageInput extends DraftInput {
  @Field(() => ID, { description: '撤销村 · The village that ends.' }) village!: string;
  @Field(() => Boolean, { defaultValue: false, description: '无人村 · Depopulated: it has no successors.' }) depopulated!: boolean;
  @Field(() => [ShareInput], {
    nullable: true,
    description: '承继村 · Who takes it over; shares sum to 10,000. Left out they are unknown, and entered later (nameSuccessors).',
  })
  successors?: ShareInput[];
}
@InputType({ description: '分设部分 · A part of a divided village: one that stands, or a new one.' })
class PartInput {
  @Field(() => ID, { nullable: true, description: '既有村 · A village that stands, the divided one itself included; or say `establish`.' })
  village?: string;
  @Field(() => NewDivisionInput, { nullable: true, description: '新设 · A new village; or say `village`.' }) establish?: NewDivisionInput;
  @Field(() => Int, { description: '人口份额 · Of the population, in parts of ten thousand.' }) population!: number;
  @Field(() => Int, { description: '资产份额 · Of the assets, in parts of ten thousand.' }) assets!: number;
}
@InputType({ description: '起草分设村 · Drafts that a village is divided; shares sum to 10,000.' })
class SplitVillageInput extends DraftInput {
  @Field(() => ID, { description: '原村 · The village that is divided.' }) village!: string;
  @Field(() => [PartInput], { description: '分设部分 · Its parts, at least two.' }) parts!: PartInput[];
}
@InputType({ description: '起草更名 · Drafts another name.' })
class RenameDivisionInput extends DraftInput {
  @Field(() => ID, { description: '区划 · The township, village or community.' }) division!: string;
  @Field(() => String, { description: '新名称 · The new name, up to 40 characters.' }) name!: string;
}
@InputType({ description: '起草变更代码 · Drafts another code in the same place.' })
class RecodeDivisionInput extends DraftInput {
  @Field(() => ID, { description: '区划 · The township, village or community.' }) division!: string;
  @Field(() => DivisionCode, { nullable: true, description: '新代码 · The new code; the next one never given unless you say one.' })
  code?: string;
  @Field(() => String, { nullable: true, description: '新名称 · A new name with it, as when a 乡 becomes a 镇.' }) name?: string;
}
@InputType({ description: '起草划转 · Drafts that a village moves to another township.' })
class TransferVillageInput extends DraftInput {
  @Field(() => ID, { description: '村 · The village or community.' }) village!: string;
  @Field(() => ID, { description: '划入乡镇 · The township that it moves to.' }) township!: string;
  @Field(() => DivisionCode, { nullable: true, description: '新代码 · Its new code; the next one never given unless you say one.' })
  code?: string;
}

/** A year's plan of mergers may lie ahead; a slip of the century may not. */
const MONTHS_AHEAD = 120;
const NAME_LENGTH = 40;

/** Enters a change as DRAFT. What the register would refuse today is refused now. */
function draft(ctx: Ctx, input: DraftInput, plan: (register: Register) => Plan): Promise<DivisionChange> {
  return create(ctx, DivisionChange, input, 'divisionChange.drafted', async (work) => {
    const { effectiveOn } = input;
    const { begins } = ctx.territory;
    const latest = addMonths(dayOf(ctx.now), MONTHS_AHEAD);
    if ((begins && effectiveOn <= begins) || effectiveOn > latest)
      throw new Refusal('BAD_USER_INPUT', `a change takes effect after ${begins} and up to ${latest}; got ${effectiveOn}`, { begins });
    const register = await readRegister(work.ctx);
    const planned = plan(register);
    const { from, to, drawn } = planned;
    const parties = [...new Set([...from, ...(to ?? []), ...drawn.map((d) => d.division)])].filter((id) => register.standing.has(id));
    for (const id of [...parties, ...drawn.flatMap((d) => d.parent ?? [])])
      if (!ctx.scope.covers(id)) throw new Refusal('NOT_FOUND', `no division ${id} in your territory`, { division: id });
    effectOf(register, planned, effectiveOn);
    const change = Object.assign(new DivisionChange(), {
      id: newId('chg'),
      ...planned,
      division: from[0] ?? drawn[0]?.parent ?? null,
      effectiveOn,
      source: '起草 · Drafted in the register',
      reason: input.reason === undefined ? null : said(input.reason, 'reason'),
      draftedBy: ctx.caller.id,
      validFrom: ctx.day,
    });
    for (const division of parties)
      work.create(Object.assign(new DivisionChangeParty(), { id: change.id, division, validFrom: ctx.day }), 'divisionChange.joined');
    return change;
  });
}

const newborn = ({ kind, name, parent, code }: NewDivisionInput): Newborn => {
  if (kind === DivisionKind.COUNTY)
    throw new Refusal('BAD_USER_INPUT', 'a county is established by others; TOWNSHIP, VILLAGE or COMMUNITY');
  return { id: newId(kind === DivisionKind.TOWNSHIP ? 'twn' : 'vil'), kind, name: said(name, 'name', NAME_LENGTH), parent, code };
};

/** One of two, not both and not neither. */
function either(existing: string | undefined, establish: NewDivisionInput | undefined, names: string): string | Newborn {
  if ((existing === undefined) === (establish === undefined)) throw new Refusal('BAD_USER_INPUT', `say one of ${names}, and not both`);
  return existing ?? newborn(establish as NewDivisionInput);
}

const drafted = (what: string, text: string) => ({
  description: `${what} · ${text} The register follows when the change is documented, approved and carried out.`,
});

/** The office drafts; nothing of the register changes by it. */
@Resolver(() => DivisionChange)
export class DivisionDraftResolver {
  @Mutation(() => DivisionChange, drafted('起草设立', 'Drafts that a village, community or township begins.'))
  establishDivision(
    @Context() ctx: Ctx,
    @Arg('input', () => EstablishDivisionInput) input: EstablishDivisionInput,
  ): Promise<DivisionChange> {
    return draft(ctx, input, (register) => planEstablish(register, newborn(input.division)));
  }
  @Mutation(() => DivisionChange, drafted('起草合并村', 'Drafts that villages merge into one that stands, or into a new one.'))
  mergeVillages(@Context() ctx: Ctx, @Arg('input', () => MergeVillagesInput) input: MergeVillagesInput): Promise<DivisionChange> {
    return draft(ctx, input, (register) => planMerge(register, input.from, either(input.into, input.establish, 'into and establish')));
  }
  @Mutation(() => DivisionChange, drafted('起草合并乡镇', 'Drafts that townships merge; villages keep people and keys and get new codes.'))
  mergeTownships(@Context() ctx: Ctx, @Arg('input', () => MergeTownshipsInput) input: MergeTownshipsInput): Promise<DivisionChange> {
    return draft(ctx, input, (register) => planTownshipMerge(register, input.from, input.into));
  }
  @Mutation(
    () => DivisionChange,
    drafted('起草撤销村', 'Drafts that a village ends, with successors, without any, or with successors still unknown.'),
  )
  abolishVillage(@Context() ctx: Ctx, @Arg('input', () => AbolishVillageInput) input: AbolishVillageInput): Promise<DivisionChange> {
    if (input.depopulated && input.successors?.length)
      throw new Refusal('BAD_USER_INPUT', 'a depopulated village has no successors; leave them out, or depopulated');
    return draft(ctx, input, (register) =>
      planAbolish(register, input.village, input.depopulated ? [] : input.successors ? sharesOf(input.successors) : null),
    );
  }
  @Mutation(
    () => DivisionChange,
    drafted('起草分设村', 'Drafts that a village is divided. Refused with SHARES_MISMATCH unless shares sum to 10,000.'),
  )
  splitVillage(@Context() ctx: Ctx, @Arg('input', () => SplitVillageInput) input: SplitVillageInput): Promise<DivisionChange> {
    return draft(ctx, input, (register) => {
      const parts = input.parts.map(
        ({ village, establish, population, assets }): Part => ({
          into: either(village, establish, 'village and establish'),
          population,
          assets,
        }),
      );
      return planSplit(register, input.village, parts);
    });
  }
  @Mutation(
    () => DivisionChange,
    drafted('起草更名', 'Drafts another name. Refused with NAME_IN_USE when another in the township bears it.'),
  )
  renameDivision(@Context() ctx: Ctx, @Arg('input', () => RenameDivisionInput) input: RenameDivisionInput): Promise<DivisionChange> {
    return draft(ctx, input, (register) => planRename(register, input.division, said(input.name, 'name', NAME_LENGTH)));
  }
  @Mutation(
    () => DivisionChange,
    drafted('起草变更代码', 'Drafts another code. Refused with CODE_IN_USE when it names or ever named another.'),
  )
  recodeDivision(@Context() ctx: Ctx, @Arg('input', () => RecodeDivisionInput) input: RecodeDivisionInput): Promise<DivisionChange> {
    const name = input.name === undefined ? undefined : said(input.name, 'name', NAME_LENGTH);
    return draft(ctx, input, (register) => planRecode(register, input.division, input.code, name));
  }
  @Mutation(() => DivisionChange, drafted('起草划转', 'Drafts that a village moves to another township, with a code of that one.'))
  transferVillage(@Context() ctx: Ctx, @Arg('input', () => TransferVillageInput) input: TransferVillageInput): Promise<DivisionChange> {
    return draft(ctx, input, (register) => planTransfer(register, input.village, input.township, input.code));
  }
}

export const sharesOf = (successors: readonly ShareInput[]) =>
  successors.map(({ village, population, assets }) => ({ division: village, population, assets }));
