import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { County } from '../divisions/division.entity.ts';
import { trainings } from '../training/training.resolver.ts';
import { PairedAssistance } from './assistance.entity.ts';

export const assistances = list({
  name: 'PairedAssistance',
  entity: PairedAssistance,
  filter: {
    agency: byId('agency', '帮扶单位 · Key of the assisting unit.'),
    division: byId('division', '县 · Key of the county.'),
    document: byText('document', '文号 · Document number.'),
  },
  order: { SINCE: { property: 'validFrom', description: '起 · By first day.' } },
  groups: {
    agency: { property: 'agency', type: () => Agency, show: (id: string) => ({ id }), description: '帮扶单位 · Assisting unit.' },
    since: { property: 'validFrom', type: () => DateScalar, day: true, description: '起 · First day.' },
  },
});

const assistanceById = byKey(PairedAssistance);
export const assistanceReference = ({ id }: { id: string }, ctx: Ctx): Promise<PairedAssistance | null> => assistanceById(ctx, id);

@InputType({ description: '确定定点帮扶 · Pairs the county with an assisting unit from the day asked for.' })
class PairAssistanceInput extends Intent {
  @Field(() => ID, { description: '帮扶单位 · The assisting unit.' }) agency!: string;
  @Field(() => ID, { description: '县 · The county.' }) county!: string;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '结束定点帮扶 · Ends a pairing as of the day asked for.' })
class EndAssistanceInput extends Move {
  @Field(() => ID, { description: '定点帮扶 · The pairing.' }) assistance!: string;
}

@Resolver(() => PairedAssistance)
export class AssistanceResolver {
  @Query(() => assistances.Connection, { description: '定点帮扶 · Units that assist the county on the day asked for.' })
  pairedAssistances(@Context() ctx: Ctx, @Args(() => assistances.Args) args: PageArgs): object {
    return assistances.page(ctx, args);
  }
  @FieldResolver(() => Agency, { nullable: true, description: '帮扶单位 · The assisting unit.' })
  agency(@Root() { agency }: PairedAssistance): Agency {
    return { id: agency };
  }
  @FieldResolver(() => County, { nullable: true, description: '县 · The county that is assisted.' })
  county(@Root() { division }: PairedAssistance): County {
    return { id: division };
  }
  @FieldResolver(() => trainings.Connection, { description: '主办培训 · Trainings that the unit held for the county.' })
  trainings(@Root() { agency }: PairedAssistance, @Context() ctx: Ctx, @Args(() => trainings.Args) args: PageArgs): object {
    return trainings.pageOf(ctx, 'hostAgency', agency, args);
  }

  @Mutation(() => PairedAssistance, { description: '确定定点帮扶 · Refused with CONFLICT while the unit is paired with the county.' })
  pairAssistance(@Context() ctx: Ctx, @Arg('input', () => PairAssistanceInput) input: PairAssistanceInput): Promise<PairedAssistance> {
    return create(ctx, PairedAssistance, input, 'assistance.paired', () => {
      if (!ctx.scope.covers(input.county) || ctx.territory.at(input.county, ctx.day)?.kind !== 'COUNTY')
        throw new Refusal('NOT_FOUND', `no county ${input.county} in your territory`);
      return Object.assign(new PairedAssistance(), {
        id: newId('asn'),
        agency: input.agency,
        division: input.county,
        document: input.document,
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => PairedAssistance, { description: '结束定点帮扶 · The day asked for is the first on which the unit no longer assists.' })
  endAssistance(@Context() ctx: Ctx, @Arg('input', () => EndAssistanceInput) input: EndAssistanceInput): Promise<PairedAssistance> {
    return change(ctx, PairedAssistance, input.assistance, input, (pairing) => pairing.end(ctx.day));
  }
}
