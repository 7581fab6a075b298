import { describe, expect, it } from 'vitest';
import { schemaOf } from '#platform/subgraph';
import { ROLES as GRANTED } from '../../../gateway/src/caller.ts';
import { subgraphs } from '../../../gateway/src/parts.ts';
import { policies, ROLES } from './policies.ts';
import type { Policy } from './policy.ts';

const mutations = Object.values(subgraphs).flatMap((spec) => Object.keys(schemaOf(spec).getMutationType()?.getFields() ?? {}));
const all = Object.entries(ROLES) as [string, Policy][];
const caller = { id: 'x', client: 'x', role: '', reads: [], writes: [], finds: [] };

describe('the policies', () => {
  it('are one for each role that can be granted', () => {
    expect(Object.keys(ROLES).toSorted()).toEqual([...GRANTED].toSorted());
  });
  it('grant every mutation to somebody, and nothing that is none', () => {
    expect(all.flatMap(([, p]) => p.moves).filter((move) => !mutations.includes(move))).toEqual([]);
    expect(mutations.filter((move) => policies.moversOf(move).length === 0)).toEqual([]);
  });
  it('give the administrators no business data and no move', () => {
    for (const role of ['AUDITOR', 'SECURITY_ADMIN', 'SYSTEM_ADMIN'] as const)
      expect([ROLES[role].reads, ROLES[role].moves, ROLES[role].sees]).toEqual([[], [], {}]);
  });
  it('let an analyst see nothing personal', () => {
    const access = policies.of({ ...caller, role: 'ANALYST' });
    expect([access.sees('PERSONAL'), access.sees('SENSITIVE'), access.sees('RESTRICTED'), access.exactCells]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
  it('open a class only for a purpose that the role may state', () => {
    expect(policies.of({ ...caller, role: 'FINANCE' }).sees('SENSITIVE')).toBe(false);
    expect(policies.of({ ...caller, role: 'FINANCE', purpose: 'ALLOWANCE_PAYMENT' }).sees('SENSITIVE')).toBe(true);
    expect(() => policies.of({ ...caller, role: 'FINANCE', purpose: 'CASE_HANDLING' })).toThrow('ALLOWANCE_PAYMENT');
  });
  it('let a role that nobody wrote a policy for do nothing', () => {
    const access = policies.of({ ...caller, role: 'EMPEROR' });
    expect([access.mayRead('Village'), access.mayMove('openFinding'), access.sees('PUBLIC')]).toEqual([false, false, false]);
  });
  it('show what a team lacks only to who reads its postings', () => {
    expect(all.filter(([, p]) => p.reads.includes('ResidentTeam') && !p.reads.includes('Posting')).map(([role]) => role)).toEqual([]);
  });
});
