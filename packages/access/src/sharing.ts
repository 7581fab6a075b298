import { type DataClass, isAudited } from '#platform/access';
import { ROLES } from './policies.ts';
import { DUTY, type Noun, type Office, type Policy, PUBLIC_NOUNS, PURPOSES, type Purpose } from './policy.ts';

/** 共享类型 of the catalogue guide, by its number. */
export const SHARING = {
  1: '无条件共享 · Shared unconditionally',
  2: '有条件共享 · Shared on conditions',
  3: '不予共享 · Not shared',
} as const;
export type SharingType = keyof typeof SHARING;

/** How something is shared with the offices that don't provide it. */
export interface Sharing {
  readonly type: SharingType;
  readonly label: string;
  /** 共享条件 · Who gets it, within which bounds, for which purpose. */
  readonly condition: string;
}

type Policies = Readonly<Record<string, Policy>>;

/** Who provides data: the office of a role, with its number. */
export function providerOf(role: string, roles: Policies = ROLES): Required<Office> {
  const office = roles[role]?.office;
  if (office?.number !== undefined) return office as Required<Office>;
  const providers = Object.keys(roles).filter((name) => roles[name]?.office?.number !== undefined);
  throw new Error(`${role} is no office that provides data; say one of ${providers.join(', ')}`);
}

const isPublic = (noun: string): boolean => (PUBLIC_NOUNS as readonly string[]).includes(noun);
const spoken = (names: readonly string[]): string => names.join('、');
const classed = (dataClass: DataClass): boolean => dataClass === 'PERSONAL' || isAudited(dataClass);

/**
 * How what a noun tells in a class is shared, by the policies of the roles that offices act in: with every other office, with some
 * of them or for a stated purpose, or with none. `counted`: it is told by numbers, which more of them may know.
 */
export function sharingOf(
  noun: string,
  dataClass: DataClass,
  provider: string,
  { roles = ROLES, counted: asCount = false }: { readonly roles?: Policies; readonly counted?: boolean } = {},
): Sharing {
  const own = providerOf(provider, roles).name;
  const others = Object.values(roles).filter((p): p is Policy & { office: Office } => p.office !== undefined && p.office.name !== own);
  const counts = (p: Policy): boolean => p.counts?.includes(noun as Noun) ?? false;
  const reading = others.filter((p) => isPublic(noun) || p.reads.includes(noun as Noun) || (asCount && counts(p)));
  const counting = others.filter((p) => !reading.includes(p) && counts(p));
  const seeing = (p: Policy): readonly Purpose[] | true => {
    const by = p.sees[dataClass];
    return !classed(dataClass) || by === DUTY ? true : (by ?? []);
  };
  const free = reading.filter((p) => seeing(p) === true);
  const asking = reading.filter((p) => seeing(p) !== true && (seeing(p) as readonly Purpose[]).length > 0);
  const type: SharingType = free.length === others.length ? 1 : free.length + asking.length > 0 ? 2 : 3;
  const bounds = isPublic(noun) ? '公开 · published' : '限本辖区 · within the territory of the office';
  if (type === 1) return { type, label: SHARING[1], condition: isPublic(noun) ? `无；${bounds}` : bounds };
  const counted = counting.length > 0 ? `；仅告知数量：${spoken(counting.map((p) => p.office.name))} · others are told counts only` : '';
  if (type === 3) return { type, label: SHARING[3], condition: `仅${own}掌握 · ${provider} alone sees it${counted}` };
  const [chinese, english] = bounds.split(' · ') as [string, string];
  const parts = [
    ...(free.length > 0 ? [[`提供给${spoken(free.map((p) => p.office.name))}`, `for ${namesOf(free, roles)}`]] : []),
    ...asking.map((p) => {
      const purposes = seeing(p) as readonly Purpose[];
      return [
        `${p.office.name}须说明用途（${spoken(purposes.map((x) => PURPOSES[x].split(' · ')[0] as string))}）`,
        `${namesOf([p], roles)} states a purpose (${purposes.join(', ')})`,
      ];
    }),
    [chinese, english],
  ];
  return { type, label: SHARING[2], condition: `${parts.map(([c]) => c).join('；')} · ${parts.map(([, e]) => e).join('; ')}${counted}` };
}

const namesOf = (some: readonly Policy[], roles: Policies): string =>
  Object.keys(roles)
    .filter((name) => some.includes(roles[name] as Policy))
    .join(', ');
