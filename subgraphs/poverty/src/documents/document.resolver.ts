import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byDay, byId, byRule, byText, byYes } from '#platform/filter';
import { newId } from '#platform/id';
import { writeAlone } from '#platform/ledger';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { PolicyDocument } from './document.entity.ts';
import { closesCircle, isInForce, whereInForce, whereNotInForce } from './document.rules.ts';

export const documents = list({
  name: 'PolicyDocument',
  entity: PolicyDocument,
  filter: {
    title: byText('title', '标题 · Title.'),
    docNo: byText('docNo', '文号 · Number.'),
    issuer: byText('issuer', '发文机关 · Issuer.'),
    issuedOn: byDay('issuedOn', '印发日 · Day of issue.'),
    trial: byYes('trial', '试行 · On trial.'),
    supersedes: byId('supersedes', '替代 · Key of the document whose place it takes.'),
    inForce: byRule('有效 · In force on the day asked for.', (yes, { day }) => (yes ? whereInForce(day) : whereNotInForce(day))),
  },
  order: {
    ISSUED_ON: { property: 'issuedOn', description: '印发日 · By day of issue; newest first unless you say otherwise.' },
    DOC_NO: { property: 'docNo', description: '文号 · By number.' },
  },
  defaultOrder: { field: 'ISSUED_ON', direction: Direction.DESC },
  groups: {
    issuer: { property: 'issuer', type: () => String, description: '发文机关 · Issuer.' },
    issuedOn: { property: 'issuedOn', type: () => DateScalar, day: true, description: '印发日 · Day of issue.' },
    trial: { property: 'trial', type: () => Boolean, description: '试行 · On trial.' },
  },
});

export const documentById = byKey(PolicyDocument);

const documentByNumber = batched<string, PolicyDocument | null>(async (numbers, { em }) => {
  const rows = await em.find(PolicyDocument, { docNo: { $in: [...numbers] } });
  const byNumber = new Map(rows.map((d) => [d.docNo, d]));
  return (docNo) => byNumber.get(docNo) ?? null;
});

/** A document that another store names by number, or by key. */
export const documentReference = (reference: { id?: string; docNo?: string }, ctx: Ctx): Promise<PolicyDocument | null> =>
  reference.id ? documentById(ctx, reference.id) : documentByNumber(ctx, reference.docNo as string);

const successorOf = batched<string, PolicyDocument | null>(async (ids, { em }) => {
  const rows = await em.find(PolicyDocument, { supersedes: { $in: [...ids] } });
  const bySuperseded = new Map(rows.map((d) => [d.supersedes, d]));
  return (id) => bySuperseded.get(id) ?? null;
});

/** Refuses a number under which nothing is registered: what is done by a document must be able to show it. */
export async function requireDocument({ em, day }: Pick<Ctx, 'em' | 'day'>, docNo: string): Promise<string> {
  if (await em.findOne(PolicyDocument, { docNo })) return docNo;
  throw new Refusal('NOT_FOUND', `no document ${docNo} is registered as of ${day}; register it with issueDocument first`);
}

@InputType({ description: '登记文件 · A document as it was issued.' })
class IssueDocumentInput extends Intent {
  @Field(() => String, { description: '标题 · Title, up to 200 characters.' }) title!: string;
  @Field(() => DocNo, { description: '文号 · Number.' }) docNo!: string;
  @Field(() => String, { description: '发文机关 · Issuer, up to 100 characters.' }) issuer!: string;
  @Field(() => ID, { description: '适用范围 · Key of the county or township that it binds.' }) division!: string;
  @Field(() => DateScalar, { description: '印发日 · Day of issue; not after the day asked for.' }) issuedOn!: Day;
  @Field(() => DateScalar, { nullable: true, description: '施行日 · First day in force; the day of issue unless given.' })
  effectiveFrom?: Day;
  @Field(() => DateScalar, { nullable: true, description: '失效日 · First day no longer in force.' }) effectiveTo?: Day;
  @Field(() => Boolean, { defaultValue: false, description: '试行 · On trial.' }) trial!: boolean;
  @Field(() => ID, { nullable: true, description: '替代 · Key of the document whose place it takes.' }) supersedes?: string;
}

