import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ASTNode,
  type DocumentNode,
  extendSchema,
  type FieldNode,
  type GraphQLDirective,
  type GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import type { Resource } from '#platform/catalogued';
import { fieldsOf, keyOf, type Path, pruned } from './prune.ts';

export type Qualifier = 'EXACT' | 'AT_LEAST' | 'NEARLY' | 'OR_MORE' | 'ALL' | 'TARGET' | 'RANGE';

/** One figure of a report: a field of the graph, and what is said of it. */
export interface Figure {
  readonly code: string;
  readonly label: string;
  readonly qualifier: Qualifier;
  readonly unit: string | undefined;
  readonly step: number | undefined;
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly source: string | undefined;
  /** The field in the schema: `County.coverage`. */
  readonly coordinate: string;
  /** How its value is read from what the field answers. */
  readonly kind: 'number' | 'money' | 'rate' | 'list';
  readonly path: Path;
  /** The record that sets its target. */
  readonly targetPath: Path | undefined;
  /** The first of the lists behind it. */
  readonly recordsPath: Path;
  readonly recordsPaths: readonly Path[];
  /** What the field is, in the words of the schema. */
  readonly definition: string;
  /** Changes when the words change, or what the field is asked with. */
  readonly definitionVersion: string;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

export interface Report {
  readonly name: string;
  readonly title: string;
  readonly source: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly figures: readonly Figure[];
  /** What it says of itself for the data catalogue, as nouns do. */
  readonly resource?: Resource | undefined;
  /** What is carried out: without the directives of reports and without the lists behind figures. */
  readonly operation: DocumentNode;
  /** As it is written. */
  readonly document: DocumentNode;
}

/** Why a text is not a report, or not any more. */
export class BrokenReport extends Error {}

const folder = fileURLToPath(new URL('../../../reports/', import.meta.url));
/** The folder of the reports that come with the platform. */
export const REPORTS = folder;

const extended = new WeakMap<GraphQLSchema, GraphQLSchema>();

/** The schema with the directives of reports, which no client may send. */
function reporting(schema: GraphQLSchema): GraphQLSchema {
  const known = extended.get(schema);
  if (known) return known;
  const sdl = parse(readFileSync(`${folder}directives.graphql`, 'utf8'));
  const made = extendSchema(schema, sdl, { assumeValid: true });
  extended.set(schema, made);
  return made;
}

/** Reads a report: an operation whose figures carry `@figure`. Throws a `BrokenReport` that names the figure. */
export function readReport(text: string, schema: GraphQLSchema, name = 'report'): Report {
  const wrong = (what: string): never => {
    throw new BrokenReport(`report ${name}: ${what}`);
  };
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true });
  } catch (error) {
    return wrong((error as Error).message);
  }
  const [operation, ...more] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== 'query' || more.length > 0)
    return wrong('a report is one query, without fragments');
  const whole = reporting(schema);
  const directive = (name: string) => whole.getDirective(name) as GraphQLDirective;
  const directives = { report: directive('report'), figure: directive('figure'), catalogued: directive('catalogued') };
  const [fault] = validate(whole, document, specifiedRules, { maxErrors: 1 });
  if (fault) return wrong(faultOf(operation, fault));
  const said = getDirectiveValues(directives.report, operation) as { title: string; source?: string } | undefined;
  if (!said) return wrong('say @report(title: "中文 · English") on the query');

  const figures: Figure[] = [];
  const walk = (fields: readonly FieldNode[], type: GraphQLNamedType, above: readonly Step[]): void => {
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    for (const node of fields) {
      const field = type.getFields()[node.name.value];
      if (!field) continue; // __typename
      const steps = [...above, { node, field, owner: type.name, siblings: fields }];
      const values = getDirectiveValues(directives.figure, node) as FigureSaid | undefined;
      if (values) figures.push(figureOf(values, steps, wrong));
      walk(fieldsOf(node), getNamedType(field.type), steps);
    }
  };
  walk(fieldsOf(operation), whole.getQueryType() as GraphQLNamedType, []);
  const twice = figures.find((f, i) => figures.findIndex((other) => other.code === f.code) !== i);
  if (twice) return wrong(`two figures are called ${twice.code}`);
  if (figures.length === 0) return wrong('no field carries @figure');
  figures.sort(byCode);
  const resource = getDirectiveValues(directives.catalogued, operation) as unknown as Resource | undefined;
  const bare = { name, title: said.title, source: said.source, figures, resource, document };
  return {
    ...bare,
    parameters: (operation.variableDefinitions ?? []).map((v) => ({
      name: v.variable.name.value,
      type: print(v.type),
      required: v.type.kind === Kind.NON_NULL_TYPE && !v.defaultValue,
    })),
    operation: pruned(bare, figures),
  };
}

