import type { GraphQLFormattedError } from 'graphql';
import type { Path } from './prune.ts';
import type { Figure, Qualifier, Report } from './report.ts';

/** A figure with its value, as reports are answered. */
export interface FigureRow {
  readonly figure: string;
  readonly label: string;
  /** The exact value; of a TARGET its percent; of a RANGE the least. Null where it is not told, or where there is no record. */
  readonly value: number | null;
  /** Of a RANGE, the most. */
  readonly upTo?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly qualifier: Qualifier;
  readonly unit?: string;
  /** Of AT_LEAST and OR_MORE, the lower bound that is printed. */
  readonly atLeast?: number;
  /** Of NEARLY, the upper bound that is printed. */
  readonly atMost?: number;
  /** Of a TARGET the percent that is striven for, of a RANGE its bounds. */
  readonly target?: number | string;
  /** Of a TARGET, how many it takes. */
  readonly needed?: number;
  readonly met?: boolean;
  /** Where the target is set. */
  readonly source?: string;
  /** Of a RANGE, place by place. */
  readonly parts?: readonly { readonly label: string; readonly value: number | null }[];
  /** Why there is no value: the code of an error, or KEPT_BACK where too few persons stand behind it (小单元抑制). */
  readonly withheld?: string;
  /** As it is printed: 670余名, 226/227个. */
  readonly printed: string;
  /** What opens the figure again, where it was asked for. */
  readonly citation?: string;
}

/** The rows of a report from the answer to its operation. */
export function figuresOf(report: Pick<Report, 'figures'>, data: unknown, errors: readonly GraphQLFormattedError[] = []): FigureRow[] {
  return report.figures.map((figure) => rowOf(figure, data, errors));
}

interface Found {
  readonly value: unknown;
  /** What the nearest place on the way is called. */
  readonly name: string | undefined;
}

/** What lies at a path, once for each element of the lists on the way. */
export function found(data: unknown, path: Path): Found[] {
  let here: Found[] = [{ value: data, name: undefined }];
  const spread = ({ value, name }: Found): Found[] =>
    Array.isArray(value) ? value.flatMap((v) => spread({ value: v, name })) : [{ value, name }];
  for (const key of path)
    here = here.flatMap(({ value, name }) => {
      if (value === null || typeof value !== 'object') return [{ value: null, name }];
      const own = value as Record<string, unknown>;
      return spread({ value: own[key], name: typeof own['name'] === 'string' ? own['name'] : name });
    });
  return here;
}

const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

function rowOf(figure: Figure, data: unknown, errors: readonly GraphQLFormattedError[]): FigureRow {
  const { code, label, qualifier, unit } = figure;
  const hits = found(data, figure.path);
  const shares =
    figure.kind === 'rate' ? (hits[0]?.value as { numerator: number; denominator: number; percent: number | null } | null) : null;
  const values = hits.map(({ value }) => valueIn(figure, value));
  const told = values.filter((v) => v !== null);
  const value = told.length ? Math.min(...told) : null;
  const row = {
    ...{ figure: code, label, value, qualifier },
    ...(told.length > 1 && Math.max(...told) !== value ? { upTo: Math.max(...told) } : {}),
    ...(shares ? { numerator: shares.numerator, denominator: shares.denominator } : {}),
    ...(unit ? { unit } : {}),
    ...(value === null ? withheld(figure, hits, errors) : judged(figure, data, value, told, shares)),
    ...(qualifier === 'RANGE' ? { parts: hits.map(({ name }, i) => ({ label: name ?? '', value: values[i] ?? null })) } : {}),
  };
  return { ...row, printed: printed(row) };
}

function valueIn({ kind, qualifier }: Figure, answer: unknown): number | null {
  if (answer === null || answer === undefined) return null;
  const part = answer as Record<string, unknown>;
  if (kind === 'list') return number(part['totalCount']);
  if (kind === 'rate') return number(qualifier === 'TARGET' ? part['percent'] : part['numerator']);
  return kind === 'money' ? Number(answer) / 100 : Number(answer);
}

