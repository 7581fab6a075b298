import { Arg, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Resolver, Root, registerEnumType } from 'type-graphql';
import { Classified } from '#platform/access';
import { change, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { happened } from '../happened.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { Code, Person } from './person.entity.ts';
import { degreeLabel, EDUCATIONS, isDegree, NATIONALITIES, PERSONNEL_FILE, POLITICAL_STATUSES } from './person.rules.ts';

/** 全日制、在职: personnel files keep the education of each apart. */
export enum StudyMode {
  FULL_TIME = 'FULL_TIME',
  IN_SERVICE = 'IN_SERVICE',
}
registerEnumType(StudyMode, { name: 'StudyMode', description: '教育方式 · 全日制 FULL_TIME, 在职 IN_SERVICE.' });

@InputType({ description: '人员办理 · The person whose file is changed, and from when.' })
class OfPerson extends Move {
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
  @Field(() => DateScalar, { nullable: true, description: '起 · From which day it is so; the day asked for unless given.' }) from?: Day;
}

@InputType({ description: '人员调动 · Moves a person to another agency and division.' })
class TransferPersonInput extends OfPerson {
  @Field(() => ID, { nullable: true, description: '所在单位 · Key of the agency; none for who belongs to no agency.' }) homeAgency?: string;
  @Field(() => ID, { description: '所属区划 · Key of the division.' }) homeDivision!: string;
}

@InputType({ description: '登记政治面貌 · Records a political status.' })
class RecordPoliticalStatusInput extends OfPerson {
  @Field(() => String, { description: '政治面貌 · Code of GB/T 4762.' }) politicalStatus!: string;
  @Field(() => DateScalar, { nullable: true, description: '入党时间 · Day of joining the Party, for members only.' }) partyJoinedOn?: Day;
}

@InputType({ description: '登记学历学位 · Records an education and its degree.' })
class RecordEducationInput extends OfPerson {
  @Field(() => StudyMode, { description: '教育方式 · Full-time or in service.' }) mode!: StudyMode;
  @Field(() => String, { description: '学历 · Code of GB/T 4658: 11, 14, 21, 31, 41, 61, 71, 81, 90.' }) education!: string;
  @Field(() => String, { nullable: true, description: '学位 · Code of GB/T 6864: three digits that begin with 2, 3 or 4.' })
  degree?: string;
}

@InputType({ description: '登记干部管理权限 · Records whether the county administers the cadre.' })
class RecordAdministrationInput extends OfPerson {
  @Field(() => Boolean, { description: '县管 · Whether the county does.' }) countyAdministered!: boolean;
}

@InputType({ description: '转接组织关系 · Records the Party organization that holds the relation, and the one where the person works.' })
class TransferPartyRelationInput extends OfPerson {
  @Field(() => ID, { description: '组织关系所在党组织 · In which Party statistics count the member.' }) relationOrg!: string;
  @Field(() => ID, { nullable: true, description: '工作所在党组织 · Where the person works; the same unless given.' }) workOrg?: string;
}

const coded = (codes: Readonly<Record<string, string>>, code: string | null | undefined): Code | null =>
  code ? { code, label: codes[code] ?? '' } : null;
const HIDDEN = 'null unless you see PERSONAL data.';
const FILED = { ...PERSONNEL_FILE };

/** What a personnel file says of somebody beyond who it is. */
@Resolver(() => Person)
export class PersonFile {
  @FieldResolver(() => Code, { nullable: true, description: `民族 · Nationality (GB/T 3304); ${HIDDEN}` })
  @Classified('PERSONAL', FILED)
  nationality(@Root() { nationality }: Person): Code | null {
    return coded(NATIONALITIES, nationality);
  }
  @FieldResolver(() => Code, { nullable: true, description: `全日制学历 · Full-time education (GB/T 4658); ${HIDDEN}` })
  @Classified('PERSONAL', FILED)
  education(@Root() { education }: Person): Code | null {
    return coded(EDUCATIONS, education);
  }
  @FieldResolver(() => Code, { nullable: true, description: `全日制学位 · Degree of it (GB/T 6864); ${HIDDEN}` })
  @Classified('PERSONAL', FILED)
  degree(@Root() { degree }: Person): Code | null {
    return degree ? { code: degree, label: degreeLabel(degree) } : null;
  }
  @FieldResolver(() => Code, { nullable: true, description: `在职学历 · In-service education (GB/T 4658); ${HIDDEN}` })
  @Classified('PERSONAL', FILED)
  inServiceEducation(@Root() { inServiceEducation }: Person): Code | null {
    return coded(EDUCATIONS, inServiceEducation);
  }
  @FieldResolver(() => Code, { nullable: true, description: `在职学位 · Degree of it (GB/T 6864); ${HIDDEN}` })
  @Classified('PERSONAL', FILED)
  inServiceDegree(@Root() { inServiceDegree }: Person): Code | null {
    return inServiceDegree ? { code: inServiceDegree, label: degreeLabel(inServiceDegree) } : null;
  }
  @FieldResolver(() => PartyOrganization, {
    nullable: true,
    description: '组织关系所在党组织 · The Party organization that holds the relation: Party statistics count the member there.',
  })
  relationOrg(@Root() { relationOrg }: Person): PartyOrganization | null {
    return relationOrg ? { id: relationOrg } : null;
  }
  @FieldResolver(() => PartyOrganization, {
    nullable: true,
    description: '工作所在党组织 · The Party organization where the person works; another one while the relation stays at home.',
  })
  workOrg(@Root() { workOrg }: Person): PartyOrganization | null {
    return workOrg ? { id: workOrg } : null;
  }

  @Mutation(() => Person, {
    description: '人员调动 · Moves a person to another agency and division. A posting is no transfer: it leaves the home.',
  })
  transferPerson(@Context() ctx: Ctx, @Arg('input', () => TransferPersonInput) input: TransferPersonInput): Promise<Person> {
    const on = happened(ctx, input.from);
    if (!ctx.scope.covers(input.homeDivision)) throw new Refusal('NOT_FOUND', `no division ${input.homeDivision} in your territory`);
    if (!ctx.territory.at(input.homeDivision, on))
      throw new Refusal('WRONG_TARGET', `${input.homeDivision} doesn't exist on ${on}; name a division that does`);
    return change(ctx, Person, input.person, input, (who) => who.transfer(input.homeAgency ?? null, input.homeDivision), on);
  }

  @Mutation(() => Person, { description: '登记政治面貌 · Records a political status from a day on; earlier days keep what they had.' })
  recordPoliticalStatus(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordPoliticalStatusInput) input: RecordPoliticalStatusInput,
  ): Promise<Person> {
    const { politicalStatus, partyJoinedOn } = input;
    const on = happened(ctx, input.from);
    if (!(politicalStatus in POLITICAL_STATUSES))
      throw new Refusal('BAD_USER_INPUT', `not a code of GB/T 4762: write ${Object.keys(POLITICAL_STATUSES).join(', ')}`);
    const member = politicalStatus === '01' || politicalStatus === '02';
    if (partyJoinedOn && (!member || partyJoinedOn > on))
      throw new Refusal('BAD_USER_INPUT', 'a day of joining the Party is for members (01, 02), and lies not after the day of the record');
    return change(
      ctx,
      Person,
      input.person,
      input,
      (who) => who.standing(politicalStatus, member ? (partyJoinedOn ?? who.partyJoinedOn ?? null) : null),
      on,
    );
  }

  @Mutation(() => Person, { description: '登记学历学位 · Records an education from a day on.' })
  recordEducation(@Context() ctx: Ctx, @Arg('input', () => RecordEducationInput) input: RecordEducationInput): Promise<Person> {
    const { mode, education, degree = null } = input;
    if (!(education in EDUCATIONS))
      throw new Refusal('BAD_USER_INPUT', `not a code of GB/T 4658: write ${Object.keys(EDUCATIONS).join(', ')}`);
    if (degree !== null && !isDegree(degree))
      throw new Refusal('BAD_USER_INPUT', 'a degree is three digits of GB/T 6864 that begin with 2 (doctor), 3 (master) or 4 (bachelor)');
    const kind = mode === StudyMode.FULL_TIME ? 'fullTime' : 'inService';
    return change(ctx, Person, input.person, input, (who) => who.studied(kind, education, degree), happened(ctx, input.from));
  }

  @Mutation(() => Person, { description: '登记干部管理权限 · Records whether the county administers the cadre, from a day on.' })
  recordAdministration(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordAdministrationInput) input: RecordAdministrationInput,
  ): Promise<Person> {
    return change(ctx, Person, input.person, input, (who) => who.administered(input.countyAdministered), happened(ctx, input.from));
  }

  @Mutation(() => Person, {
    description: '转接组织关系 · Records where the Party relation is held and where the person works, from a day on.',
  })
  transferPartyRelation(
    @Context() ctx: Ctx,
    @Arg('input', () => TransferPartyRelationInput) input: TransferPartyRelationInput,
  ): Promise<Person> {
    const [relation, work] = [input.relationOrg, input.workOrg ?? input.relationOrg].map((key) =>
      said(key, 'the key of a Party organization', 20),
    );
    return change(
      ctx,
      Person,
      input.person,
      input,
      (who) => {
        if (who.politicalStatus !== '01' && who.politicalStatus !== '02')
          throw new Refusal('BAD_USER_INPUT', 'only a member of the Party (01, 02) has a relation to hold');
        return who.organized(relation as string, work as string);
      },
      happened(ctx, input.from),
    );
  }
}
