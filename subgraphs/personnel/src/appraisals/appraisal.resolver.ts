import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Classified } from '#platform/access';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { dayOf } from '#platform/day';
import { byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { atTownship } from '../divisions/division.entity.ts';
import { asCitation, Citation, CitationInput } from '../evidence/citation.entity.ts';
import { cited } from '../evidence/citation.rules.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { PERSONNEL_FILE } from '../persons/person.rules.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingReference } from '../postings/posting.resolver.ts';
import { VILLAGE_KINDS } from '../postings/posting.rules.ts';
import { Appraisal } from './appraisal.entity.ts';
import {
  EvaluationEntry,
  EvaluationEntryInput,
  EvaluationMissing,
  EvaluationSection,
  EvaluationSectionInput,
} from './evaluation.entity.ts';
import { AppraisalKind, EvaluationState, Grade, missingFrom, SchemeKind } from './evaluation.rules.ts';
import { AppliedScheme } from './scheme.entity.ts';
import { schemeFor, schemeOf, schemesUsed } from './scheme.resolver.ts';

export const appraisals = list({
  name: 'Appraisal',
  entity: Appraisal,
  filter: {
    person: byId('person', '人员 · Key of the person.'),
    year: byInt('year', '年度 · Year.'),
    kind: byEnum('AppraisalKind', AppraisalKind)('kind', '类别 · Kind.'),
    grade: byEnum('Grade', Grade)('grade', '等次 · Grade.'),
    state: byEnum('EvaluationState', EvaluationState)('state', '状态 · State.'),
    division: byId('division', '区划 · Key of the division in which the person worked.'),
  },
  order: {
    YEAR: { property: 'year', description: '年度 · By year.' },
    GRADE: { property: 'grade', description: '等次 · By grade.' },
  },
  outcome: { person: 'person' },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
  groups: {
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    kind: { property: 'kind', type: () => AppraisalKind, description: '类别 · Kind.' },
    grade: { property: 'grade', type: () => Grade, description: '等次 · Grade.' },
    state: { property: 'state', type: () => EvaluationState, description: '状态 · State.' },
    township: atTownship('division'),
  },
});

const appraisalById = byKey(Appraisal);
export const appraisalReference = ({ id }: { id: string }, ctx: Ctx): Promise<Appraisal | null> => appraisalById(ctx, id);

@InputType({ description: '启动考核 · Opens the appraisal of a person for a year.' })
class OpenAppraisalInput extends Intent {
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
  @Field(() => Int, { description: '年度 · The year.' }) year!: number;
  @Field(() => AppraisalKind, { description: '类别 · Kind.' }) kind!: AppraisalKind;
  @Field(() => ID, { nullable: true, description: '选派 · The posting to a village; required for RESIDENT_SPECIAL.' }) posting?: string;
}

@InputType({ description: '考核办理 · The appraisal that moves on.' })
class OfAppraisal extends Move {
  @Field(() => ID, { description: '考核 · The appraisal.' }) appraisal!: string;
}

@InputType({ description: '填报考核 · Enters reports, ratings, marks and Party-building sections.' })
class EnterAppraisalInput extends OfAppraisal {
  @Field(() => [EvaluationEntryInput], { defaultValue: [], description: '记录 · By item.' }) entries!: EvaluationEntryInput[];
  @Field(() => [EvaluationSectionInput], { defaultValue: [], description: '党建专项 · By channel.' }) sections!: EvaluationSectionInput[];
}

@InputType({ description: '评定等次 · Grades a complete appraisal.' })
class GradeAppraisalInput extends OfAppraisal {
  @Field(() => Grade, { description: '等次 · Grade.' }) grade!: Grade;
  @Field(() => [CitationInput], { defaultValue: [], description: '依据指标 · Figures that it rests on.' }) evidence!: CitationInput[];
}

