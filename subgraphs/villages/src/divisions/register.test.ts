import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { TerritoryRow } from '#platform/territory';
import { type App, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { prefixOf } from './code.rules.ts';
import { Division } from './division.entity.ts';
import { DivisionKind } from './division.rules.ts';
import { effectOf } from './effect.rules.ts';
import {
  divided,
  type Newborn,
  type Plan,
  planAbolish,
  planEstablish,
  planMerge,
  planRecode,
  planRename,
  planSplit,
  planTownshipMerge,
  planTransfer,
  type Register,
  type Standing,
  WHOLE,
} from './plan.rules.ts';
import { territoryOf } from './territory.rules.ts';

interface Period extends Omit<Standing, 'since'> {
  readonly validFrom: Day;
  validTo: Day;
}

const BEGIN: Day = '2020-01-01';

/** A small county: three townships with three villages each. */
function small(): Period[] {
  const base = { county: 'c', validFrom: BEGIN, validTo: FOREVER };
  const rows: Period[] = [
    { ...base, id: 'c', kind: DivisionKind.COUNTY, code: '140222000000', name: '县', officialName: '县', parent: null },
  ];
  for (const t of [0, 1, 2]) {
    rows.push({
      ...base,
      id: `t${t}`,
      kind: DivisionKind.TOWNSHIP,
      code: `140222${100 + t}000`,
      name: `镇${t}镇`,
      officialName: `镇${t}镇`,
      parent: 'c',
    });
    for (const v of [0, 1, 2])
      rows.push({
        ...base,
        ...{ id: `v${t}${v}`, kind: DivisionKind.VILLAGE, code: `140222${100 + t}${200 + v}`, parent: `t${t}` },
        ...{ name: `村${t}${v}`, officialName: `村${t}${v}村委会` },
      });
  }
  return rows;
}

const registerOf = (periods: readonly Period[]): Register => ({
  standing: new Map(
    periods.filter((p) => p.validTo === FOREVER).map(({ validFrom, validTo: _, ...p }) => [p.id, { ...p, since: validFrom }]),
  ),
  owners: new Map(periods.map((p) => [p.code, p.id])),
});

type Draw = (upTo: number) => number;

/** Any change an office could think of, good or bad. */
function anyPlan(register: Register, draw: Draw, serial: number): Plan {
  const all = [...register.standing.keys()];
  const any = () => (draw(20) === 0 ? 'gone' : (all[draw(all.length)] as string));
  const code = () => (draw(3) === 0 ? ([...register.owners.keys()][draw(register.owners.size)] as string) : undefined);
  const newborn = (n = 0): Newborn => ({
    ...{ id: `n${serial}_${n}`, parent: any(), code: code() },
    kind: draw(4) === 0 ? DivisionKind.COMMUNITY : DivisionKind.VILLAGE,
    name: draw(5) === 0 ? '村00' : `新${serial}${n}`,
  });
  const share = (n: number) =>
    divided(
      WHOLE,
      Array.from({ length: n }, () => Math.floor(WHOLE / n)),
    );
  switch (draw(9)) {
    case 0:
      return planEstablish(register, newborn());
    case 1:
      return planMerge(register, [any(), any()].slice(draw(2)), draw(2) ? any() : newborn());
    case 2:
      return planTownshipMerge(register, [any()], any());
    case 3:
      return planAbolish(register, any(), draw(2) ? null : []);
    case 4: {
      const parts = share(2 + draw(2)).map((s, i) => ({
        into: draw(2) ? newborn(i) : any(),
        population: s,
        assets: s + (draw(30) === 0 ? 1 : 0),
      }));
      return planSplit(register, any(), parts);
    }
    case 5:
      return planRename(register, any(), draw(4) === 0 ? '村11' : `名${serial}`);
    case 6:
      return planRecode(register, any(), code(), draw(4) === 0 ? `改${serial}乡` : undefined);
    case 7:
      return planTransfer(register, any(), any(), code());
    default:
      return planAbolish(register, any(), [{ division: any(), population: WHOLE, assets: WHOLE }]);
  }
}

/** Carries plans out one after the other, as the store does; what is refused changes nothing. */
function lived(draws: readonly number[]): { periods: Period[]; mergers: Plan[]; done: number } {
  const periods = small();
  const mergers: Plan[] = [];
  let [i, done] = [0, 0];
  const draw: Draw = (upTo) => (upTo <= 0 ? 0 : (draws[i++ % draws.length] as number) % upTo);
  for (let serial = 1; serial <= 25 && i < draws.length; serial++) {
    const on = addDays(BEGIN, serial * 10 + draw(10));
    try {
      const plan = anyPlan(registerOf(periods), draw, serial);
      const { ended, redrawn, born } = effectOf(registerOf(periods), plan, on);
      for (const { id } of [...ended, ...redrawn]) (periods.find((p) => p.id === id && p.validTo === FOREVER) as Period).validTo = on;
      for (const { since, ...next } of [...redrawn, ...born]) periods.push({ ...next, validFrom: since, validTo: FOREVER });
      if (plan.type === 'MERGE') mergers.push(plan);
      done += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return { periods, mergers, done };
}

const on = (periods: readonly Period[], day: Day) => periods.filter((p) => p.validFrom <= day && day < p.validTo);

describe('the register after any sequence of changes', () => {
  it('has exactly one township for every village on every day, and every code names one division, for ever', () => {
    let done = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(9999), { minLength: 60, maxLength: 400 }), (draws) => {
        const { periods, done: n } = lived(draws);
        done += n;
        const owners = new Map<string, string>();
        for (const { code, id } of periods) {
          expect(owners.get(code) ?? id).toBe(id); // a code is never given to another, even after it was given up
          owners.set(code, id);
        }
        for (const day of new Set(periods.flatMap((p) => [p.validFrom, addDays(p.validFrom, -1)]).filter((d) => d >= BEGIN))) {
          const standing = on(periods, day);
          expect(new Set(standing.map((p) => p.code)).size).toBe(standing.length);
          expect(new Set(standing.map((p) => p.id)).size).toBe(standing.length);
          expect(new Set(standing.map((p) => `${p.parent} ${p.officialName}`)).size).toBe(standing.length);
          for (const v of standing.filter((p) => p.kind === DivisionKind.VILLAGE || p.kind === DivisionKind.COMMUNITY)) {
            const townships = standing.filter((t) => t.id === v.parent);
            expect(townships.map((t) => t.kind)).toEqual([DivisionKind.TOWNSHIP]);
            expect(prefixOf((townships[0] as Period).code)).toBe(prefixOf(v.code));
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(done).toBeGreaterThan(500); // the sequences do something
  });

  it('leaves every division, ended or not, in the territory of somebody', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9999), { minLength: 60, maxLength: 400 }), (draws) => {
        const { periods, mergers } = lived(draws);
        const standing = new Set(periods.filter((p) => p.validTo === FOREVER).map((p) => p.id));
        for (const { division, lineage, kind } of territoryOf(periods, mergers)) {
          expect(lineage.startsWith('/c/')).toBe(true);
          const township = lineage.split('/')[2] as string;
          // What stands lies in what stands; what hung in a merged township hangs in what that became.
          if (kind !== 'COUNTY' && kind !== 'TOWNSHIP' && standing.has(division)) expect(standing.has(township)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('divides amounts by shares so that nothing is lost and nobody gets less than nothing', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 15), fc.array(fc.nat(WHOLE), { minLength: 1, maxLength: 6 }), (amount, cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), WHOLE];
        const parts = divided(
          amount,
          edges.slice(1).map((e, i) => e - (edges[i] as number)),
        );
        expect(parts.reduce((a, b) => a + b, 0)).toBe(amount);
        expect(parts.every((p) => p >= 0 && Number.isSafeInteger(p))).toBe(true);
      }),
    );
  });
});

describe('the ledger of the register', () => {
  let app: App;
  beforeAll(async () => {
    app = await testApp(villages);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('rebuilds it when it is replayed, after changes of every type carried out in any order', async () => {
    const { data } = await app.ask(
      '{ villages(first: 200, filter: { kind: { eq: VILLAGE } }) { nodes { id township { id } } } county(code: "140222000000") { townships { nodes { id } } } }',
    );
    const ids: string[] = data.villages.nodes.map((v: { id: string }) => v.id);
    const townships: string[] = data.county.townships.nodes.map((t: { id: string }) => t.id);
    let seed = 7;
    const draw: Draw = (upTo) => (seed = (seed * 48271) % 2147483647) % upTo;
    const next = () => ids.splice(draw(ids.length), 1)[0] as string;
    const whole = (n: number) =>
      divided(
        WHOLE,
        Array.from({ length: n }, () => Math.floor(WHOLE / n)),
      );
    const effectiveOn = '2026-06-25';
    const drafts: [string, object][] = [
      ['establishDivision', { division: { kind: 'VILLAGE', name: '新设甲', parent: townships[0] } }],
      [
        'establishDivision',
        {
          division: { kind: 'TOWNSHIP', name: '新设镇', parent: (await app.ask('{ county(code: "140222000000") { id } }')).data.county.id },
        },
      ],
      ['mergeVillages', { from: [next(), next()], into: next() }],
      ['mergeVillages', { from: [next(), next()], establish: { kind: 'VILLAGE', name: '合并新村', parent: townships[1] } }],
      ['abolishVillage', { village: next() }],
      ['abolishVillage', { village: next(), depopulated: true }],
      [
        'splitVillage',
        {
          village: next(),
          parts: whole(3).map((s, i) => ({
            establish: { kind: 'VILLAGE', name: `分${i}`, parent: townships[2] },
            population: s,
            assets: s,
          })),
        },
      ],
      ['renameDivision', { division: next(), name: '更名村' }],
      ['recodeDivision', { division: next() }],
      ['transferVillage', { village: next(), township: townships[3] }],
      ['transferVillage', { village: next(), township: townships[4] }],
      ['mergeTownships', { from: [townships[5]], into: townships[6] }],
    ];
    for (const [name, input] of drafts.toSorted(() => draw(3) - 1)) {
      const as = (role: string, mutation: string, more: object) =>
        app.ask(
          `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { id state } }`,
          { input: more },
          { role, id: role },
        );
      const made = await as('CIVIL_AFFAIRS', name, { ...input, effectiveOn });
      if (made.errors) {
        // Whatever was taken away by a change before: refused, and nothing of it is left.
        expect(['NOT_FOUND', 'BAD_USER_INPUT', 'CONFLICT']).toContain(made.codes[0]);
        continue;
      }
      const change = made.data[name].id;
      await as('CIVIL_AFFAIRS', 'documentDivisionChange', { change, document: `天政发〔2026〕${draw(900) + 1}号`, issuedOn: '2026-06-01' });
      await as('COUNTY_SECRETARY', 'approveDivisionChange', { change });
      expect((await as('CIVIL_AFFAIRS', 'effectDivisionChange', { change })).codes).toEqual([]);
    }

    const em = app.subgraph.store.orm.em.fork();
    const told = await app.ledger('division');
    expect(told.filter((r) => r.event === 'division.ended').length).toBeGreaterThan(4);
    // Replayed: each row closes the period that was open and opens the one it tells of.
    const periods: Period[] = [];
    for (const row of told) {
      const after = JSON.parse(row.after as string) as Period;
      const open = periods.find((p) => p.id === row.key && p.validTo === FOREVER);
      if (open) open.validTo = after.validFrom;
      periods.push({ ...after, validTo: after.validTo ?? FOREVER });
    }
    const plain = (p: Period | Division) =>
      [p.id, p.kind, p.code, p.name, p.officialName, p.parent ?? null, p.validFrom, p.validTo].join(' ');
    const real = (await em.find(Division, {}, { filters: false })).filter((p) => p.validFrom < p.validTo);
    expect(
      periods
        .filter((p) => p.validFrom < p.validTo)
        .map(plain)
        .toSorted(),
    ).toEqual(real.map(plain).toSorted());

    const territory = new Map<string, unknown[]>();
    for (const row of await app.ledger('territory')) territory.set(row.key, JSON.parse(row.after as string).territory);
    const plot = (t: TerritoryRow) => [t.division, t.code, t.kind, t.parent ?? null, t.lineage, t.validFrom, t.validTo].join(' ');
    expect(([...territory.values()].flat() as TerritoryRow[]).map(plot).toSorted()).toEqual(
      (await em.find(TerritoryRow, {})).map(plot).toSorted(),
    );
    // The process itself knows what the store has.
    for (const { division, code } of await em.find(TerritoryRow, {})) expect(app.subgraph.store.territory.named(code)).toBe(division);
  }, 120_000);
});