/** F03, F03∩F17, F04: a figure before its overlaps, both before the next. */
const byCode = (a: Figure, b: Figure): number => a.code.split('∩').length - b.code.split('∩').length || (a.code < b.code ? -1 : 1);

export interface FigureSaid {
  readonly code: string;
  readonly label: string;
  readonly qualifier: Qualifier;
  readonly unit?: string;
  readonly step?: number;
  readonly target?: string;
  readonly least?: number;
  readonly most?: number;
  readonly source?: string;
  readonly records?: readonly string[];
}

interface Step {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly owner: string;
  readonly siblings: readonly FieldNode[];
}

function figureOf(said: FigureSaid, steps: readonly Step[], wrong: (what: string) => never): Figure {
  const amiss = (what: string): never => wrong(`figure ${said.code}: ${what}`);
  const { node, field, owner } = steps.at(-1) as Step;
  const path = steps.map((s) => keyOf(s.node));
  const asked = new Set(fieldsOf(node).map(keyOf));
  const named = getNamedType(field.type);
  const plain = isNonNullType(field.type) ? field.type.ofType : field.type;
  const kind = asked.has('numerator') ? 'rate' : asked.has('totalCount') ? 'list' : named.name === 'MoneyFen' ? 'money' : 'number';
  if (isListType(plain)) amiss(`${owner}.${field.name} is a bare list: count one that has a totalCount`);
  if (kind === 'rate' && !asked.has('denominator')) amiss('a share needs its numerator and its denominator');
  if (kind === 'number' && named.name !== 'Int')
    amiss(`${owner}.${field.name} is ${named.name}; a figure is a number, money, a rate or a list with its totalCount`);
  if (['AT_LEAST', 'NEARLY', 'OR_MORE'].includes(said.qualifier) && !said.step) amiss(`${said.qualifier} rounds: say to what, step: 10`);
  if (said.qualifier === 'TARGET' && !said.target) amiss('a TARGET figure names the record that sets it: target: "alias"');
  if (['TARGET', 'ALL'].includes(said.qualifier) && kind !== 'rate') amiss(`${said.qualifier} goes with a share: numerator, denominator`);

  /** The place of an alias: within the field, beside it, or further out. */
  const placeOf = (alias: string, outward = true): Path => {
    if (fieldsOf(node).some((f) => keyOf(f) === alias)) return [...path, alias];
    for (let depth = steps.length - 1; depth >= 0; depth--) {
      if ((steps[depth] as Step).siblings.some((f) => keyOf(f) === alias)) return [...path.slice(0, depth), alias];
      if (!outward) break;
    }
    return amiss(`nothing here is called ${alias}`);
  };
  const recordsPaths =
    said.records?.map((alias) => placeOf(alias)) ?? (kind === 'list' ? [path] : amiss('say the list behind it: records: "alias"'));
  const definition = field.description ?? '';
  return {
    ...{ code: said.code, label: said.label, qualifier: said.qualifier, unit: said.unit, step: said.step },
    ...{ least: said.least, most: said.most, source: said.source, kind, path, definition },
    coordinate: `${owner}.${field.name}`,
    targetPath: said.target === undefined ? undefined : placeOf(said.target, false),
    recordsPath: recordsPaths[0] as Path,
    recordsPaths,
    definitionVersion: createHash('sha256')
      .update([definition, ...steps.map((s) => `${s.owner}.${s.field.name}(${(s.node.arguments ?? []).map(print).join(', ')})`)].join('\n'))
      .digest('hex')
      .slice(0, 16),
  };
}

/** A fault of validation, with the figures that it takes away. */
function faultOf(operation: OperationDefinitionNode, fault: GraphQLError): string {
  const at = fault.nodes?.[0];
  const hit: string[] = [];
  const walk = (node: FieldNode, within: boolean): void => {
    const hurt = within || saysItself(node, at);
    const code = node.directives?.find((d) => d.name.value === 'figure')?.arguments?.find((a) => a.name.value === 'code')?.value;
    if (code?.kind === Kind.STRING && (hurt || holds(node, at))) hit.push(code.value);
    for (const below of fieldsOf(node)) walk(below, hurt);
  };
  for (const node of fieldsOf(operation)) walk(node, false);
  const gone = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(fault.message);
  const what = gone ? `${gone[2]} has no field ${gone[1]} any more` : fault.message;
  return hit.length ? `figure ${hit.join(', ')}: ${what}` : what;
}

/** Whether a part of an operation is, or holds, the node. */
function holds(part: ASTNode, node: ASTNode | undefined): boolean {
  let found = false;
  visit(part, { enter: (n) => void (found ||= n === node) });
  return found;
}
/** The same, of a field without what is selected in it. */
const saysItself = (field: FieldNode, node: ASTNode | undefined): boolean =>
  field === node || [...(field.arguments ?? []), ...(field.directives ?? [])].some((part) => holds(part, node));
