import { readFileSync } from 'node:fs';

/** The text of an operation that must work word for word. */
export const acceptance = (name: string): string => readFileSync(new URL(`acceptance/${name}.graphql`, import.meta.url), 'utf8');
