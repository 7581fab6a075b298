import { type DocumentNode, type GraphQLFormattedError, type OperationDefinitionNode, parse } from 'graphql';
import { dayOf } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import type { FederatedRequest } from '../executor.ts';
import { Unanswered } from '../exports/pages.ts';
import type { ExportOptions } from '../exports/send.ts';
import { type FigureRow, figuresOf, found } from './figures.ts';
import { type Parameters, parametersFor } from './period.ts';
import { figureNamed, only } from './prune.ts';
import type { Report } from './report.ts';

/** A report as it was asked for and answered. */
export interface Answered {
  readonly report: Report;
  readonly envelope: Envelope;
  readonly parameters: Parameters;
  readonly rows: readonly FigureRow[];
}

/** Carries a report out, or one figure of it, at its price. */
export async function askReport(
  options: ExportOptions,
  report: Report,
  envelope: Envelope,
  given: Readonly<Record<string, string>>,
  code?: string,
  signal?: AbortSignal,
): Promise<Answered> {
  const { executor, price, clients, spend, told, onAnswer } = options;
  if (code !== undefined && !report.figures.some((f) => f.code === code))
    throw new Refusal('NOT_FOUND', `report ${report.name} has no figure ${code}; it has ${report.figures.map((f) => f.code).join(', ')}`);
  const parameters = parametersFor(report, envelope.day, given);
  const document = code === undefined ? report.operation : only(report, code);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const costs = price(document, operation, parameters);
  if (clients.costMode === 'enforce' && costs > clients.costLimit)
    throw new Refusal(
      'LIMIT_EXCEEDED',
      `report ${report.name} costs ${costs}; at most ${clients.costLimit} is allowed. Ask for one figure: ?figure=`,
      {
        cost: costs,
        limit: clients.costLimit,
      },
    );
  await spend(envelope.caller.client, costs - 1);
  const name = operation.name?.value ?? report.name;
  const request: FederatedRequest = { envelope: { ...envelope, operation: name }, hops: {}, signal };
  const { data, errors = [] } = await executor.execute({ document, variables: parameters as Record<string, unknown> }, request);
  onAnswer?.(name, request.hops);
  if (!data) throw new Unanswered(errors);
  const figures = code === undefined ? report.figures : [figureNamed(report, code)];
  await requirePlaces(options, { report, envelope, parameters }, data, errors);
  const shown = errors.map((e) => told(e as GraphQLFormattedError, e, envelope.requestId));
  const rows = figuresOf({ figures }, data, shown);
  // Where not one figure may be told, the reason is the answer.
  if (errors.length > 0 && rows.every((r) => r.withheld && r.withheld === rows[0]?.withheld && r.withheld !== 'KEPT_BACK'))
    throw new Unanswered(errors);
  return { report, envelope, parameters, rows };
}

/** A place that isn't there counts nothing: that is said, before anybody takes it for a county without records. */
async function requirePlaces(
  options: ExportOptions,
  { report, envelope, parameters }: Pick<Answered, 'report' | 'envelope' | 'parameters'>,
  data: unknown,
  errors: readonly { readonly path?: readonly (string | number)[] | undefined }[],
): Promise<void> {
  const roots = new Set(report.figures.filter((f) => f.path.length > 1).map((f) => f.path[0] as string));
  const missing = [...roots].find((root) => found(data, [root])[0]?.value === null && !errors.some((e) => e.path?.[0] === root));
  if (missing === undefined) return;
  const { day } = envelope;
  const begins = await registerBegins(options, envelope);
  if (begins !== undefined && day < begins)
    throw new Refusal('BAD_USER_INPUT', `as-of ${day} lies before the register begins; the first day that can be asked about is ${begins}`);
  const said = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  throw new Refusal('NOT_FOUND', `report ${report.name}: there is no ${missing} on ${day} in your territory (${said.join(', ')})`);
}

const FIRST_EDITION: DocumentNode = parse('{ divisionEditions(first: 1, orderBy: [{ field: DAY }]) { nodes { day } } }', {
  noLocation: true,
});

/** The day of the first edition of the register, as is known today. */
async function registerBegins({ executor }: ExportOptions, envelope: Envelope): Promise<string | undefined> {
  if (!executor.schema.getQueryType()?.getFields()['divisionEditions']) return undefined;
  const today = { ...envelope, day: dayOf(envelope.now) };
  const { data } = await executor.execute({ document: FIRST_EDITION }, { envelope: today, hops: {} });
  const day = found(data, ['divisionEditions', 'nodes', 'day'])[0]?.value;
  return typeof day === 'string' ? day : undefined;
}
