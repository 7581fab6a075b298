import { Refusal } from '#platform/refusal';
import type { Entry } from './catalogue.ts';
import type { Item } from './items.ts';

/** A resource or one of its items that was looked for. */
export interface Hit {
  readonly entry: Entry;
  readonly item: Item | undefined;
}

/** The longest question. */
const LONGEST = 100;
/** The most that is found. */
const MOST = 200;
/** Of a Chinese word, this part in one piece: where nothing has the whole word, 联系电话 finds 电话. */
const ENOUGH = 1 / 3;

/** Text as it is compared: widths and cases are one, `validFrom` is two words. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase();

/** How well a text meets a word: 2 where it is no more than the word. */
const met = (word: string, text: string): number => (text === word ? 2 : text.includes(word) ? 1 + word.length / (2 * text.length) : 0);

/** The part of a Chinese word that a name has in one piece. */
function nearly(word: string, name: string): number {
  if (!/^\p{Script=Han}{3,}$/u.test(word)) return 0;
  const signs = [...word];
  for (let length = signs.length - 1; length >= Math.max(2, signs.length * ENOUGH); length--)
    for (let from = 0; from + length <= signs.length; from++)
      if (name.includes(signs.slice(from, from + length).join(''))) return length / signs.length - name.length / 1000;
  return 0;
}

interface Text {
  readonly hit: Hit;
  /** What it is called, then what is said of it: a name counts ten times. */
  readonly names: readonly string[];
  readonly about: string;
}

const textOf = (entry: Entry, item?: Item): Text => {
  const called = item ? [item.name, ...item.name.split('.'), item.english] : [entry.name, entry.english];
  const about = item
    ? [item.english.toLowerCase(), item.description, item.codes ?? '', entry.name, entry.english]
    : [entry.english.toLowerCase(), entry.abstract, entry.provider, ...entry.from];
  return { hit: { entry, item }, names: called.map(folded), about: folded(about.join(' ')) };
};

/**
 * What already exists of what an office is about to ask for (只填一次): items and resources that every word of the question
 * meets, by their Chinese or English names first and by their descriptions after; where there is none, what is called nearly so.
 */
export function searched(entries: readonly Entry[], question: string): readonly Hit[] {
  const words = folded(question)
    .split(/[\s,，、;；]+/)
    .filter(Boolean);
  if (words.length === 0) throw new Refusal('BAD_USER_INPUT', 'say what to look for: search=联系电话 or search=phone');
  if ([...question].length > LONGEST) throw new Refusal('BAD_USER_INPUT', `search for at most ${LONGEST} characters`, { max: LONGEST });
  const texts = entries.flatMap((entry) => [textOf(entry), ...entry.items.map((item) => textOf(entry, item))]);
  const whole = best(texts, words, (word, { names, about }) => 10 * Math.max(...names.map((name) => met(word, name))) + met(word, about));
  return whole.length > 0 ? whole : best(texts, words, (word, { names }) => Math.max(...names.map((name) => nearly(word, name))));
}

/** What every word meets, the best first. */
const best = (texts: readonly Text[], words: readonly string[], meets: (word: string, text: Text) => number): Hit[] =>
  texts
    .map((text) => {
      const found = words.map((word) => meets(word, text));
      return { hit: text.hit, score: found.every((s) => s > 0) ? found.reduce((a, b) => a + b) : 0 };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ hit }) => hit);
