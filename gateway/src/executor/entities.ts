import type { Group, Json, Path, Rename } from './plan.ts';

export type Place = (string | number)[];

/** The objects of a group as they stand in the answer so far, and which representation was sent for each. */
export interface Told {
  readonly group: Group;
  readonly targets: readonly Json[];
  /** By target. */
  readonly indices: readonly number[];
  readonly representations: readonly Json[];
  /** Whether some object didn't say what it is: nobody can be asked about it. */
  readonly nameless: boolean;
}

/** Finds the objects at a path, in every list on the way. */
export function find(value: unknown, path: Path, found: (object: Json) => void, at = 0): void {
  if (Array.isArray(value)) {
    for (const item of value) find(item, path, found, at);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const segment = path[at];
  if (segment === undefined) found(value as Json);
  else if (typeof segment === 'string') find((value as Json)[segment], path, found, at + 1);
  else if (mayBe(value as Json, segment)) find(value, path, found, at + 1);
}

const mayBe = (object: Json, types: ReadonlySet<string>): boolean => {
  const name = object['__typename'];
  return typeof name !== 'string' || types.has(name);
};

/** The same objects with where they stand; asked for only when something went wrong there. */
function places(value: unknown, path: Path, found: (object: Json, place: Place) => void, place: Place = [], at = 0): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      places(item, path, found, [...place, i], at);
    });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const segment = path[at];
  if (segment === undefined) found(value as Json, place);
  else if (typeof segment === 'string') places((value as Json)[segment], path, found, [...place, segment], at + 1);
  else if (mayBe(value as Json, segment)) places(value, path, found, place, at + 1);
}

/** What is sent for a group: each entity once, however often it stands in the answer. */
export function tell(group: Group, data: Json, into: Json[], known: Map<string, number>): Told {
  const targets: Json[] = [];
  const indices: number[] = [];
  let nameless = false;
  const visit = (target: Json): void => {
    const representation = group.representations(target);
    if (!representation) {
      nameless ||= typeof target['__typename'] !== 'string';
      return;
    }
    const identity = JSON.stringify(representation);
    let index = known.get(identity);
    if (index === undefined) {
      known.set(identity, (index = into.length));
      into.push(representation);
    }
    targets.push(target);
    indices.push(index);
  };
  for (const path of group.paths) find(data, path, visit);
  return { group, targets, indices, representations: into, nameless };
}

/** Where each target stands, by the index of its representation. */
export function placesOf({ group, targets, indices }: Told, data: Json): Map<number, { target: Json; place: Place }[]> {
  const index = new Map(targets.map((target, i) => [target, indices[i] as number]));
  const found = new Map<number, { target: Json; place: Place }[]>();
  for (const path of group.paths)
    places(data, path, (target, place) => {
      const i = index.get(target);
      if (i === undefined) return;
      const list = found.get(i);
      if (list) list.push({ target, place });
      else found.set(i, [{ target, place }]);
    });
  return found;
}

/** Where the objects stand that didn't say what they are. */
export function namelessPlaces({ group }: Told, data: Json): Place[] {
  const found: Place[] = [];
  for (const path of group.paths)
    places(data, path, (target, place) => {
      if (typeof target['__typename'] !== 'string') found.push(place);
    });
  return found;
}

/** Puts what came back of entities where they stand. What stands in several places is copied: each may be asked for more of its own. */
export function give({ targets, indices }: Told, entities: readonly unknown[], isObject: (type: string) => boolean): void {
  const used = new Uint8Array(entities.length);
  for (let i = 0; i < targets.length; i++) {
    const index = indices[i] as number;
    const entity = entities[index];
    if (typeof entity !== 'object' || entity === null) continue;
    merge(targets[i] as Json, entity as Json, isObject, used[index] === 1);
    used[index] = 1;
  }
}

/** Adds what one answer says of an object to what is known of it. What is known stays: nobody says twice what a key is. */
export function merge(into: Json, from: Json, isObject: (type: string) => boolean, copied = false): void {
  for (const key in from) {
    const value = from[key];
    const known = into[key];
    if (key === '__proto__') {
      Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
    } else if (typeof value !== 'object' || value === null) {
      // Where a subgraph knows an interface as an object, another may say better what it is.
      if (known == null || !Object.hasOwn(into, key)) into[key] = value;
      else if (key === '__typename' && isObject(String(value)) && !isObject(String(known))) into[key] = value;
    } else if (typeof known === 'object' && known !== null && Object.hasOwn(into, key)) {
      if (Array.isArray(value) && Array.isArray(known)) mergeLists(known, value, isObject, copied);
      else merge(known as Json, value as Json, isObject, copied);
    } else into[key] = copied ? copy(value) : value;
  }
}

function mergeLists(into: unknown[], from: readonly unknown[], isObject: (type: string) => boolean, copied: boolean): void {
  for (let i = 0; i < from.length; i++) {
    const [value, known] = [from[i], into[i]];
    if (Array.isArray(value) && Array.isArray(known)) mergeLists(known, value, isObject, copied);
    else if (typeof value === 'object' && value !== null && typeof known === 'object' && known !== null)
      merge(known as Json, value as Json, isObject, copied);
    else if (known == null) into[i] = copied ? copy(value) : value;
  }
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const made: Json = Object.create(null);
  for (const key in value) made[key] = copy((value as Json)[key]);
  return made;
}

/** Gives keys that the planner had to rename the names under which the client asked for them. */
export function rename(data: unknown, renames: readonly Rename[]): void {
  for (const { path, from, to } of renames)
    find(data, path, (object) => {
      if (!Object.hasOwn(object, from)) return;
      object[to] = object[from];
      delete object[from];
    });
}

/** A path in the names of the client. */
export const renamed = (path: Place, renames: readonly Rename[]): Place => {
  if (renames.length === 0) return path;
  const found = [...path];
  for (const rename of renames) {
    const keys = rename.path.filter((segment) => typeof segment === 'string');
    const named = found.flatMap((step, i) => (typeof step === 'string' ? [i] : []));
    const at = named[keys.length];
    if (at !== undefined && found[at] === rename.from && keys.every((key, i) => found[named[i] as number] === key)) found[at] = rename.to;
  }
  return found;
};
