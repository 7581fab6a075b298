import { Refusal } from './refusal.ts';

/** `text` without the blanks around it, or a refusal when nothing is left or it is longer than `most`. */
export function said(text: string, what: string, most = 500): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > most)
    throw new Refusal('BAD_USER_INPUT', `${what} is a text of 1 to ${most} characters; got ${trimmed.length}`);
  return trimmed;
}
