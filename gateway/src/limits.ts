import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type VariableNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { Refusal } from '#platform/refusal';

/** What one request may cost before anything is planned. */
export const LIMITS = {
  /** Bytes of a body. */
  bytes: 256 * 1024,
  /** Lexical tokens of a document. */
  tokens: 4000,
  /** Nesting of fields. */
  depth: 16,
  /** Fields under another name, over the whole document with its fragments spread out. */
  aliases: 60,
  /** Fields after every fragment is spread out where it is used: what the planner would have to look at. */
  selections: 5000,
  /** Directives in the document. */
  directives: 100,
  /** Objects and lists in one another, in the variables. */
  levels: 64,
} as const;

interface Size {
  readonly fields: number;
  readonly aliases: number;
  readonly depth: number;
}

const NOTHING: Size = { fields: 0, aliases: 0, depth: 0 };

/**
 * How large a document becomes when its fragments are spread out. Each fragment is measured once, so a bomb of nested
 * fragments costs no more to measure than to read; a circle of fragments counts as endless.
 */
export function sizeOf(document: DocumentNode): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Size>();
  const ENDLESS: Size = { fields: Number.POSITIVE_INFINITY, aliases: 0, depth: Number.POSITIVE_INFINITY };

  const ofFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING; // validation names it
    measured.set(name, ENDLESS);
    const size = of(fragment.selectionSet);
    measured.set(name, size);
    return size;
  };
  const of = (set: SelectionSetNode): Size => {
    let [fields, aliases, depth] = [0, 0, 0];
    for (const selection of set.selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet
            ? of(selection.selectionSet)
            : NOTHING;
      const own = selection.kind === Kind.FIELD ? 1 : 0;
      fields += inner.fields + own;
      aliases += inner.aliases + (selection.kind === Kind.FIELD && selection.alias ? 1 : 0);
      depth = Math.max(depth, inner.depth + own);
    }
    return { fields, aliases, depth };
  };

  let total = NOTHING;
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const size = of(definition.selectionSet);
      total = { fields: total.fields + size.fields, aliases: total.aliases + size.aliases, depth: Math.max(total.depth, size.depth) };
    }
  return total;
}

function directivesIn(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, n) => sum + directivesIn(n), 0);
  if (!node || typeof node !== 'object' || !('kind' in node)) return 0;
  const own = 'directives' in node && Array.isArray(node.directives) ? node.directives.length : 0;
  return Object.entries(node).reduce((sum, [key, value]) => (key === 'loc' ? sum : sum + directivesIn(value)), own);
}

/** Refuses a document that is too large, saying which limit and by how much. */
export function checkSize(document: DocumentNode): void {
  const { fields, aliases, depth } = sizeOf(document);
  const over = (what: string, is: number, limit: number) => {
    if (is > limit)
      throw new Refusal(
        'LIMIT_EXCEEDED',
        `this operation has ${Number.isFinite(is) ? is : 'endless'} ${what}; at most ${limit} are allowed. Ask for less at once`,
        { limit },
      );
  };
  over('levels of fields', depth, LIMITS.depth);
  over('fields with its fragments spread out', fields, LIMITS.selections);
  over('aliases', aliases, LIMITS.aliases);
  over('directives', directivesIn(document), LIMITS.directives);
}

/**
 * Refuses names that every JavaScript object has already (`__proto__`, `constructor`, `toString`…): as the key of an answer
 * they would reach what all objects share (CVE-2026-32621).
 */
export function checkNames(document: DocumentNode): void {
  const refuse = (name: string | undefined, what: string) => {
    if (name !== undefined && (name in Object.prototype || name === 'prototype'))
      throw new Refusal('BAD_USER_INPUT', `${name} can't be ${what}; take another name`);
  };
  visit(document, {
    [Kind.OPERATION_DEFINITION]: (node: OperationDefinitionNode) => refuse(node.name?.value, 'the name of an operation'),
    [Kind.FRAGMENT_DEFINITION]: (node: FragmentDefinitionNode) => refuse(node.name.value, 'the name of a fragment'),
    [Kind.VARIABLE]: (node: VariableNode) => refuse(node.name.value, 'a variable'),
    [Kind.FIELD]: (node: FieldNode) => refuse(node.alias?.value, 'an alias'),
  });
}

/** Refuses variables that are nested too deep for anybody to read them, one level at a time. */
export function checkLevels(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > LIMITS.levels)
      throw new Refusal('LIMIT_EXCEEDED', `the variables are nested in more than ${LIMITS.levels} levels; nothing here is`, {
        limit: LIMITS.levels,
      });
    level = level.flatMap((value) => (value && typeof value === 'object' ? Object.values(value) : []));
  }
}

/** Memory of texts that passed. */
const REMEMBERED_BYTES = 8_000_000;

/** What is known of a text that passed. */
export interface Measured {
  /** Whether it asks for the schema itself. */
  readonly introspects: boolean;
  /** Whether one of its operations asks for the schema and for what is in the graph at once. */
  readonly mixed: boolean;
}

const UNMEASURED: Measured = { introspects: false, mixed: false };

/** Whether a field at the root asks for the schema itself. */
export const isOfSchema = (field: string): boolean => field === '__schema' || field === '__type';

/** What an operation asks for at its root, its fragments spread out. The document is no circle. */
export function rootFields(document: DocumentNode, set: SelectionSetNode): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(document, selection.selectionSet);
    const fragment = document.definitions.find((d) => d.kind === Kind.FRAGMENT_DEFINITION && d.name.value === selection.name.value);
    return fragment ? rootFields(document, (fragment as FragmentDefinitionNode).selectionSet) : [];
  });
}

function measure(document: DocumentNode): Measured {
  let introspects = false;
  visit(document, {
    Field(node) {
      introspects ||= isOfSchema(node.name.value);
    },
  });
  const mixed =
    introspects &&
    document.definitions.some((d) => {
      if (d.kind !== Kind.OPERATION_DEFINITION) return false;
      const fields = rootFields(document, d.selectionSet).filter((name) => name !== '__typename');
      return fields.some(isOfSchema) && !fields.every(isOfSchema);
    });
  return { introspects, mixed };
}

/**
 * Measures every operation before it is validated or planned: validating a bomb is as dear as planning it. A text that
 * passed once isn't measured again. What doesn't parse is left to the server, which says where.
 */
export function sizeCheck(): (query: unknown) => Measured {
  const passed = new LRUCache<string, Measured>({ maxSize: REMEMBERED_BYTES, sizeCalculation: (_, text) => 2 * text.length + 200 });
  return (query) => {
    if (typeof query !== 'string') return UNMEASURED;
    const known = passed.get(query);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parse(query, { noLocation: true, maxTokens: LIMITS.tokens });
    } catch {
      return UNMEASURED;
    }
    checkSize(document);
    checkNames(document);
    const measured = measure(document);
    passed.set(query, measured);
    return measured;
  };
}
