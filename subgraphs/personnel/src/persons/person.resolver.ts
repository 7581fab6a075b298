import { raw } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import { create, Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import { dayOf } from '#platform/day';
import { byId, byRule, byText, byYes, type Where } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { keysOf } from '#platform/secret';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { whereDeputySection } from '../careers/rank.rules.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { birthDateOf, identityFault, sexOf } from './identity.rules.ts';
import { Code, Person } from './person.entity.ts';
import { POLITICAL_STATUSES, SEXES } from './person.rules.ts';

/** People with, or without, a rank at deputy section or above on the day asked for. */
function whereRanked(yes: boolean, { day, access }: Ctx): Where {
  if (!access.mayRead('RankRecord')) throw new Refusal('FORBIDDEN', 'the filter deputySectionOrAbove requires reading RankRecord');
  const { code } = whereDeputySection(day);
  const ranked = raw(
    `select person from rank_record where valid_from <= ? and valid_to > ? and code in (${code.$in.map(() => '?').join(', ')})`,
    [day, day, ...code.$in],
  );
  return { id: yes ? { $in: ranked } : { $nin: ranked } };
}

export const persons = list({
  name: 'Person',
  entity: Person,
  filter: {
    name: byText('name', '姓名 · Name.'),
    namePinyin: byText('namePinyin', '姓名拼音 · Name in pinyin, surname apart: `zhang xiaoming`.'),
    initials: byText('initials', '姓名首字母 · First letters of the syllables: `zxm`.'),
    politicalStatus: byText('politicalStatus', '政治面貌 · Code of GB/T 4762: 01 is a Party member.'),
    homeDivision: byId('homeDivision', '所属区划 · Key of the division to which the person belongs.'),
    homeAgency: byId('homeAgency', '所在单位 · Key of the agency.'),
    countyAdministered: byYes('countyAdministered', '县管干部 · Whether the county administers the cadre.'),
    deputySectionOrAbove: byRule(
      '副科级以上 · Whether a rank at deputy section or above is held on the day asked for, over both schemes.',
      (yes, ctx) => whereRanked(yes, ctx),
    ),
  },
  order: {
    NAME_PINYIN: { property: 'namePinyin', description: '姓名拼音 · By pinyin.' },
    SURNAME_STROKES: { property: 'strokeKey', description: '姓氏笔画 · By strokes of the surname, then of the given name.' },
  },
  groups: {
    politicalStatus: { property: 'politicalStatus', type: () => String, description: '政治面貌 · Code of GB/T 4762.' },
    homeAgency: { property: 'homeAgency', type: () => Agency, show: (id: string) => ({ id }), description: '所在单位 · Agency.' },
    township: atTownship('homeDivision'),
  },
});

export const personById = batched<string, Person | null>(async (ids, { em }) => {
  const rows = await em.find(Person, { id: { $in: [...ids] } });
  const byId = new Map(rows.map((p) => [p.id, p]));
  return (id) => byId.get(id) ?? null;
});
export const personReference = ({ id }: { id: string }, ctx: Ctx): Promise<Person | null> => personById(ctx, id);

@InputType({ description: '登记人员 · Registers a person. Sex and day of birth follow from the identity number.' })
class RegisterPersonInput extends Intent {
  @Field(() => String, { description: '姓名 · Name.' }) name!: string;
  @Field(() => String, { description: '公民身份号码 · Identity number (GB 11643).' }) idNumber!: string;
  @Field(() => String, { nullable: true, description: '电话 · Telephone number.' }) phone?: string;
  @Field(() => String, { description: '政治面貌 · Code of GB/T 4762.' }) politicalStatus!: string;
  @Field(() => ID, { nullable: true, description: '所在单位 · Key of the agency.' }) homeAgency?: string;
  @Field(() => ID, { description: '所属区划 · Key of the division to which the person belongs.' }) homeDivision!: string;
}

const coded = (codes: Readonly<Record<string, string>>, code: string): Code => ({ code, label: codes[code] ?? '' });

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => persons.Connection, { description: '人员 · People of your territory.' })
  persons(@Context() ctx: Ctx, @Args(() => persons.Args) args: PageArgs): object {
    return persons.page(ctx, args);
  }
  @Query(() => Person, { nullable: true, description: '人员 · The person with this key.' })
  async person(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Key.' }) id: string): Promise<Person> {
    const found = await personById(ctx, id);
    if (!found) throw new Refusal('NOT_FOUND', `no person ${id} in your territory as of ${ctx.day}; persons { nodes { id } } lists them`);
    return found;
  }

  @FieldResolver(() => Code, { description: '性别 · Sex (GB/T 2261.1).' })
  sex(@Root() { sex }: Person): Code {
    return coded(SEXES, sex);
  }
  @FieldResolver(() => Code, { description: '政治面貌 · Political status (GB/T 4762).' })
  politicalStatus(@Root() { politicalStatus }: Person): Code {
    return coded(POLITICAL_STATUSES, politicalStatus);
  }
  @FieldResolver(() => Agency, {
    nullable: true,
    description: '所在单位 · The agency to which the person belongs; a posting leaves it as it is.',
  })
  homeAgency(@Root() { homeAgency }: Person): Agency | null {
    return homeAgency ? { id: homeAgency } : null;
  }
  @FieldResolver(() => ID, { description: '所属区划 · Key of the division to which the person belongs.' })
  homeDivision(@Root() { homeDivision }: Person): string {
    return homeDivision;
  }

  @Mutation(() => Person, {
    description:
      '登记人员 · Registers a person. Refused with ID_NUMBER_IN_USE when the number is registered, with BAD_USER_INPUT when it breaks GB 11643.',
  })
  registerPerson(@Context() ctx: Ctx, @Arg('input', () => RegisterPersonInput) input: RegisterPersonInput): Promise<Person> {
    const { idempotencyKey: _, name, phone, ...given } = input;
    const idNumber = given.idNumber.toUpperCase();
    const fault = identityFault(idNumber, dayOf(ctx.now));
    if (fault) throw new Refusal('BAD_USER_INPUT', `not an identity number: ${fault} (GB 11643)`);
    if (!(given.politicalStatus in POLITICAL_STATUSES))
      throw new Refusal('BAD_USER_INPUT', `not a code of GB/T 4762: write ${Object.keys(POLITICAL_STATUSES).join(', ')}`);
    const called = said(name, 'a name', 60);
    if (!ctx.scope.covers(given.homeDivision)) throw new Refusal('NOT_FOUND', `no division ${given.homeDivision} in your territory`);
    return create(ctx, Person, input, 'person.registered', () =>
      Object.assign(new Person().named(called).identified(keysOf(ctx.em), { idNumber, phone }), {
        id: newId('per'),
        politicalStatus: given.politicalStatus,
        homeAgency: given.homeAgency ?? null,
        homeDivision: given.homeDivision,
        sex: sexOf(idNumber),
        birthDate: birthDateOf(idNumber),
        validFrom: ctx.day,
      }),
    );
  }
}
