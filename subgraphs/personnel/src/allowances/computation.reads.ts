import { LockMode } from '@mikro-orm/core';
import type { Work } from '#platform/change';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { TerritoryRow } from '#platform/territory';
import type { Month } from '../month.rules.ts';
import { duesOf, type PostingDue } from './due.reads.ts';
import { difference, type Line, totalOf } from './due.rules.ts';
import { AllowanceEntitlement } from './entitlement.entity.ts';
import { AllowanceSheet } from './sheet.entity.ts';
import { AllowanceState, EntryKind, UNPAID } from './sheet.rules.ts';

const everyDay = { filters: { asOf: false } } as const;

/** Computations of one township wait for each other. */
async function alone({ ctx: { em } }: Work, township: string): Promise<void> {
  await em.find(TerritoryRow, { division: township }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

const sheetsOf = ({ ctx: { em } }: Work, township: string, month: Month): Promise<AllowanceSheet[]> =>
  em.find(AllowanceSheet, { township, month, validTo: FOREVER }, { ...everyDay, orderBy: { ordinal: 'asc' } });

const entriesOf = ({ ctx: { em } }: Work, township: string, month: Month): Promise<AllowanceEntitlement[]> =>
  em.find(AllowanceEntitlement, { township, month, validTo: FOREVER }, { ...everyDay, orderBy: { ordinal: 'asc' } });

function begin(work: Work, township: string, month: Month, ordinal: number, on: Day): AllowanceSheet {
  const sheet = Object.assign(new AllowanceSheet(), { id: newId('als'), township, month, ordinal, validFrom: on });
  return work.create(sheet, 'allowanceSheet.computed');
}

/** The unpaid sheet of a month, back at its beginning; a new one when all are paid. */
export async function reopened(work: Work, township: string, month: Month, on: Day): Promise<AllowanceSheet> {
  await alone(work, township);
  const sheets = await sheetsOf(work, township, month);
  const unpaid = sheets.find((s) => UNPAID.includes(s.state));
  if (!unpaid) return begin(work, township, month, sheets.length, on);
  if (unpaid.state === AllowanceState.COMPUTED) return unpaid;
  for (const { id, sheet } of await entriesOf(work, township, month))
    if (sheet === unpaid.id) await work.change(AllowanceEntitlement, id, (e) => e.follow('compute'), { on });
  return work.change(AllowanceSheet, unpaid.id, (s) => s.compute(), { on });
}

/** The entry that takes a reversed one back. */
export async function reversed(work: Work, entry: AllowanceEntitlement, sheet: AllowanceSheet, reason: string, on: Day): Promise<void> {
  const { posting, person, township, role, month, days, present, required } = entry;
  const own = (await entriesOf(work, township, month)).filter((e) => e.posting === posting);
  const lines = entry.lines.map((line): Line => ({ ...line, amount: -line.amount }));
  const taken = { posting, person, township, role, month, days, present, required, lines, reason };
  const numbered = { id: newId('ale'), sheet: sheet.id, ordinal: own.length, kind: EntryKind.REVERSAL, amount: -entry.amount };
  work.create(Object.assign(new AllowanceEntitlement(), taken, numbered, { validFrom: on }), 'allowance.computed');
}

/**
 * A month of a township, worked out by the records of now. What isn't paid yet is worked out anew in its place; what is
 * paid stays, and a further sheet holds the difference.
 */
export async function computed(work: Work, township: string, month: Month, on: Day): Promise<AllowanceSheet> {
  await alone(work, township);
  const [sheets, entries, dues] = [
    await sheetsOf(work, township, month),
    await entriesOf(work, township, month),
    await duesOf(work.ctx, month, township),
  ];
  const unpaid = sheets.find((s) => UNPAID.includes(s.state));
  const due = new Map(dues.map((d) => [d.posting, d]));
  const byPosting = Map.groupBy(entries, (e) => e.posting);
  const wanted = [...new Set([...due.keys(), ...byPosting.keys()])].toSorted().map((posting) => {
    const own = byPosting.get(posting) ?? [];
    const open = own.find((e) => e.sheet === unpaid?.id && e.kind !== EntryKind.REVERSAL);
    const fixed = own.filter((e) => e !== open);
    const is = due.get(posting);
    const lines =
      fixed.length === 0
        ? [...(is?.due.lines ?? [])]
        : difference(
            fixed.flatMap((e) => e.lines),
            is?.due.lines ?? [],
          );
    return { posting, open, fixed, is, lines };
  });
  const news = wanted.filter(({ open, fixed, is, lines }) => !open && (fixed.length === 0 ? (is?.due.days ?? 0) > 0 : lines.length > 0));
  if (!unpaid && sheets.length > 0 && news.length === 0)
    throw new Refusal('NOTHING_DUE', `${month} is as it was computed: no rate, posting or confirmed day has changed since`);
  const sheet = unpaid
    ? await work.change(AllowanceSheet, unpaid.id, (s) => s.compute(), { on })
    : begin(work, township, month, sheets.length, on);
  const facts = (is: PostingDue | undefined) => ({
    days: is?.due.days ?? 0,
    present: is?.due.present ?? null,
    required: is?.due.required ?? null,
  });
  for (const e of entries)
    if (e.sheet === unpaid?.id && e.kind === EntryKind.REVERSAL && e.state !== AllowanceState.COMPUTED)
      await work.change(AllowanceEntitlement, e.id, (entry) => entry.follow('compute'), { on });
  for (const { open, is, lines } of wanted)
    if (open) await work.change(AllowanceEntitlement, open.id, (entry) => entry.work(facts(is), lines), { on });
  for (const { posting, fixed, is, lines } of news) {
    const { person, role } = is ?? (fixed[0] as AllowanceEntitlement);
    const whose = { posting, person, role, township, month, sheet: sheet.id, ordinal: fixed.length };
    const kind = fixed.length === 0 ? EntryKind.REGULAR : EntryKind.DIFFERENCE;
    const entry = Object.assign(new AllowanceEntitlement(), whose, facts(is), {
      id: newId('ale'),
      kind,
      lines,
      amount: totalOf(lines),
      validFrom: on,
    });
    work.create(entry, 'allowance.computed');
  }
  return sheet;
}
