import { type FilterQuery, raw } from '@mikro-orm/core';
import { Arg, Ctx as Context, Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '#platform/context';
import { dayOf } from '#platform/day';
import { requireRead, requireSight } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { keysOf } from '#platform/secret';
import { Agency } from '../agencies/agency.entity.ts';
import { identityFault } from './identity.rules.ts';
import { idNumberHash, Person } from './person.entity.ts';
import { personById } from './person.resolver.ts';
import { maskedName } from './person.rules.ts';

/** The most people a question finds: who has a name in common with more must say the number. */
const HITS = 20;

/**
 * Somebody found by name or number in the find scope, which may reach further than what the caller reads: as much as it
 * takes to know whom to ask, and no more.
 */
@ObjectType({ description: '查找结果 · Somebody who bears the name or number: where to ask, never more.' })
export class PersonHit {
  @Field(() => ID, { description: '标识 · Key of the person.' }) id!: string;
  homeDivision!: string;
  homeAgency?: string | null | undefined;
  bears!: string;

  @Field(() => String, { description: '姓名（脱敏） · Name, always masked: `赵**`.' })
  get name(): string {
    return maskedName(this.bears);
  }
}

@Resolver(() => PersonHit)
export class PersonHitResolver {
  @Query(() => [PersonHit], {
    description: `查找人员 · People of the territory in which you may find, by exact name, by identity number (GB 11643), by pinyin, or by several of these; at most ${HITS}. One may be found whom you may not open: \`readable\` says so.`,
  })
  @Directive(`@listSize(assumedSize: ${HITS})`)
  async findPersons(
    @Context() ctx: Ctx,
    @Arg('name', () => String, { nullable: true, description: '姓名 · The whole name.' }) name?: string | null,
    @Arg('idNumber', () => String, { nullable: true, description: '公民身份号码 · The whole identity number.' }) idNumber?: string | null,
    @Arg('pinyin', () => String, {
      nullable: true,
      description:
        '拼音 · The whole name in pinyin (`zhang xiaoming`, `zhangxiaoming`) or its initials (`zxm`); for who sees PERSONAL data.',
    })
    pinyin?: string | null,
  ): Promise<PersonHit[]> {
    requireRead(ctx, 'Person');
    const sounds = pinyin?.trim() ? soundingLike(ctx, pinyin.trim().toLowerCase()) : {};
    const named = wanted(ctx, name?.trim(), idNumber?.trim().toUpperCase(), Boolean(pinyin?.trim()));
    const found = await ctx.em.find(
      Person,
      { $and: [named, sounds] },
      {
        filters: { scope: { scope: ctx.findScope, access: ctx.access } },
        fields: ['id', 'name', 'homeDivision', 'homeAgency'],
        orderBy: { id: 'asc' },
        limit: HITS,
        disableIdentityMap: true, // what is found isn't read: no other field of the answer may come upon these rows
      },
    );
    return found.map(({ id, name: bears, homeDivision, homeAgency }) =>
      Object.assign(new PersonHit(), { id, bears, homeDivision, homeAgency }),
    );
  }

  @FieldResolver(() => ID, { description: '所属区划 · Key of the division to which the person belongs.' })
  homeDivision(@Root() { homeDivision }: PersonHit): string {
    return homeDivision;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '所在单位 · The agency to which the person belongs.' })
  homeAgency(@Root() { homeAgency }: PersonHit): Agency | null {
    return homeAgency ? { id: homeAgency } : null;
  }
  @FieldResolver(() => Boolean, { description: '可查阅 · Whether you may open the person.' })
  async readable(@Root() { id }: PersonHit, @Context() ctx: Ctx): Promise<boolean> {
    return (await personById(ctx, id)) !== null;
  }
}

/** Finding is what the exact name and the number are asked for, so it takes no class: nothing is told that wasn't said. */
function wanted(
  ctx: Ctx,
  name: string | undefined,
  idNumber: string | undefined,
  heard: boolean,
): { name?: string; idNumberHash?: string } {
  if (!name && !idNumber && heard) return {};
  if (!name && !idNumber) throw new Refusal('BAD_USER_INPUT', 'say whom to find: a whole name, an identity number, or both');
  if (!idNumber) return { name: name as string };
  const fault = identityFault(idNumber, dayOf(ctx.now));
  if (fault) throw new Refusal('BAD_USER_INPUT', `not an identity number: ${fault} (GB 11643)`);
  return { ...(name ? { name } : {}), idNumberHash: idNumberHash(keysOf(ctx.em), idNumber) };
}

/** Sound tells more than was said, so it takes the class that names have. */
function soundingLike(ctx: Ctx, pinyin: string): FilterQuery<Person> {
  requireSight(ctx, 'PERSONAL', 'finding by pinyin');
  const plain = pinyin.replaceAll(' ', '');
  const joined = raw((alias) => `replace(${alias}.name_pinyin, ' ', '')`) as unknown as string;
  return { $or: [{ initials: plain }, { [joined]: plain }] };
}
