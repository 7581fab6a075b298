import { LockMode } from '@mikro-orm/core';
import { Arg, Ctx as Context, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { Intent, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { requireAgency } from '../agencies/agency.reads.ts';
import { requireOrganization, requirePerson } from '../facts/fact.reads.ts';
import { Inspection } from '../inspections/inspection.entity.ts';
import { takesFindings } from '../inspections/inspection.rules.ts';
import { InspectionVisit } from '../inspections/visit.entity.ts';
import { aVisit, requireInspected } from '../inspections/visit.resolver.ts';
import { categoryNamed } from './category.resolver.ts';
import { Finding } from './finding.entity.ts';
import { CATEGORY_LENGTH, FindingState, FindingSubject, recurs, Severity, SUBJECT_COLUMN } from './finding.rules.ts';
import { rulesOf } from './ruleset.reads.ts';

@InputType({ description: '登记问题 · What an inspection found, in a village or about an agency, a Party organization or a person.' })
class OpenFindingInput extends Intent {
  @Field(() => ID, { description: '督查 · The inspection that found it.' }) inspection!: string;
  @Field(() => ID, { nullable: true, description: '村 · The village or community; one of the four subjects is named.' }) village?: string;
  @Field(() => ID, { nullable: true, description: '单位 · The agency that it is about.' }) agency?: string;
  @Field(() => ID, { nullable: true, description: '党组织 · The Party organization that it is about.' }) organization?: string;
  @Field(() => ID, { nullable: true, description: '个人 · The person whom it is about; told to few.' }) person?: string;
  @Field(() => String, {
    description: `类别 · Category by code or name of the code list, or in words of your own, up to ${CATEGORY_LENGTH} characters.`,
  })
  category!: string;
  @Field(() => Severity, { description: '严重程度 · How bad it is.' }) severity!: Severity;
  @Field(() => DateScalar, { description: '发现日 · Day of finding; not after the day asked for.' }) foundOn!: Day;
  @Field(() => String, { description: '问题描述 · What was found, up to 4000 characters.' }) description!: string;
}

/** What a finding is about, and where that lies. */
interface Subject {
  readonly subjectType: FindingSubject;
  readonly key: string;
  readonly division: string;
}

@Resolver(() => Finding)
export class OpeningResolver {
  @Mutation(() => Finding, {
    description:
      '登记问题 · Opens a finding, from the day on which it was found. The same category of the same subject, found again within the months that the rules say after closing, opens as REOPENED and is linked to the earlier one.',
  })
  openFinding(@Context() ctx: Ctx, @Arg('input', () => OpenFindingInput) input: OpenFindingInput): Promise<Finding> {
    return once(ctx, Finding, input, async (work) => {
      const { em } = work.ctx;
      const { foundOn, severity } = input;
      const words = said(input.category, 'category', CATEGORY_LENGTH);
      const description = said(input.description, 'description', 4000);
      if (foundOn > ctx.day)
        throw new Refusal('BAD_USER_INPUT', `a finding is entered on or after the day it was made; ${foundOn} lies after ${ctx.day}`);
      // Locked, so that it isn't closed meanwhile.
      const inspection = await em.findOne(Inspection, { id: input.inspection }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!inspection || !takesFindings(inspection))
        throw new Refusal(
          'NOT_FOUND',
          `no inspection ${input.inspection} in your territory that takes findings as of ${ctx.day}${inspection ? `; it is ${inspection.state}` : ''}`,
        );
      const subject = await subjectOf(work.ctx, input, inspection);
      const listed = await categoryNamed(work.ctx, words, foundOn);
      const category = listed?.name ?? words;
      const earlier = await recurring(work.ctx, subject, category, foundOn);
      const finding = work.create(
        Object.assign(new Finding(), {
          id: newId('fnd'),
          inspection: inspection.id,
          division: subject.division,
          subjectType: subject.subjectType,
          [SUBJECT_COLUMN[subject.subjectType]]: subject.key,
          category,
          categoryCode: listed?.code ?? null,
          severity,
          foundOn,
          description,
          state: earlier ? FindingState.REOPENED : FindingState.OPEN,
          recurrenceOf: earlier?.id ?? null,
          validFrom: foundOn,
        }),
        'finding.opened',
      );
      if (earlier) await work.change(Finding, earlier.id, (f) => f.recur(foundOn), { on: laterOf(earlier.validFrom, foundOn) });
      if (finding.village) await visited(work, inspection, finding.village, foundOn);
      return finding;
    });
  }
}

const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

/** Whatever is found in a village is found on a visit, whether somebody recorded that or not. */
async function visited({ ctx, create }: Work, inspection: Inspection, village: string, on: Day): Promise<void> {
  if (!(await ctx.em.findOne(InspectionVisit, { inspection: inspection.id, village, on })))
    create(aVisit(inspection.id, village, on, ctx.caller.id), 'inspectionVisit.recorded');
}

/** The one subject that is named, on the day of finding and in the caller's territory. */
async function subjectOf(ctx: Ctx, input: OpenFindingInput, inspection: Inspection): Promise<Subject> {
  const { foundOn } = input;
  const named = Object.values(FindingSubject).filter((type) => input[SUBJECT_COLUMN[type]] != null);
  const [subjectType] = named;
  if (!subjectType || named.length > 1)
    throw new Refusal('BAD_USER_INPUT', 'a finding is about one thing: name its village, agency, organization or person');
  const key = input[SUBJECT_COLUMN[subjectType]] as string;
  if (subjectType === FindingSubject.VILLAGE) {
    requireInspected(ctx, inspection, key, foundOn);
    return { subjectType, key, division: key };
  }
  const division = (await whereIs(ctx, subjectType, key, foundOn)) ?? inspection.division;
  if (!ctx.scope.covers(division))
    throw new Refusal('NOT_FOUND', `no ${subjectType.toLowerCase()} ${key} in your territory as of ${foundOn}`);
  return { subjectType, key, division };
}

/** The division in which an agency, an organization or a person belongs. */
async function whereIs(ctx: Ctx, type: FindingSubject, key: string, on: Day): Promise<string | null | undefined> {
  if (type === FindingSubject.AGENCY) return (await requireAgency(ctx, key)).division;
  if (type === FindingSubject.ORGANIZATION) return (await requireOrganization(ctx, key, on)).division;
  return (await requirePerson(ctx, key, on)).home;
}

/** The closed finding that this one repeats: same category, same subject, closed not longer ago than the rules say. */
async function recurring(ctx: Ctx, { subjectType, key }: Subject, category: string, foundOn: Day): Promise<Finding | null> {
  const { recurrenceMonths } = await rulesOf(ctx);
  const closed = await ctx.em.find(
    Finding,
    { subjectType, [SUBJECT_COLUMN[subjectType]]: key, category, state: FindingState.CLOSED, validTo: FOREVER, recurredOn: null },
    { filters: { asOf: false }, orderBy: { closedOn: 'desc', id: 'asc' } },
  );
  return closed.find((f) => f.closedOn && recurs(f.closedOn, foundOn, recurrenceMonths)) ?? null;
}
