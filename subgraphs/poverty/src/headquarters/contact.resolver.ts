import { raw } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batchedBy, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Rate, rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship, atVillage, County, Township, Village } from '../divisions/division.entity.ts';
import { requireWorkplace, VILLAGE_KINDS } from '../divisions/division.rules.ts';
import { requireDocument } from '../documents/document.resolver.ts';
import { asOrganization, PartyOrganization } from '../organizations/organization.entity.ts';
import { asPerson, Person } from '../persons/person.entity.ts';
import { CONTRACT_HELD, ContactPoint, ContactVisit } from './headquarters.entity.ts';
import { ContactKind } from './headquarters.rules.ts';

export const contacts = list({
  name: 'ContactPoint',
  entity: ContactPoint,
  filter: {
    kind: byEnum('ContactKind', ContactKind)('kind', '类别 · Kind.'),
    leader: byId('leader', '领导 · Key of the person.'),
    target: byId('target', '对象 · Key of the township, village or organization.'),
    division: byId('division', '地点 · Key of the division in which it lies.'),
  },
  order: { FROM: { property: 'validFrom', description: '起 · By first day.' } },
  distinct: { leaders: { property: 'leader', description: '领导人数 · Different leaders.' } },
  groups: {
    kind: { property: 'kind', type: () => ContactKind, description: '类别 · Kind.' },
    township: atTownship('division'),
    village: atVillage('division'),
  },
  below: 'division',
});
export const contactVisits = list({
  name: 'ContactVisit',
  entity: ContactVisit,
  filter: { contactPoint: byId('contactPoint', '联系点 · Key of the contact point.'), on: byDay('on', '日期 · Day.') },
  order: { ON: { property: 'on', description: '日期 · By day; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'ON', direction: Direction.DESC },
  groups: { on: { property: 'on', type: () => DateScalar, day: true, description: '日期 · Day.' }, township: atTownship('division') },
  below: 'division',
  distinct: { contactPoints: { property: 'contactPoint', description: '联系点数 · Different contact points.' } },
});
export const contactById = byKey(ContactPoint);
export const contactVisitById = byKey(ContactVisit);

@InputType({ description: '确定包点、联系点 · A leader answers for a township, a village or an organization.' })
class GiveContactPointInput extends Intent {
  @Field(() => ContactKind, { description: '类别 · Kind; a contract is for a township.' }) kind!: ContactKind;
  @Field(() => ID, { description: '领导 · The leader.' }) leader!: string;
  @Field(() => String, { description: '职务 · The post of the leader, up to 100 characters.' }) post!: string;
  @Field(() => ID, { description: '地点 · Key of the township, village or community.' }) division!: string;
  @Field(() => ID, { nullable: true, description: '党组织 · The organization there, when the contact point is one.' })
  organization?: string;
  @Field(() => DocNo, { nullable: true, description: '依据文号 · Number of the document.' }) document?: string;
}
@InputType({ description: '终止包点、联系点 · What the leader no longer answers for as of the day asked for.' })
class EndContactPointInput extends Move {
  @Field(() => ID, { description: '联系点 · The contact point.' }) contactPoint!: string;
}
@InputType({ description: '登记联系点走访 · A visit of the leader.' })
class RecordContactVisitInput extends Intent {
  @Field(() => ID, { description: '联系点 · The contact point.' }) contactPoint!: string;
  @Field(() => DateScalar, { nullable: true, description: '日期 · Day; the day asked for unless given.' }) on?: Day;
  @Field(() => String, { description: '记录 · What was found and settled, up to 1000 characters.' }) note!: string;
}

@Resolver(() => ContactPoint)
export class ContactPointResolver {
  @Query(() => contacts.Connection, { description: '包点、联系点 · Which leader answers for what in your territory.' })
  contactPoints(@Context() ctx: Ctx, @Args(() => contacts.Args) args: PageArgs): object {
    return contacts.page(ctx, args);
  }

  @FieldResolver(() => Person, { nullable: true, description: '领导 · The leader.' })
  leader(@Root() { leader }: ContactPoint): Person {
    return { id: leader };
  }
  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township, where it is one.' })
  township(@Root() { target }: ContactPoint): Township | null {
    return target.startsWith('twn_') ? { id: target } : null;
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village or community, where it is one.' })
  village(@Root() { target }: ContactPoint): Village | null {
    return target.startsWith('vil_') ? { id: target } : null;
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · The organization, where it is one.' })
  organization(@Root() { target }: ContactPoint): PartyOrganization | null {
    return target.startsWith('org_') ? { id: target } : null;
  }
  @FieldResolver(() => contactVisits.Connection, { description: '走访 · Visits of the leader up to the day asked for.' })
  visits(@Root() { id }: ContactPoint, @Context() ctx: Ctx, @Args(() => contactVisits.Args) args: PageArgs): object {
    return contactVisits.pageOf(ctx, 'contactPoint', id, args);
  }

  @Mutation(() => ContactPoint, {
    description: '确定包点、联系点 · Refused with CONTRACT_HELD when another leader has contracted for the township.',
  })
  giveContactPoint(@Context() ctx: Ctx, @Arg('input', () => GiveContactPointInput) input: GiveContactPointInput): Promise<ContactPoint> {
    return create(ctx, ContactPoint, input, 'contactPoint.given', async ({ ctx: inside }) => {
      const { kind, organization } = input;
      const contract = kind === ContactKind.CONTRACT;
      if (contract && organization) throw new Refusal('BAD_USER_INPUT', 'a contract (包点) is for a township; leave organization out');
      const division = requireWorkplace(inside, input.division, contract ? ['TOWNSHIP'] : ['TOWNSHIP', ...VILLAGE_KINDS]);
      if (input.document) await requireDocument(inside, input.document);
      // Whoever has contracted for a later day holds it as well; two who ask at once are told apart by the store.
      const held = { target: division, kind, validTo: { $gt: ctx.day } };
      if (contract && (await inside.em.count(ContactPoint, held, { filters: { asOf: false } })) > 0)
        throw new Refusal('CONTRACT_HELD', CONTRACT_HELD);
      return Object.assign(new ContactPoint(), {
        id: newId('ctp'),
        kind,
        leader: asPerson(input.leader),
        post: said(input.post, 'post', 100),
        target: organization ? asOrganization(organization) : division,
        division,
        document: input.document ?? null,
        validFrom: ctx.day,
      });
    });
  }
  @Mutation(() => ContactPoint, { description: '终止包点、联系点 · Ends it as of the day asked for.' })
  endContactPoint(@Context() ctx: Ctx, @Arg('input', () => EndContactPointInput) input: EndContactPointInput): Promise<ContactPoint> {
    return change(ctx, ContactPoint, input.contactPoint, input, (c) => c.end(ctx.day));
  }
  @Mutation(() => ContactVisit, { description: '登记联系点走访 · Records a visit.' })
  recordContactVisit(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordContactVisitInput) input: RecordContactVisitInput,
  ): Promise<ContactVisit> {
    return create(ctx, ContactVisit, input, 'contactVisit.recorded', async ({ ctx: { em } }) => {
      const { on = ctx.day } = input;
      const point = await em.findOne(ContactPoint, { id: input.contactPoint });
      if (!point) throw new Refusal('NOT_FOUND', `no contact point ${input.contactPoint.slice(0, 40)} in your territory as of ${ctx.day}`);
      if (on > ctx.day || on < point.validFrom)
        throw new Refusal(
          'BAD_USER_INPUT',
          `a visit lies between ${point.validFrom}, when the leader took it on, and ${ctx.day}; not on ${on}`,
        );
      return Object.assign(new ContactVisit(), {
        id: newId('cvt'),
        contactPoint: point.id,
        division: point.division,
        on,
        note: said(input.note, 'note', 1000),
        validFrom: on,
      });
    });
  }
}

@Resolver(() => ContactVisit)
export class ContactVisitResolver {
  @FieldResolver(() => ContactPoint, { nullable: true, description: '联系点 · The contact point.' })
  contactPoint(@Root() { contactPoint }: ContactVisit, @Context() ctx: Ctx): Promise<ContactPoint | null> {
    return contactById(ctx, contactPoint);
  }
}

interface Period {
  readonly from: Day;
  readonly to: Day;
}
/** Contact points by division: how many hold on the day asked for, and how many of them were visited in a period. */
const visitedIn = batchedBy<Period, string, { points: number; visited: number }>(
  ({ from, to }) => `${from} ${to}`,
  async (divisions, { from, to }, ctx) => {
    const families = divisions.map((d) => [d, ctx.territory.under(d, ctx.day)] as const);
    const all = [...new Set(families.flatMap(([, keys]) => keys))];
    const visited = raw('exists (select 1 from contact_visit v where v.contact_point = e.id and v."on" >= ? and v."on" <= ?) as visited', [
      from,
      to,
    ]);
    const rows = (await ctx.em.rows(ContactPoint, { select: ['division', visited], where: { division: { $in: all } } })) as {
      division: string;
      visited: unknown;
    }[];
    const of = Map.groupBy(rows, (r) => r.division);
    const counts = new Map(
      families.map(([d, keys]) => {
        const own = keys.flatMap((k) => of.get(k) ?? []);
        return [d, { points: own.length, visited: own.filter((r) => Boolean(Number(r.visited))).length }];
      }),
    );
    return (division) => counts.get(division) as { points: number; visited: number };
  },
);

const RATE = {
  nullable: true,
  description:
    '联系点走访率（M84） · Contact points (contracts included) visited from `from` to `to`, both included, out of those that hold on the day asked for.',
};
async function visitRate(ctx: Ctx, division: string, from: Day, to: Day): Promise<Rate> {
  if (to < from) throw new Refusal('BAD_USER_INPUT', `the period ends on or after the day it begins; got ${from} to ${to}`);
  const { points, visited } = await visitedIn(ctx, { from, to: to < ctx.day ? to : ctx.day }, division);
  return rate(visited, points);
}
const FROM = { description: '起（含） · First day.' };
const TO = { description: '止（含） · Last day.' };

@Resolver(() => County)
export class CountyContacts {
  @FieldResolver(() => Rate, RATE)
  contactVisitRate(
    @Root() { id }: County,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, FROM) from: Day,
    @Arg('to', () => DateScalar, TO) to: Day,
  ): Promise<Rate> {
    return visitRate(ctx, id, from, to);
  }
}
@Resolver(() => Township)
export class TownshipContacts {
  @FieldResolver(() => Rate, RATE)
  contactVisitRate(
    @Root() { id }: Township,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, FROM) from: Day,
    @Arg('to', () => DateScalar, TO) to: Day,
  ): Promise<Rate> {
    return visitRate(ctx, id, from, to);
  }
  @FieldResolver(() => contacts.Connection, {
    nullable: true,
    description: '包点、联系点 · Leaders who answer for it or for what lies in it.',
  })
  contactPoints(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => contacts.Args) args: PageArgs): object {
    return contacts.pageBelow(ctx, id, args);
  }
}
@Resolver(() => Village)
export class VillageContacts {
  @FieldResolver(() => contacts.Connection, { nullable: true, description: '联系点 · Leaders who answer for it.' })
  contactPoints(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => contacts.Args) args: PageArgs): object {
    return contacts.pageOf(ctx, 'division', id, args);
  }
}
@Resolver(() => Person)
export class PersonContacts {
  @FieldResolver(() => contacts.Connection, { nullable: true, description: '包点、联系点 · What the person answers for as a leader.' })
  contactPoints(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => contacts.Args) args: PageArgs): object {
    return contacts.pageOf(ctx, 'leader', id, args);
  }
}
