import { LockMode } from '@mikro-orm/core';
import { Arg, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { asPerson, Person } from '../persons/person.entity.ts';
import { Inspection } from './inspection.entity.ts';
import { ownDivision } from './inspection.reads.ts';
import { MemberRole, takesFindings } from './inspection.rules.ts';
import { InspectionMember } from './member.entity.ts';

export const memberById = byKey(InspectionMember);

/** The group of an inspection on the day asked for: the lead first, then in the order in which they came. */
const groupOf = batched<string, InspectionMember[]>(async (ids, { em }) => {
  const rows = await em.find(
    InspectionMember,
    { inspection: { $in: [...ids] } },
    { orderBy: { role: 'asc', validFrom: 'asc', id: 'asc' } },
  );
  const byInspection = Map.groupBy(rows, (m) => m.inspection);
  return (id) => byInspection.get(id) ?? [];
});

@InputType({ description: '抽调督查人员 · Puts somebody into the group of an inspection.' })
class AssignInspectorInput extends Intent {
  @Field(() => ID, { description: '督查 · The inspection.' }) inspection!: string;
  @Field(() => ID, { description: '人员 · Who inspects.' }) person!: string;
  @Field(() => MemberRole, { defaultValue: MemberRole.MEMBER, description: '组内职责 · Lead or member.' }) role!: MemberRole;
}

@InputType({ description: '退出督查组 · The membership that ends.' })
class ReleaseInspectorInput extends Move {
  @Field(() => ID, { description: '成员 · The membership.' }) member!: string;
}

@Resolver(() => Inspection)
export class InspectionGroup {
  @FieldResolver(() => [InspectionMember], { description: '督查组 · Who carries it out on the day asked for, the lead first.' })
  members(@Root() { id }: Inspection, @Context() ctx: Ctx): Promise<InspectionMember[]> {
    return groupOf(ctx, id);
  }

  @Mutation(() => InspectionMember, {
    description: '抽调督查人员 · Refused with POST_HELD for a second lead and with ALREADY_MEMBER for somebody who is in the group.',
  })
  assignInspector(@Context() ctx: Ctx, @Arg('input', () => AssignInspectorInput) input: AssignInspectorInput): Promise<InspectionMember> {
    return create(ctx, InspectionMember, input, 'inspectionMember.assigned', async ({ ctx: { em } }) => {
      const inspection = await em.findOne(Inspection, { id: input.inspection }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!inspection || !takesFindings(inspection))
        throw new Refusal(
          'NOT_FOUND',
          `no inspection ${input.inspection} in your territory that is yet to be carried out as of ${ctx.day}${inspection ? `; it is ${inspection.state}` : ''}`,
        );
      ownDivision(ctx, inspection);
      const { id, division } = inspection;
      const { role } = input;
      const person = asPerson(input.person);
      return Object.assign(new InspectionMember(), { id: newId('imb'), inspection: id, division, person, role, validFrom: ctx.day });
    });
  }
  @Mutation(() => InspectionMember, { description: '退出督查组 · Ends a membership on the day asked for.' })
  releaseInspector(
    @Context() ctx: Ctx,
    @Arg('input', () => ReleaseInspectorInput) input: ReleaseInspectorInput,
  ): Promise<InspectionMember> {
    return change(ctx, InspectionMember, input.member, input, (member) => member.release(ctx.day));
  }
}

@Resolver(() => InspectionMember)
export class InspectionMemberResolver {
  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who it is.' })
  person(@Root() { person }: InspectionMember): Person {
    return { id: person };
  }
}
