import { describe, expect, it } from 'vitest';
import { cadres, leadersOn, YOUNG } from '#county/cadres';
import { exchanges, SENT_IN_2018 } from '#county/frontline';
import { dispatches, type SamplePosting } from '#county/postings';
import { lifeOf, readRegister, villagesOn } from '#county/register';
import { FOREVER } from '#platform/day';
import { birthDateOf, identityFault, sexOf } from './persons/identity.rules.ts';
import { conflict, type Held, type PostingKind, VILLAGE_KINDS } from './postings/posting.rules.ts';

const { periods } = readRegister();
const NOWS = ['2017-02-01', '2018-12-31', '2026-06-30', '2026-11-24', '2029-01-15'];
const county = (day: string) => dispatches(periods, new Date(`${day}T10:00:00+08:00`));
const asHeld = (p: SamplePosting): Held => ({ ...p, kind: p.kind as PostingKind, validFrom: p.from, validTo: p.to });
const inPost = (postings: readonly SamplePosting[]) => postings.filter((p) => p.state !== 'APPROVED');
const onDay = (rows: readonly SamplePosting[], day: string) => inPost(rows).filter((p) => p.from <= day && day < p.to);

describe.each(NOWS)('the county as it has lived until %s', (today) => {
  const { residents, teams, postings } = county(today);

  it('puts nobody into two villages, and no two into one post', () => {
    const held = inPost(postings).map(asHeld);
    const near = [...Map.groupBy(held, (h) => h.person).values(), ...Map.groupBy(held, (h) => h.target + h.kind).values()];
    for (const group of near)
      for (const one of group) {
        const together = group.filter((other) => other.validFrom < one.validTo && one.validFrom < other.validTo);
        expect(
          conflict(
            one,
            together.filter((other) => other.validFrom <= one.validFrom),
          )?.message,
        ).toBeUndefined();
      }
  });

  it('posts only to villages and townships that exist, for a time, and knows nothing of the future', () => {
    for (const p of postings) {
      const life = lifeOf(periods, p.target);
      expect(life.from <= p.from && (p.to === FOREVER || p.to <= life.to) && p.from < p.to && p.from <= today).toBe(true);
      expect(p.to === FOREVER || p.to <= today).toBe(true);
      expect((p.to === FOREVER) === (p.state === 'ACTIVE' || p.state === 'APPROVED')).toBe(true);
      if (p.state === 'ACTIVE') expect(p.plannedTo > today).toBe(true);
      if (p.endReason === 'VILLAGE_ABOLISHED') expect(p.to).toBe(life.to);
    }
  });

  it('replaces who is recalled, or says why nobody comes', () => {
    const byId = new Map(postings.map((p) => [p.id, p]));
    expect(byId.size).toBe(postings.length);
    for (const p of postings.filter((r) => r.state === 'RECALLED')) {
      const next = p.replacement ? byId.get(p.replacement) : undefined;
      expect(next ? [next.from, next.kind, next.target] : p.waiver && [p.to, p.kind, p.target]).toEqual([p.to, p.kind, p.target]);
    }
  });

  it('gives every team three people while it lasts, unless its village has a gap today', () => {
    for (const team of teams.filter((t) => t.validTo !== FOREVER && t.validTo < '2026-01-01')) {
      const own = inPost(postings).filter((p) => p.team === team.id);
      for (const day of new Set(own.map((p) => p.from)))
        expect(new Set(onDay(own, day).map((p) => p.person)).size).toBeGreaterThanOrEqual(3);
    }
  });

  it('invents people whose numbers keep GB 11643 and belong to one person each', () => {
    for (const r of residents) {
      expect(identityFault(r.idNumber, today)).toBeNull();
      expect([birthDateOf(r.idNumber), sexOf(r.idNumber)]).toEqual([r.birthDate, r.sex]);
    }
    expect(new Set(residents.map((r) => r.idNumber)).size).toBe(residents.length);
    expect(postings.every((p) => residents.some((r) => r.id === p.person))).toBe(true);
  });
});

describe('the county of the sample', () => {
  const { teams, postings } = county('2026-11-24');

  it('has all five levels sending people, at the end of 2018 and now', () => {
    for (const day of ['2018-12-31', '2026-11-24'])
      expect(new Set(onDay(postings, day).map((p) => p.dispatchLevel))).toEqual(
        new Set(['CENTRAL', 'PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP']),
      );
  });

  it('covers every village on every day from the first round to the gaps of 2026', () => {
    const days = [
      '2017-03-01',
      '2018-10-31',
      '2018-12-31',
      '2019-03-01',
      '2020-06-30',
      '2021-05-01',
      '2021-10-31',
      '2025-06-01',
      '2026-05-17',
    ];
    const changes = postings.map((p) => p.from).filter((d) => d >= '2017-03-01' && d < '2026-05-18');
    for (const day of [...days, ...changes.filter((_, i) => i % 40 === 0)]) {
      const held = onDay(postings, day);
      const standing = new Set(teams.filter((t) => t.validFrom <= day && day < t.validTo).map((t) => t.village));
      for (const { id } of villagesOn(periods, day)) {
        const kinds = new Set(held.filter((p) => p.target === id).map((p) => p.kind));
        expect([day, id, standing.has(id), kinds.has('FIRST_SECRETARY'), kinds.has('RESIDENT_CADRE')]).toEqual([day, id, true, true, true]);
      }
    }
  });

  it('lets some people stay for another term and recalls some before its end', () => {
    const villagePosts = postings.filter((p) => VILLAGE_KINDS.includes(p.kind as PostingKind));
    const terms = Map.groupBy(villagePosts, (p) => p.person);
    expect([...terms.values()].filter((own) => new Set(own.map((p) => p.team)).size > 1).length).toBeGreaterThan(200);
    expect(villagePosts.filter((p) => p.state === 'RECALLED').length).toBeGreaterThan(50);
    expect(villagePosts.filter((p) => p.endReason === 'VILLAGE_ABOLISHED').length).toBeGreaterThan(150);
  });

  it('is the same every time, and the past the same whenever it is told', () => {
    expect(county('2026-11-24')).toEqual(county('2026-11-24'));
    const known = (rows: readonly SamplePosting[], day: string) =>
      inPost(rows)
        .filter((p) => p.from <= day)
        .map((p) => [p.id, p.person, p.to <= day ? [p.to, p.endReason, p.replacement] : null]);
    for (const day of ['2017-02-01', '2018-12-31', '2026-06-30']) expect(known(postings, day)).toEqual(known(county(day).postings, day));
  });
});