@InputType({ description: '审定考核 · Confirms a grade by a document.' })
class ConfirmAppraisalInput extends OfAppraisal {
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '复核 · Opens an appraisal again.' })
class ReopenAppraisalInput extends OfAppraisal {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

/** A year that has begun; nobody is appraised for a year to come. */
export function begunYear({ now }: Ctx, year: number): number {
  const current = Number(dayOf(now).slice(0, 4));
  if (year >= 2000 && year <= current) return year;
  throw new Refusal('BAD_USER_INPUT', `a year from 2000 to ${current} is appraised, which has begun; got ${year}`);
}

/** Where the person is appraised, and under which posting: a resident cadre in the village, everybody else at home. */
async function placeOf({ em }: Ctx, { kind, posting: id, person, year }: OpenAppraisalInput, home: string): Promise<string> {
  if (kind === AppraisalKind.ANNUAL) {
    if (id) throw new Refusal('BAD_USER_INPUT', 'an annual appraisal is of the person, not of a posting: leave posting out');
    return home;
  }
  if (!id) throw new Refusal('BAD_USER_INPUT', 'the special appraisal of a resident cadre names the posting to the village');
  const versions = await em.find(Posting, { id, person }, { filters: { asOf: false } });
  const [posting] = versions;
  if (!posting) throw new Refusal('NOT_FOUND', `no posting ${id} of this person in your territory`);
  if (!VILLAGE_KINDS.includes(posting.kind))
    throw new Refusal('WRONG_TARGET', `only a posting to a village has a special appraisal; this one is a ${posting.kind}`);
  const served = versions.some((p) => p.actualFrom && p.actualFrom <= `${year}-12-31` && (!p.actualTo || p.actualTo > `${year}-01-01`));
  if (!served) throw new Refusal('NOT_IN_ROLE', `the person wasn't in the village on any day of ${year} by this posting`);
  return posting.division;
}

@Resolver(() => Appraisal)
export class AppraisalResolver {
  @Query(() => appraisals.Connection, {
    description: '考核 · Appraisals of your territory. Who may not read them is told counts of enough people.',
  })
  appraisals(@Context() ctx: Ctx, @Args(() => appraisals.Args) args: PageArgs): object {
    return appraisals.page(ctx, args);
  }

  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who is appraised.' })
  person(@Root() { person }: Appraisal, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }
  @FieldResolver(() => Posting, { nullable: true, description: '选派 · The posting that a special appraisal is of.' })
  posting(@Root() { posting }: Appraisal, @Context() ctx: Ctx): Promise<Posting | null> | null {
    return posting ? postingReference({ id: posting }, ctx) : null;
  }
  @FieldResolver(() => AppliedScheme, { nullable: true, description: '方案 · The scheme under which it was opened.' })
  scheme(@Root() { scheme }: Appraisal, @Context() ctx: Ctx): Promise<AppliedScheme | null> {
    return schemesUsed(ctx, scheme);
  }
  @FieldResolver(() => [EvaluationEntry], { nullable: true, description: '记录 · What was entered; null unless you see PERSONAL data.' })
  @Classified('PERSONAL', { ...PERSONNEL_FILE, property: 'entries' })
  entries(@Root() { entries }: Appraisal): EvaluationEntry[] {
    return entries as EvaluationEntry[];
  }
  @FieldResolver(() => [EvaluationSection], {
    nullable: true,
    description: '党建专项 · Party-building sections; null unless you see PERSONAL data.',
  })
  @Classified('PERSONAL', { ...PERSONNEL_FILE, property: 'sections' })
  sections(@Root() { sections }: Appraisal): EvaluationSection[] {
    return sections as EvaluationSection[];
  }
  @FieldResolver(() => [EvaluationMissing], { description: '缺项 · What it lacks under its scheme (必述必测必考).' })
  async missing(@Root() { scheme, entries, sections }: Appraisal, @Context() ctx: Ctx): Promise<EvaluationMissing[]> {
    const under = await schemesUsed(ctx, scheme);
    return under ? missingFrom(under, entries, sections) : [];
  }
  @FieldResolver(() => [Citation], { description: '依据指标 · Figures that the grade rests on.' })
  evidence(@Root() { evidence }: Appraisal): Citation[] {
    return evidence.map(asCitation);
  }

  @Mutation(() => Appraisal, {
    description:
      '启动考核 · Opens an appraisal under the scheme in force. Refused with ALREADY_APPRAISED when there is one for the person, year and kind.',
  })
  openAppraisal(@Context() ctx: Ctx, @Arg('input', () => OpenAppraisalInput) input: OpenAppraisalInput): Promise<Appraisal> {
    return create(ctx, Appraisal, input, 'appraisal.opened', async ({ ctx: inside }) => {
      const year = begunYear(ctx, input.year);
      const person = await inside.em.findOne(Person, { id: input.person });
      if (!person) throw new Refusal('NOT_FOUND', `no person ${input.person} in your territory as of ${ctx.day}`);
      const division = await placeOf(inside, input, person.homeDivision);
      const scheme = await schemeFor(inside, SchemeKind[input.kind], division);
      return Object.assign(new Appraisal(), {
        id: newId('apr'),
        person: person.id,
        year,
        kind: input.kind,
        division,
        posting: input.posting ?? null,
        scheme: scheme.id,
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => Appraisal, { description: '填报考核 · Enters what is reported, rated and marked, by item and channel of the scheme.' })
  enterAppraisal(@Context() ctx: Ctx, @Arg('input', () => EnterAppraisalInput) input: EnterAppraisalInput): Promise<Appraisal> {
    return change(ctx, Appraisal, input.appraisal, input, async (appraisal, { ctx: inside }) =>
      appraisal.enter(await schemeOf(inside, appraisal.scheme), input.entries, input.sections),
    );
  }

  @Mutation(() => Appraisal, {
    description: '评定等次 · Grades an appraisal. Refused with EVALUATION_INCOMPLETE while something that must be there is missing.',
  })
  gradeAppraisal(@Context() ctx: Ctx, @Arg('input', () => GradeAppraisalInput) input: GradeAppraisalInput): Promise<Appraisal> {
    return change(ctx, Appraisal, input.appraisal, input, async (appraisal, { ctx: inside }) =>
      appraisal.settle(await schemeOf(inside, appraisal.scheme), input.grade, cited(input.evidence, ctx.day)),
    );
  }

  @Mutation(() => Appraisal, { description: '审定考核 · Confirms a grade by a document.' })
  confirmAppraisal(@Context() ctx: Ctx, @Arg('input', () => ConfirmAppraisalInput) input: ConfirmAppraisalInput): Promise<Appraisal> {
    return change(ctx, Appraisal, input.appraisal, input, (appraisal) => appraisal.confirm(input.document));
  }

  @Mutation(() => Appraisal, { description: '复核 · Opens an appraisal again, with a reason; the grade falls away.' })
  reopenAppraisal(@Context() ctx: Ctx, @Arg('input', () => ReopenAppraisalInput) input: ReopenAppraisalInput): Promise<Appraisal> {
    return change(ctx, Appraisal, input.appraisal, input, (appraisal) => appraisal.reopen(input.reason));
  }
}

@Resolver(() => Person)
export class PersonAppraisals {
  @FieldResolver(() => appraisals.Connection, { nullable: true, description: '考核 · Appraisals of the person, to who may read them.' })
  appraisals(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => appraisals.Args) args: PageArgs): object {
    requireRead(ctx, 'Appraisal'); // of one person a count would tell what the rows tell
    return appraisals.pageOf(ctx, 'person', id, args);
  }
}
