import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from './log.ts';

/** Errors as callers may read them: refusals and complaints of graphql are told, everything else is masked and logged. */
export const masking =
  (subgraph: string, log: Log) =>
  (error: unknown, requestId: string): GraphQLFormattedError => {
    const outer = error instanceof GraphQLError ? error : undefined;
    const inner = outer?.originalError ?? error;
    const place = outer?.path ? { path: outer.path } : {};
    if (inner instanceof GraphQLError) {
      // A refusal, or a complaint of graphql itself about what was sent.
      return { message: inner.message, ...place, extensions: { code: 'BAD_USER_INPUT', ...inner.extensions } };
    }
    log.error('masked error', {
      requestId,
      subgraph,
      error: inner instanceof Error ? (inner.stack ?? inner.message) : String(inner),
    });
    return {
      message: `something went wrong in ${subgraph}; report request ${requestId}`,
      ...place,
      extensions: { code: 'INTERNAL', requestId },
    };
  };