/** To what a number is rounded: to `step`, or to less where the number is smaller than that (72 is 70余, not 0余). */
function stepFor(value: number, step: number): number {
  let fits = step;
  while (fits > 1 && fits > value) fits = Math.max(1, Math.floor(fits / 10));
  return fits;
}

/** What the qualifier says of a value: always by the exact value, never by hand. */
function judged(
  figure: Figure,
  data: unknown,
  value: number,
  all: readonly number[],
  shares: { numerator: number; denominator: number } | null,
) {
  const { qualifier, least, most, source, targetPath } = figure;
  const step = stepFor(value, figure.step ?? 1);
  switch (qualifier) {
    case 'AT_LEAST':
    case 'OR_MORE':
      return { atLeast: Math.floor(value / step) * step };
    case 'NEARLY':
      return { atMost: Math.ceil(value / step) * step };
    case 'ALL':
      return { met: shares !== null && shares.denominator > 0 && shares.numerator === shares.denominator };
    case 'RANGE':
      return {
        target: `${least ?? ''}–${most ?? ''}`,
        met: all.every((n) => n >= (least ?? n) && n <= (most ?? n)),
        ...(source ? { source } : {}),
      };
    case 'TARGET': {
      const [hit] = found(data, targetPath as Path);
      const target = hit?.value as Target | null | undefined;
      if (!target) return {};
      const percent = Math.round((target.requiredNumerator * 1000) / target.requiredDenominator) / 10;
      return {
        target: percent,
        ...(target.needed == null ? {} : { needed: target.needed }),
        ...(target.met == null ? {} : { met: target.met }),
        ...(target.source ? { source: target.source } : {}),
      };
    }
    default:
      return {};
  }
}

interface Target {
  readonly requiredNumerator: number;
  readonly requiredDenominator: number;
  readonly needed?: number | null;
  readonly met?: boolean | null;
  readonly source?: string;
}

/** Why a figure has no value: an error on its way, no record, or too few persons. */
function withheld({ path }: Figure, hits: readonly Found[], errors: readonly GraphQLFormattedError[]): { withheld?: string } {
  const error = errors.find((e) => {
    const way = (e.path ?? []).filter((key) => typeof key === 'string');
    return way.length > 0 && way.every((key, i) => i >= path.length || path[i] === key);
  });
  if (error) return { withheld: String(error.extensions?.['code'] ?? 'INTERNAL') };
  return hits.length === 0 ? {} : { withheld: 'KEPT_BACK' };
}

/** What stands in the place of a figure that is not told. */
const UNTOLD: Readonly<Record<string, string>> = { KEPT_BACK: '不予公布', FORBIDDEN: '无权查看' };

/** A figure as a text prints it. */
export function printed(row: Omit<FigureRow, 'printed'>): string {
  const { value, upTo, numerator, denominator, qualifier, unit = '', atLeast, atMost, withheld: why } = row;
  if (value === null) return why === undefined ? '无记录' : (UNTOLD[why] ?? '暂时无法取得');
  const plain = `${value}${upTo === undefined ? '' : `–${upTo}`}${unit}`;
  switch (qualifier) {
    case 'AT_LEAST':
      return `${atLeast as number}${value > (atLeast as number) ? '余' : ''}${unit}`;
    case 'OR_MORE':
      return `${atLeast as number}${unit}以上`;
    case 'NEARLY':
      return `${value < (atMost as number) ? '近' : ''}${atMost as number}${unit}`;
    case 'ALL':
      return numerator === denominator ? plain : `${numerator}/${denominator}${unit}`;
    case 'TARGET':
      return `${value.toFixed(1)}${unit}（${numerator}/${denominator}）`;
    default:
      return plain;
  }
}
