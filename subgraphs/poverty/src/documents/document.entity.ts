import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';

invariant(
  'one_document_a_number',
  'policy_document.doc_no',
  'DOCUMENT_KNOWN',
  'a document with this number is registered; ask policyDocument(docNo) for it',
);
invariant(
  'one_successor',
  'policy_document.supersedes',
  'DOCUMENT_SUCCEEDED',
  'another document has already taken the place of that one; name the newest of its line',
);

/** A document (文件) that something is done by. Whoever answers for a part of the division it binds may read it. */
@Entity({ tableName: 'policy_document' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['docNo'], where: { validTo: FOREVER }, name: 'one_document_a_number' })
@Unique({ properties: ['supersedes'], where: { validTo: FOREVER, supersedes: { $ne: null } }, name: 'one_successor' })
@Index({ properties: ['issuedOn'] })
@ObjectType({ description: '文件 · A document of the county, by its number; what applies it refers to it.' })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "docNo")')
@Catalogued({ serial: 61, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class PolicyDocument extends Versioned {
  @Field(() => String, { description: '标题 · Title.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Field(() => DocNo, { description: '文号 · Its number, which no other document has.' })
  @Property({ type: 'string', length: 60 })
  docNo!: string;
  @Field(() => String, { description: '发文机关 · Who issued it.' })
  @Property({ type: 'string', length: 100 })
  issuer!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DateScalar, { description: '印发日 · Day of issue.' })
  @Property({ type: 'string', length: 10 })
  issuedOn!: Day;
  @Field(() => DateScalar, { description: '施行日 · First day on which it is in force.' })
  @Property({ type: 'string', length: 10 })
  effectiveFrom!: Day;
  @Field(() => DateScalar, {
    nullable: true,
    description: '失效日 · First day on which it is no longer in force; null when it has no end.',
  })
  @Property({ type: 'string', length: 10, nullable: true })
  effectiveTo?: Day | null;
  @Field(() => Boolean, { description: '试行 · Whether it is on trial.' })
  @Property({ type: 'boolean' })
  trial: boolean = false;
  /** Key of the document whose place it takes. */
  @Property({ type: 'string', length: 20, nullable: true }) supersedes?: string | null;
  @Field(() => String, { nullable: true, description: '废止原因 · Why it was repealed.' })
  @Property({ type: 'string', length: 500, nullable: true })
  repealReason?: string | null;

  override place(): string {
    return this.division;
  }

  /** Ends its force: from `on` it binds nobody. */
  repeal(on: Day, reason: string): string {
    if (this.effectiveTo && this.effectiveTo <= on)
      throw new Refusal('DOCUMENT_ENDED', `${this.docNo} was in force until ${this.effectiveTo}; it can't be repealed after that`);
    if (on < this.effectiveFrom)
      throw new Refusal('BAD_USER_INPUT', `${this.docNo} is in force from ${this.effectiveFrom}; repeal it on that day or later`);
    Object.assign(this, { effectiveTo: on, repealReason: said(reason, 'reason') });
    return 'document.repealed';
  }

  /** Takes the place of an earlier document, which ends on the day this one begins. */
  succeed(earlier: PolicyDocument): string {
    if (this.supersedes)
      throw new Refusal('CONFLICT', `${this.docNo} already takes the place of another document; a document succeeds one document`);
    if (earlier.issuedOn > this.issuedOn)
      throw new Refusal(
        'BAD_USER_INPUT',
        `${earlier.docNo} was issued on ${earlier.issuedOn}, after ${this.docNo}; a document takes the place of an earlier one`,
      );
    this.supersedes = earlier.id;
    return 'document.succeeded';
  }
}
