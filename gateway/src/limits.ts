import { type DocumentNode, type FragmentDefinitionNode, Kind, parse, type SelectionSetNode, visit } from 'graphql';
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

/** How many texts that passed are remembered. */
const REMEMBERED = 2000;

/** What is known of a text that passed. */
export interface Measured {
  /** Whether it asks for the schema itself. */
  readonly introspects: boolean;
}

const UNMEASURED: Measured = { introspects: false };

/**
 * Measures every operation before it is validated or planned: validating a bomb is as dear as planning it. A text that
 * passed once isn't measured again. What doesn't parse is left to the server, which says where.
 */
export function sizeCheck(): (query: unknown) => Measured {
  const passed = new Map<string, Measured>();
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
    let introspects = false;
    visit(document, {
      Field(node) {
        if (node.name.value === '__schema' || node.name.value === '__type') introspects = true;
      },
    });
    if (passed.size >= REMEMBERED) passed.delete(passed.keys().next().value as string);
    const measured = { introspects };
    passed.set(query, measured);
    return measured;
  };
}