describe('the corps of cadres', () => {
  const corps = cadres(periods, new Date('2026-11-24T10:00:00+08:00'));
  const on = (day: string) => (r: { validFrom: string; validTo: string }) => r.validFrom <= day && day < r.validTo;
  const SECTION = ['131', '132', '141', '142'];

  it('has more than 670 Party members at deputy-section rank and above at the end of 2018', () => {
    const ranked = new Set(corps.ranks.filter(on('2018-12-31')).flatMap((r) => (SECTION.includes(r.code) ? [r.person] : [])));
    expect(corps.persons.filter((p) => ranked.has(p.id) && p.politicalStatus === '01').length).toBeGreaterThanOrEqual(670);
    expect(ranked.size).toBeGreaterThanOrEqual(700);
  });

  it('has every leading post of county and townships filled by one person at the end of 2018', () => {
    const count = (role: string) => leadersOn(corps, '2018-12-31').filter((l) => l.role === role).length;
    expect(['COUNTY_SECRETARY', 'COUNTY_HEAD', 'COUNTY_DEPUTY_SECRETARY', 'EXECUTIVE_DEPUTY_HEAD'].map(count)).toEqual([1, 1, 1, 1]);
    for (const role of ['COUNTY_LEADER', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD', 'TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER'])
      expect(new Set(leadersOn(corps, '2018-12-31').flatMap((l) => (l.role === role ? [l.township] : []))).size).toBe(12);
  });

  it('gives nobody two ranks of one scheme at once, and no grade before there were grades', () => {
    for (const own of Map.groupBy(corps.ranks, (r) => `${r.person} ${r.scheme}`).values())
      for (const [i, rank] of own.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).entries())
        expect(i === 0 || (own[i - 1]?.validTo as string) <= rank.validFrom).toBe(true);
    expect(corps.ranks.every((r) => r.validFrom < r.validTo && (r.scheme === 'POST_LEVEL' || r.validFrom >= '2019-06-01'))).toBe(true);
  });

  it('promoted young cadres in 2018, and knows the same of the past whenever it is told', () => {
    expect(corps.rises.filter((r) => r.young && r.on.startsWith('2018-')).length).toBe(YOUNG);
    const then = cadres(periods, new Date('2018-12-31T10:00:00+08:00'));
    const ids = new Set(corps.persons.map((p) => p.id));
    expect(then.persons.every((p) => ids.has(p.id))).toBe(true);
    expect(then.rises).toEqual(corps.rises.filter((r) => r.on <= '2018-12-31'));
    expect(leadersOn(then, '2018-12-31').map((l) => l.person)).toEqual(leadersOn(corps, '2018-12-31').map((l) => l.person));
  });
});

describe('the front-line postings under 1+1', () => {
  const told = exchanges(periods, new Date('2026-11-24T10:00:00+08:00'));

  it('sent 119 different people in 2018, the young ones by secondment after their promotion', () => {
    const sent = told.filter((e) => e.from.startsWith('2018-'));
    expect([sent.length, new Set(sent.map((e) => e.person)).size]).toEqual([SENT_IN_2018, SENT_IN_2018]);
    const { rises } = cadres(periods, new Date('2018-12-31T10:00:00+08:00'));
    const risen = new Map(rises.filter((r) => r.on.startsWith('2018-')).map((r) => [r.person, r]));
    const both = sent.filter((e) => risen.has(e.person));
    expect(both.length).toBe(YOUNG);
    for (const { person, kind, from } of both) {
      expect([kind, risen.get(person)?.young]).toEqual(['SECONDMENT', true]);
      expect(from > (risen.get(person)?.on as string)).toBe(true);
    }
  });

  it('are the same whenever they are told, and nobody is sent twice at once', () => {
    for (const day of ['2018-05-05', '2018-12-31', '2023-07-01']) {
      const then = exchanges(periods, new Date(`${day}T10:00:00+08:00`));
      expect(then.map((e) => e.id).toSorted()).toEqual(
        told
          .filter((e) => e.from <= day)
          .map((e) => e.id)
          .toSorted(),
      );
    }
    for (const own of Map.groupBy(told, (e) => e.person).values())
      for (const [i, e] of own.toSorted((a, b) => a.from.localeCompare(b.from)).entries())
        expect(i === 0 || (own.toSorted((a, b) => a.from.localeCompare(b.from))[i - 1]?.to as string) <= e.from).toBe(true);
  });
});
