/** Nested fragments, each spread twice in the next: doubles with every level. */
export const bomb = (levels: number): string =>
  `{ villages { nodes { ...f${levels} } } } fragment f0 on Village { id name } ${Array.from(
    { length: levels },
    (_, i) => `fragment f${i + 1} on Village { ...f${i} ...f${i} }`,
  ).join(' ')}`;
