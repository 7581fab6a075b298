import type { GraphQLEnumType } from 'graphql';

/** The Chinese part of a description that is written `中文 · English`. */
export const labelOf = (description: string | null | undefined): string | undefined => {
  const [label = '', ...rest] = (description ?? '').split(' · ');
  return rest.length > 0 ? label.trim() : undefined;
};

const WORD = '[^\\s,;:，；：→()]*\\p{Script=Han}[^\\s,;:，；：→()]*';

/**
 * What the values of an enum are called in the office: by their own descriptions, or by the enum's, which sets the word
 * beside the value: `提醒 REMINDER` or `REMINDER 提醒`. A value that nobody has given a word keeps its name.
 */
export function labelsOf(type: GraphQLEnumType): ReadonlyMap<string, string> {
  const text = type.description ?? '';
  return new Map(
    type.getValues().map(({ name, description }) => {
      const beside = new RegExp(`(?:(${WORD}) ${name}(?!\\w))|(?:(?<!\\w)${name} (${WORD}))`, 'u').exec(text);
      return [name, labelOf(description) ?? beside?.[1] ?? beside?.[2] ?? name];
    }),
  );
}
