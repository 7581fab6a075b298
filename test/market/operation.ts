import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Numbers that decide what an operation is like; when they are at an end the simplest is chosen. */
export type Draw = (upTo: number) => number;

export const drawing = (tape: readonly number[]): Draw => {
  let at = 0;
  return (upTo) => (upTo <= 1 ? 0 : (tape[at++] ?? 0) % upTo);
};

export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

export interface Shape {
  readonly depth: number;
  /** Values that arguments of this name have. */
  readonly values?: Readonly<Record<string, readonly unknown[]>>;
  readonly roots?: 'query' | 'mutation';
  /** Fields that aren't asked for. */
  readonly without?: ReadonlySet<string>;
  /** Names that stand for fields. */
  readonly aliases?: readonly string[];
  /** Without conditions, without anything that is asked twice, and asking what an object is only where there is nothing else to ask for. */
  readonly plain?: boolean;
  /** How many fields an operation has at most, fragments spread out. */
  readonly most?: number;
}

/** Makes an operation that is valid for a schema: fragments, aliases, variables, directives, as the drawn numbers say. */
export function operationOf(schema: GraphQLSchema, draw: Draw, shape: Shape): Operation {
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];
  let [left, count] = [shape.most ?? 40, 0];
  // A response name stands for one thing wherever it is used: field, arguments and type, so that any two merge.
  const meaning = new Map<string, string>();

  const variable = (type: string, value: unknown): string => {
    const name = `v${++count}`;
    const kind = draw(4);
    if (kind === 0 && !type.endsWith('!')) definitions.push(`$${name}: ${type} = ${literal(value)}`);
    else {
      definitions.push(`$${name}: ${type}`);
      variables[name] = value;
    }
    return `$${name}`;
  };
  const literal = (value: unknown): string => {
    if (value instanceof Word) return value.text;
    if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
    if (value && typeof value === 'object')
      return `{${Object.entries(value)
        .map(([k, v]) => `${k}: ${literal(v)}`)
        .join(', ')}}`;
    return JSON.stringify(value);
  };
  const plain = (value: unknown): unknown => {
    if (value instanceof Word) return value.text;
    if (Array.isArray(value)) return value.map(plain);
    return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)])) : value;
  };
  const input = (type: GraphQLInputType, name: string): unknown => {
    if (isNonNullType(type)) return input(type.ofType, name) ?? fallback(type.ofType, name);
    if (draw(8) === 7) return null;
    return fallback(type, name);
  };
  const fallback = (type: GraphQLInputType, name: string): unknown => {
    if (isNonNullType(type)) return fallback(type.ofType, name);
    if (isListType(type)) return Array.from({ length: draw(3) }, () => fallback(type.ofType, name));
    const named = getNamedType(type);
    if (isEnumType(named)) return new Word((named.getValues()[draw(named.getValues().length)] as { name: string }).name);
    if (isInputObjectType(named))
      return Object.fromEntries(
        Object.values(named.getFields()).flatMap((f) =>
          (isNonNullType(f.type) && f.defaultValue === undefined) || draw(2) === 1
            ? [[f.name, isNonNullType(f.type) ? fallback(f.type, f.name) : input(f.type, f.name)]]
            : [],
        ),
      );
    const values =
      shape.values?.[name] ??
      { Int: [0, 1, 2, 3], Float: [0, 1.5], Boolean: [false, true], String: ['a', 'b"c', ''], ID: ['x'] }[named.name] ??
      [];
    return values[draw(values.length)] ?? 'x';
  };
  const args = (given: readonly GraphQLArgument[]): string => {
    const said = given.flatMap((arg) => {
      const required = isNonNullType(arg.type) && arg.defaultValue === undefined;
      if (!required && draw(2) === 0) return [];
      const value = isNonNullType(arg.type) ? fallback(arg.type, arg.name) : input(arg.type, arg.name);
      return [`${arg.name}: ${draw(3) === 2 ? variable(String(arg.type), value) : literal(value)}`];
    });
    return said.length ? `(${said.join(', ')})` : '';
  };
  const condition = (): string => {
    const kind = draw(14);
    if (kind < 11 || shape.plain) return '';
    const name = kind === 11 ? 'skip' : 'include';
    const value = draw(2) === 1;
    return ` @${name}(if: ${draw(2) === 1 ? variable('Boolean!', value) : value})`;
  };
  const field = (found: GraphQLField<unknown, unknown>, depth: number): string | null => {
    const named = getNamedType(found.type);
    if (isCompositeType(named) && depth <= 0) return null;
    left--;
    const argued = args(found.args);
    const said = `${found.name}${argued} ${found.type}`;
    let alias =
      draw(4) === 3
        ? `${(shape.aliases ?? ['x', 'y', 'name', 'id'])[draw((shape.aliases ?? ['x', 'y', 'name', 'id']).length)]}`
        : found.name;
    // Names that would stand for two things are told apart; one in two stays the same for types that never meet.
    const known = meaning.get(`${alias}`);
    if (known !== undefined && (known !== said || shape.plain)) alias = `${alias}${++count}`;
    meaning.set(alias, said);
    const head = `${alias === found.name ? '' : `${alias}: `}${found.name}${argued}${condition()}`;
    return isCompositeType(named) ? `${head} ${selection(named, depth - 1)}` : head;
  };
  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const made: string[] = [];
    const own = 'getFields' in type ? Object.values(type.getFields()).filter((f) => !shape.without?.has(`${type.name}.${f.name}`)) : [];
    const size = 1 + draw(4);
    for (let i = 0; i < size && left > 0; i++) {
      const kind = draw(10);
      if (kind === 9 && !shape.plain) made.push(`${draw(2) ? '__typename' : `t${++count}: __typename`}${condition()}`);
      else if (kind >= 7 || own.length === 0) {
        const others = isAbstractType(type)
          ? [...schema.getPossibleTypes(type), type]
          : [type, ...(isObjectType(type) ? type.getInterfaces() : [])];
        const on = others[draw(others.length)] as GraphQLCompositeType;
        if (draw(3) === 2) {
          const name = `F${fragments.length}`;
          fragments.push('');
          fragments[Number(name.slice(1))] = `fragment ${name} on ${on.name} ${selection(on, depth)}`;
          made.push(`...${name}${condition()}`);
          if (!shape.plain && draw(3) === 2) made.push(`...${name}`);
        } else made.push(`...${on === type && draw(2) ? '' : ` on ${on.name}`}${condition()} ${selection(on, depth)}`);
      } else {
        const text = field(own[draw(own.length)] as GraphQLField<unknown, unknown>, depth);
        if (text) made.push(text);
      }
    }
    if (made.length === 0) {
      const leaf = own.find(
        (f) =>
          !isCompositeType(getNamedType(f.type)) &&
          f.args.length === 0 &&
          (!meaning.has(f.name) || meaning.get(f.name) === `${f.name} ${f.type}`),
      );
      if (leaf) meaning.set(leaf.name, `${leaf.name} ${leaf.type}`);
      made.push(leaf && draw(2) === 0 ? (shape.plain ? `l${++count}: ${leaf.name}` : leaf.name) : '__typename');
    }
    return `{ ${made.join(' ')} }`;
  };

  const roots = shape.roots ?? 'query';
  const root = (roots === 'query' ? schema.getQueryType() : schema.getMutationType()) as GraphQLCompositeType;
  const body = selection(root, shape.depth);
  const head = definitions.length ? `(${definitions.join(', ')})` : '';
  return {
    query: `${roots}${head} ${body}${fragments.map((f) => `\n${f}`).join('')}`,
    variables: plain(variables) as Record<string, unknown>,
  };
}

/** A name of an enum: written without quotes. */
class Word {
  constructor(readonly text: string) {}
}
