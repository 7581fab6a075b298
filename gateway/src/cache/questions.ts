import { getOperationAST, type OperationDefinitionNode, OperationTypeNode, parse, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import { LIMITS } from '../limits.ts';

/** The longest texts that are remembered; a longer one is read anew each time and its answer isn't kept. */
const LONGEST = 32 * 1024;

/** What is known of the text of a document. */
interface Text {
  /** A number that only this document has, however it is spaced, and no other ever gets. */
  readonly id: number;
  /** The names of its queries; undefined stands for the only one. */
  readonly queries: ReadonlySet<string | undefined>;
}

/** Tells operations apart: the document and the operation in it, if it is a query; undefined for whatever else it is. */
export function operations(bytes: number): (text: string, name: string | undefined) => string | undefined {
  const half = Math.floor(bytes / 2);
  const texts = new LRUCache<string, Text>({ maxSize: half, sizeCalculation: (_, text) => 2 * text.length + 300 });
  const ids = new LRUCache<string, number>({ maxSize: half, sizeCalculation: (_, printed) => 2 * printed.length + 100 });
  let last = 0;

  const read = (text: string): Text => {
    const { document, printed } = documentIn(text);
    let id = printed === undefined ? undefined : ids.get(printed);
    if (id === undefined) {
      id = ++last;
      if (printed !== undefined) ids.set(printed, id);
    }
    const queries = new Set<string | undefined>();
    const operations = (document?.definitions ?? []).filter((d): d is OperationDefinitionNode => d.kind === 'OperationDefinition');
    for (const { name, operation } of operations) if (operation === OperationTypeNode.QUERY) queries.add(name?.value);
    if (document && getOperationAST(document)?.operation === OperationTypeNode.QUERY) queries.add(undefined);
    else queries.delete(undefined);
    return { id, queries };
  };
  return (text, name) => {
    if (text.length > LONGEST) return undefined;
    let known = texts.get(text);
    if (!known) texts.set(text, (known = read(text)));
    return known.queries.has(name) ? `${known.id} ${name ?? ''}` : undefined;
  };
}

function documentIn(text: string) {
  try {
    const document = parse(text, { noLocation: true, maxTokens: LIMITS.tokens });
    return { document, printed: print(document) };
  } catch {
    return {};
  }
}

/** Variables in one form, whatever the order of their names; undefined stays apart from null. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? '';
