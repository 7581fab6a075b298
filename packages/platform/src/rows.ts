import type { EntityMetadata, Platform } from '@mikro-orm/core';
import { Untold } from './condition.ts';

export type Row = Record<string, unknown>;

interface Prop {
  readonly name: string;
  readonly kind: string;
  readonly fieldNames: readonly string[];
  readonly persist?: boolean;
  readonly lazy?: boolean;
  readonly formula?: unknown;
  readonly runtimeType: string;
  readonly customType?: { convertToJSValue(value: unknown, platform: Platform): unknown };
}

/** How rows of an entity are made of what the store gives. */
export interface Maker<E extends object = object> {
  /** The columns that are read. */
  readonly columns: readonly string[];
  make(row: Row): E;
}

const PLAIN = new Set(['string', 'number', 'any', 'object']);

/**
 * Makes plain rows: objects with the methods of their entity and own data properties, known to no unit of work. A class
 * is written for each choice of properties, so that rows of one kind have one hidden shape.
 */
export function makerOf<E extends object>(meta: EntityMetadata<E>, platform: Platform, only?: readonly string[]): Maker<E> {
  const props = (Object.values(meta.properties) as unknown as Prop[]).filter(
    (p) => p.persist !== false && (!only || only.includes(p.name)),
  );
  for (const p of props)
    if (
      p.kind !== 'scalar' ||
      p.fieldNames.length !== 1 ||
      p.formula ||
      p.lazy ||
      !(p.customType || p.runtimeType === 'boolean' || PLAIN.has(p.runtimeType))
    )
      throw new Untold(`${meta.className}.${p.name} is no plain column`);
  const opened = props.map((p) => p.customType && ((value: unknown) => p.customType?.convertToJSValue(value, platform)));
  const value = (p: Prop, i: number) => {
    const given = `row[${JSON.stringify(p.fieldNames[0])}]`;
    if (p.customType) return `opened[${i}](${given})`;
    return p.runtimeType === 'boolean' ? `${given} == null ? ${given} : !!${given}` : given;
  };
  const source = `let row;
class Plain {
${props.map((p, i) => `  ${JSON.stringify(p.name)} = ${value(p, i)};`).join('\n')}
}
Object.setPrototypeOf(Plain.prototype, entity);
delete Plain.prototype.constructor;
return (given) => { row = given; return new Plain(); };`;
  // The text is written from the entity's own metadata; nothing that anybody sends reaches it.
  const make = new Function('opened', 'entity', source)(opened, meta.prototype) as (row: Row) => E;
  return { columns: props.map((p) => p.fieldNames[0] as string), make };
}
