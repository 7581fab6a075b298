import type { Format } from './file.ts';
import { csv, ndjson } from './lines.ts';
import { parquet } from './parquet.ts';
import { xlsx } from './xlsx.ts';

/** The files in which a list can be had, by media type. */
export const FORMATS: Readonly<Record<string, Format>> = Object.fromEntries([csv, xlsx, ndjson, parquet].map((f) => [f.mediaType, f]));
