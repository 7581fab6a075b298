import type { GraphQLFormattedError } from 'graphql';

const TITLES: Readonly<Record<string, string>> = {
  BAD_USER_INPUT: 'The request is not right',
  UNAUTHENTICATED: 'Nobody is known to ask',
  FORBIDDEN: 'Not for this caller',
  NOT_FOUND: 'Not there',
  LIMIT_EXCEEDED: 'More than is allowed',
  SUBGRAPH_UNAVAILABLE: 'A part does not answer',
};

/** The media type of problem bodies. */
export const PROBLEM = 'application/problem+json';

/** An error as endpoints beside the graph tell it (RFC 9457): the code of the closed list, and what would be right. */
export const problemOf = (status: number, { message, extensions }: GraphQLFormattedError): object => ({
  type: 'about:blank',
  title: TITLES[String(extensions?.['code'])] ?? 'Something went wrong',
  status,
  detail: message,
  ...extensions,
});
