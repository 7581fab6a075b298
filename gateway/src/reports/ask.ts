import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import type { FederatedRequest } from '../executor.ts';
import { Unanswered } from '../exports/pages.ts';
import type { ExportOptions } from '../exports/send.ts';
import { type FigureRow, figuresOf } from './figures.ts';
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
  // A place that isn't there, or not on that day, counts nothing: that is the answer.
  const nowhere = errors.filter((e) => e.path?.length === 1 && ['NOT_FOUND', 'BAD_USER_INPUT'].includes(String(e.extensions?.['code'])));
  if (nowhere.length > 0) throw new Unanswered(nowhere);
  const shown = errors.map((e) => told(e as GraphQLFormattedError, e, envelope.requestId));
  const rows = figuresOf({ figures }, data, shown);
  // Where not one figure may be told, the reason is the answer.
  if (errors.length > 0 && rows.every((r) => r.withheld && r.withheld === rows[0]?.withheld && r.withheld !== 'KEPT_BACK'))
    throw new Unanswered(errors);
  return { report, envelope, parameters, rows };
}
