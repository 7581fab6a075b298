import { Arg, Ctx as Context, Extensions, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { change, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { newId } from '#platform/id';
import { requireMove } from '#platform/may';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { requireAgency } from '../agencies/agency.reads.ts';
import { requirePerson } from '../facts/fact.reads.ts';
import { requireCalendar } from './calendar.reads.ts';
import { Finding, FindingEvidence } from './finding.entity.ts';
import { MoveFindingInput } from './finding.resolver.ts';
import { ClosingCondition } from './finding.rules.ts';

@InputType({ description: '限期整改 · Orders an agency to put a finding right by a deadline.' })
class OrderRectificationInput extends MoveFindingInput {
  @Field(() => ID, { description: '责任单位 · The agency that must put it right.' }) responsibleAgency!: string;
  @Field(() => DateScalar, { description: '整改期限 · Last day to put it right; not before the finding nor the order.' }) deadline!: Day;
  @Field(() => ID, { nullable: true, description: '责任人 · Who of the agency answers for it.' }) responsiblePerson?: string;
  @Field(() => ClosingCondition, {
    nullable: true,
    description: '销号数据条件 · What the registers must show before it is closed; papers suffice unless given.',
  })
  condition?: ClosingCondition;
  @Field(() => DateScalar, { nullable: true, description: '交办日 · Day of the order; the day asked for unless given.' }) issuedOn?: Day;
}

@InputType({ description: '佐证材料 · A piece of evidence.' })
class EvidenceInput {
  @Field(() => String, { description: '标题 · Title, up to 200 characters.' }) title!: string;
  @Field(() => String, { nullable: true, description: '说明 · Note, up to 4000 characters.' }) note?: string;
}

@InputType({ description: '提交整改 · What shows that a finding was put right.' })
class SubmitRectificationInput extends MoveFindingInput {
  @Field(() => [EvidenceInput], { description: '佐证材料 · At least one piece of evidence.' }) evidence!: EvidenceInput[];
}

@InputType({ description: '验收整改 · The finding whose rectification is accepted.' })
class AcceptRectificationInput extends MoveFindingInput {}

@InputType({ description: '退回整改 · The finding and why its rectification does not suffice.' })
class ReturnRectificationInput extends MoveFindingInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

/** What happens to a finding between the order and the verification (限期整改). */
@Resolver(() => Finding)
export class RectificationResolver {
  @Mutation(() => Finding, {
    description:
      '限期整改 · OPEN or REOPENED → RECTIFYING. Refused with DEADLINE_BEFORE_FINDING or DEADLINE_BEFORE_ORDER when the deadline lies too early, with NO_CALENDAR in a year that has no calendar.',
  })
  orderRectification(@Context() ctx: Ctx, @Arg('input', () => OrderRectificationInput) input: OrderRectificationInput): Promise<Finding> {
    const { responsibleAgency, responsiblePerson, deadline, issuedOn = ctx.day, condition } = input;
    return change(ctx, Finding, input.finding, input, async (finding, work) => {
      const event = finding.order(responsibleAgency, issuedOn, deadline, ctx.day, condition);
      await requireAgency(work.ctx, responsibleAgency);
      await requireCalendar(work.ctx, deadline);
      if (responsiblePerson) await requirePerson(work.ctx, responsiblePerson, issuedOn);
      finding.responsiblePerson = responsiblePerson ?? null;
      return event;
    });
  }

  @Mutation(() => Finding, { description: '提交整改 · RECTIFYING → SUBMITTED. Refused with EVIDENCE_REQUIRED when nothing shows it.' })
  submitRectification(
    @Context() ctx: Ctx,
    @Arg('input', () => SubmitRectificationInput) input: SubmitRectificationInput,
  ): Promise<Finding> {
    const { caller, day } = ctx;
    return once(ctx, Finding, input, async (work) => {
      const { expectedVersion } = input;
      const finding = await work.change(Finding, input.finding, (f) => f.submit(input.evidence, caller.id, day), { expectedVersion });
      for (const { title, note } of input.evidence)
        work.create(
          Object.assign(new FindingEvidence(), {
            id: newId('evd'),
            finding: finding.id,
            division: finding.division,
            title: said(title, 'title', 200),
            note: note?.trim() ? said(note, 'note', 4000) : null,
            on: day,
            by: caller.id,
            validFrom: day,
          }),
          'evidence.submitted',
        );
      return finding;
    });
  }

  @Mutation(() => Finding, {
    description:
      '核验通过 · SUBMITTED → VERIFIED, by an inspector. Refused with SELF_VERIFIED for whoever submitted it or works for the agency responsible.',
  })
  @Extensions({ guard: 'inside' })
  acceptRectification(
    @Context() ctx: Ctx,
    @Arg('input', () => AcceptRectificationInput) input: AcceptRectificationInput,
  ): Promise<Finding> {
    return change(ctx, Finding, input.finding, input, (finding) => {
      const event = finding.accept(ctx.caller, ctx.day);
      requireMove(ctx, 'acceptRectification'); // after SELF_VERIFIED: whoever submitted hears that first
      return event;
    });
  }

  @Mutation(() => Finding, { description: '退回整改 · SUBMITTED → RECTIFYING, with the reason.' })
  returnRectification(
    @Context() ctx: Ctx,
    @Arg('input', () => ReturnRectificationInput) input: ReturnRectificationInput,
  ): Promise<Finding> {
    return change(ctx, Finding, input.finding, input, (finding) => finding.return(input.reason));
  }
}