@InputType({ description: '废止文件 · The document and why it ends.' })
class RepealDocumentInput extends Move {
  @Field(() => ID, { description: '文件 · The document.' }) document!: string;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@InputType({ description: '文件替代 · A document and the earlier one whose place it takes.' })
class SupersedeDocumentInput extends Move {
  @Field(() => ID, { description: '文件 · The later document.' }) document!: string;
  @Field(() => ID, { description: '被替代文件 · The earlier document.' }) supersedes!: string;
}

/** Binds a document into the line of its predecessors; lines are read while nobody else writes, so none becomes a circle. */
async function succeed({ ctx: { em, day } }: Work, later: PolicyDocument, supersedes: string): Promise<string> {
  await writeAlone(em);
  const earlier = await em.findOne(PolicyDocument, { id: supersedes });
  if (!earlier) throw new Refusal('NOT_FOUND', `no document ${supersedes} in your territory as of ${day}`);
  const lines = await em.find(PolicyDocument, { supersedes: { $ne: null }, validTo: FOREVER }, { filters: { asOf: false } });
  if (
    closesCircle(
      later.id,
      supersedes,
      lines.map((d) => [d.id, d.supersedes as string] as const),
    )
  )
    throw new Refusal('CYCLE', `${earlier.docNo} goes back to ${later.docNo} itself; documents can't take each other's place in a circle`);
  return later.succeed(earlier);
}

@Resolver(() => PolicyDocument)
export class PolicyDocumentResolver {
  @Query(() => documents.Connection, { description: '文件 · Documents that bind your territory.' })
  policyDocuments(@Context() ctx: Ctx, @Args(() => documents.Args) args: PageArgs): object {
    return documents.page(ctx, args);
  }
  @Query(() => PolicyDocument, { nullable: true, description: '文件 · The document with this number or key; null when there is none.' })
  policyDocument(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { nullable: true, description: '标识 · Its key.' }) id?: string,
    @Arg('docNo', () => DocNo, { nullable: true, description: '文号 · Its number.' }) docNo?: string,
  ): Promise<PolicyDocument | null> {
    if ((id == null) === (docNo == null)) throw new Refusal('BAD_USER_INPUT', 'name the document by id or by docNo, one of the two');
    return id != null ? documentById(ctx, id) : documentByNumber(ctx, docNo as string);
  }

  @FieldResolver(() => Boolean, { description: '有效 · In force on the day asked for.' })
  inForce(@Root() document: PolicyDocument, @Context() { day }: Ctx): boolean {
    return isInForce(document, day);
  }
  @FieldResolver(() => PolicyDocument, { nullable: true, description: '替代 · The earlier document whose place it takes.' })
  supersedes(@Root() { supersedes }: PolicyDocument, @Context() ctx: Ctx): Promise<PolicyDocument | null> | null {
    return supersedes ? documentById(ctx, supersedes) : null;
  }
  @FieldResolver(() => PolicyDocument, { nullable: true, description: '被替代 · The later document that took its place.' })
  supersededBy(@Root() { id }: PolicyDocument, @Context() ctx: Ctx): Promise<PolicyDocument | null> {
    return successorOf(ctx, id);
  }

  @Mutation(() => PolicyDocument, {
    description: '登记文件 · Registers a document. Refused with DOCUMENT_KNOWN when its number is taken.',
  })
  issueDocument(@Context() ctx: Ctx, @Arg('input', () => IssueDocumentInput) input: IssueDocumentInput): Promise<PolicyDocument> {
    return create(ctx, PolicyDocument, input, 'document.issued', async (work) => {
      const { division, docNo, issuedOn, trial, effectiveTo } = input;
      const effectiveFrom = input.effectiveFrom ?? issuedOn;
      const place = ctx.territory.at(division, ctx.day);
      if (!place || !['COUNTY', 'TOWNSHIP'].includes(place.kind) || !ctx.scope.covers(division))
        throw new Refusal('NOT_FOUND', `no county or township ${division} in your territory as of ${ctx.day}`);
      if (issuedOn > ctx.day)
        throw new Refusal('BAD_USER_INPUT', `a document is registered once it is issued; ${issuedOn} lies after ${ctx.day}`);
      if (effectiveTo && effectiveTo <= effectiveFrom)
        throw new Refusal('BAD_USER_INPUT', `a document ends after it begins; got ${effectiveFrom} to ${effectiveTo}`);
      const document = Object.assign(new PolicyDocument(), {
        id: newId('doc'),
        title: said(input.title, 'title', 200),
        docNo,
        issuer: said(input.issuer, 'issuer', 100),
        division,
        issuedOn,
        effectiveFrom,
        effectiveTo: effectiveTo ?? null,
        trial,
        validFrom: ctx.day,
      });
      if (input.supersedes) await succeed(work, document, input.supersedes);
      return document;
    });
  }
  @Mutation(() => PolicyDocument, { description: '废止文件 · Ends its force on the day asked for.' })
  repealDocument(@Context() ctx: Ctx, @Arg('input', () => RepealDocumentInput) input: RepealDocumentInput): Promise<PolicyDocument> {
    return change(ctx, PolicyDocument, input.document, input, (document) => document.repeal(ctx.day, input.reason));
  }
  @Mutation(() => PolicyDocument, {
    description: '文件替代 · Says that a document takes the place of an earlier one. Refused with CYCLE when that one goes back to it.',
  })
  supersedeDocument(
    @Context() ctx: Ctx,
    @Arg('input', () => SupersedeDocumentInput) input: SupersedeDocumentInput,
  ): Promise<PolicyDocument> {
    return change(ctx, PolicyDocument, input.document, input, (document, work) => succeed(work, document, input.supersedes));
  }
}
