import { batched, batchedBy } from '#platform/batched';
import type { Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import type { PartyOrganization } from '../organizations/organization.entity.ts';
import { lockedOrganization } from '../organizations/organization.reads.ts';
import { OfficeHolding, type OfficePost } from './office.entity.ts';
import {
  type AppointmentMode,
  asPerson,
  CommitteeBody,
  fits,
  isRural,
  isSole,
  OfficeRole,
  postOn,
  type SelectionChannel,
  vacancyDays,
  whole,
} from './office.rules.ts';

/** All holdings of one office that began until the day asked for, whether they last or not. */
const holdingsOf = batchedBy<OfficeRole, string, OfficeHolding[]>(
  (role) => role,
  async (organizations, role, { em, day }) => {
    const rows = await em.find(
      OfficeHolding,
      { organization: { $in: [...organizations] }, role, validFrom: { $lte: day } },
      { filters: { asOf: false } },
    );
    const byOrganization = Map.groupBy(rows, (h) => h.organization);
    return (id) => byOrganization.get(id) ?? [];
  },
);

/** A post on the day asked for. `founded` is the day since which it has been vacant when nobody ever held it. */
export async function postOf(ctx: Ctx, organization: string, role: OfficeRole, founded: Day): Promise<OfficePost> {
  requireRead(ctx, 'OfficeHolding'); // who may not read holdings must not take a held post for vacant
  const { since, holding } = postOn(await holdingsOf(ctx, role, organization), founded, ctx.day);
  return {
    role,
    since,
    vacant: holding === null,
    vacancyDays: holding ? null : vacancyDays(since, ctx.day),
    person: holding ? { id: holding.person } : null,
    holding,
  };
}

/** Everybody who held an office until the day asked for, each holding as a whole. */
export async function holdersOf(ctx: Ctx, organization: string, role: OfficeRole): Promise<OfficeHolding[]> {
  requireRead(ctx, 'OfficeHolding');
  return whole(await holdingsOf(ctx, role, organization)).map((h) => {
    // On a day before its end a holding hasn't ended yet.
    return h.validTo > ctx.day ? Object.assign(h, { endReason: null }) : h;
  });
}

/** Who sits in the committees on the day asked for, by organization or village. */
export const membersOf = batched<string, OfficeHolding[]>(async (organizations, ctx) => {
  requireRead(ctx, 'OfficeHolding');
  const rows = await ctx.em.find(
    OfficeHolding,
    { organization: { $in: [...organizations] } },
    { orderBy: { organization: 'asc', validFrom: 'asc', id: 'asc' } },
  );
  const order = Object.values(OfficeRole);
  const byOrganization = Map.groupBy(rows, (h) => h.organization);
  return (id) => (byOrganization.get(id) ?? []).toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
});

/** Where an office is held: in a Party organization, or in a village for its villagers' committee. */
interface Seat {
  readonly organization: string;
  readonly division: string;
  /** The Party organization; null for a villagers' committee. */
  readonly held: PartyOrganization | null;
}

/** The seat of an office, alive from `from` to now and locked, so that it doesn't end meanwhile. */
export async function seatOf(
  ctx: Ctx,
  named: { organization?: string | undefined; village?: string | undefined },
  body: CommitteeBody,
  from: Day,
): Promise<Seat> {
  const villagers = body === CommitteeBody.VILLAGERS;
  if (villagers ? !named.village || named.organization : !named.organization || named.village)
    throw new Refusal(
      'BAD_USER_INPUT',
      villagers
        ? "an office of a villagers' committee: name the village, and no organization"
        : 'an office of a Party organization: name the organization, and no village',
    );
  if (!villagers) {
    const held = await lockedOrganization(ctx, named.organization as string, from);
    return { organization: held.id, division: held.division, held };
  }
  const village = named.village as string;
  const kinds = [ctx.territory.at(village, from)?.kind, ctx.territory.at(village, ctx.day)?.kind];
  if (!ctx.scope.covers(village) || !kinds.every(isRural))
    throw new Refusal('NOT_FOUND', `no village ${village} in your territory that exists from ${from} to ${ctx.day}`);
  return { organization: village, division: village, held: null };
}

/** What an office is taken with; whoever calls has checked the seat. */
interface Taking {
  readonly organization: string;
  readonly division: string;
  readonly role: OfficeRole;
  readonly person: string;
  readonly channel: SelectionChannel;
  readonly mode: AppointmentMode;
  readonly document?: string | undefined;
  readonly from: Day;
}

/** The holding of an office that nobody holds from that day on. */
export async function taken({ ctx: { em } }: Work, { from, ...taking }: Taking): Promise<OfficeHolding> {
  const person = asPerson(taking.person);
  const { organization, role, channel, mode } = taking;
  if (!fits(channel, mode))
    throw new Refusal('BAD_USER_INPUT', `the channel ${channel} and the mode ${mode} don't go together: SENT_DOWN goes with SENT_DOWN`);
  const held = await em.findOne(
    OfficeHolding,
    { organization, role, validTo: { $gt: from }, ...(isSole(role) ? {} : { person }) },
    { filters: { asOf: false } },
  );
  if (held)
    throw new Refusal(
      'POST_HELD',
      `the post is held from ${held.validFrom}${held.until ? ` to ${held.until}` : ''}; end that holding first`,
      { holding: held.id },
    );
  return Object.assign(new OfficeHolding(), { ...taking, person, id: newId('off'), validFrom: from, validTo: FOREVER });
}
