import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#platform/refusal';
import { aFinding, anOrderedFinding } from '../samples.ts';
import { allowed, FindingState, isOverdue, Light, lightOf, moves, next, verifiesOwn } from './finding.rules.ts';

const village = 'vil_sample';
const carryOut = {
  orderRectification: (f: ReturnType<typeof aFinding>) => f.order('agc_a', '2018-11-02', '2018-11-30', '2018-11-02'),
  dismissFinding: (f: ReturnType<typeof aFinding>) => f.dismiss('重复'),
  submitRectification: (f: ReturnType<typeof aFinding>) => f.submit([{ title: '照片' }], 'dev:officer', '2018-11-20'),
  acceptRectification: (f: ReturnType<typeof aFinding>) =>
    f.accept({ id: 'dev:inspector', role: 'INSPECTOR', reads: [], writes: [], finds: [], client: 'test' }, '2018-11-22'),
  returnRectification: (f: ReturnType<typeof aFinding>) => f.return('材料不符'),
  closeFinding: (f: ReturnType<typeof aFinding>) => f.close('2018-11-30', true),
};
type Move = keyof typeof carryOut;
const anyMove = fc.constantFrom(...(Object.keys(moves) as Move[]));

describe('a finding', () => {
  it('never leaves the table of its life, and a refused move changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 20 }), (tried) => {
        const finding = aFinding({ village });
        for (const move of tried) {
          const before = { ...finding };
          const legal = allowed(finding.state).includes(move);
          try {
            carryOut[move](finding);
            expect(legal).toBe(true);
            expect(finding.state).toBe(next(move, before.state));
          } catch (error) {
            expect((error as Refusal).code).toBe('ILLEGAL_MOVE');
            expect(legal).toBe(false);
            expect({ ...finding }).toEqual(before);
          }
        }
      }),
    );
  });

  it('names the state and the moves that it allows when it refuses one', () => {
    expect(() => carryOut.closeFinding(aFinding({ village }))).toThrow(
      'a finding in state OPEN does not allow closeFinding; it allows orderRectification, dismissFinding',
    );
    expect(() => carryOut.closeFinding(aFinding({ village, state: FindingState.DISMISSED }))).toThrow('no move');
  });

  it('is overdue the day after its deadline, while it is being put right', () => {
    const finding = anOrderedFinding({ village, deadline: '2018-11-30' });
    expect(isOverdue(finding, '2018-11-30')).toBe(false);
    expect(isOverdue(finding, '2018-12-01')).toBe(true);
    expect(isOverdue({ ...finding, state: FindingState.SUBMITTED }, '2018-12-01')).toBe(false);
    expect(isOverdue(aFinding({ village }), '2018-12-01')).toBe(false);
  });

  it('is verified by neither its submitter nor the agency responsible', () => {
    const f = { submittedBy: 'dev:officer', responsibleAgency: 'agc_a' };
    expect(verifiesOwn(f, { id: 'dev:officer' })).toBe(true);
    expect(verifiesOwn(f, { id: 'dev:other', agency: 'agc_a' })).toBe(true);
    expect(verifiesOwn(f, { id: 'dev:other', agency: 'agc_b' })).toBe(false);
    expect(verifiesOwn({ ...f, responsibleAgency: null }, { id: 'dev:other' })).toBe(false);
  });

  it('is ordered neither before it was found nor for later than today', () => {
    const refused = (issuedOn: string) => {
      try {
        aFinding({ village }).order('agc_a', issuedOn, '2018-12-31', '2018-11-05');
        return null;
      } catch (error) {
        return error instanceof Refusal ? error.code : String(error);
      }
    };
    expect(['2018-10-31', '2018-11-01', '2018-11-05', '2018-11-06'].map(refused)).toEqual(['BAD_USER_INPUT', null, null, 'BAD_USER_INPUT']);
  });
});

describe('the light of a finding', () => {
  const clock = { from: '2018-11-05', to: '2018-11-30' };
  it.each([
    [4, Light.GREEN],
    [3, Light.YELLOW],
    [0, Light.YELLOW],
  ])('with %i working days left is %s', (left, light) => {
    expect(lightOf(clock, left)).toBe(light);
  });
  it('is red only once the deadline has passed', () => {
    expect(lightOf({ from: '2018-11-30', to: '2018-11-30' }, 0)).toBe(Light.YELLOW);
    expect(lightOf({ from: '2018-12-01', to: '2018-11-30' }, 0)).toBe(Light.RED);
  });
});
