import { insertRows } from '#platform/bulk';
import { FOREVER } from '#platform/day';
import type { Together } from '#platform/follow';
import { Fact } from './fact.entity.ts';

type Content = Readonly<Record<string, unknown>>;
type Kept = Partial<Pick<Fact, 'person' | 'place' | 'of' | 'kind' | 'state'>>;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Remembers what rows of another store's ledger say, as far as `pick` takes it; null where it needn't be known. */
const remember = (pick: (after: Content) => Kept | null): Together => ({
  together: (em, rows) =>
    insertRows(
      em,
      Fact,
      rows.flatMap(({ noun, key, event, day, after: content }) => {
        const after = JSON.parse(content ?? '{}') as Content;
        const kept = pick(after);
        return kept
          ? [{ noun, key, event, day, from: text(after['validFrom']) ?? day, to: text(after['validTo']) ?? FOREVER, ...kept }]
          : [];
      }),
    ),
});

/** Who leads which Party organization, and which there are. */
export const followOffices = remember((a) => ({
  person: text(a['person']),
  place: text(a['division']),
  of: text(a['organization']),
  kind: text(a['role']),
}));
export const followOrganizations = remember((a) => ({ place: text(a['division']), kind: text(a['type']) }));
/** That a person exists, and since when: once is enough. */
export const followPersons = remember((a) =>
  a['version'] === undefined || a['version'] === 1 ? { place: text(a['homeDivision']) } : null,
);
export const followPostings = remember((a) => ({
  person: text(a['person']),
  place: text(a['target']),
  of: text(a['team']),
  kind: text(a['kind']),
  state: text(a['state']),
}));
export const followTeams = remember((a) => ({ place: text(a['village']) }));
/** Under which role somebody was trained, from the day of the training. */
export const followEnrolments = remember((a) =>
  a['state'] === 'ATTENDED' || a['state'] === 'ASSESSED'
    ? { person: text(a['person']), place: text(a['division']), of: text(a['event']), kind: text(a['roleAtDate']), state: text(a['state']) }
    : null,
);
/** What was decided about whom, when, and on which posting it rests. */
export const followActions = remember((a) => ({
  person: text(a['person']),
  place: text(a['division']),
  of: text(a['posting']),
  kind: text(a['kind']),
  state: text(a['decidedOn']),
}));
