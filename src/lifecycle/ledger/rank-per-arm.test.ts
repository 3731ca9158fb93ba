import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARMS } from '../actions/index.ts';
import { type Candidate, rankPerArm, sharePlaces } from './rank-per-arm.ts';

describe('a list for a capacity', () => {
  it('flags the top of each arm by itself, with places in proportion to the arm', () => {
    const candidates: Candidate[] = [
      { unitId: 'a', score: 9, arm: 'holdout' },
      { unitId: 'b', score: 8, arm: 'holdout' },
      { unitId: 'c', score: 3, arm: 'action' },
      { unitId: 'd', score: 2, arm: 'action' },
      { unitId: 'e', score: 1, arm: 'action' },
      { unitId: 'f', score: 7, arm: 'action' },
    ];
    const listed = rankPerArm(candidates, 3).filter(({ flagged }) => flagged);
    expect(listed).toEqual([
      { unitId: 'a', arm: 'holdout', flagged: true, rank: 1, listSize: 1 },
      { unitId: 'c', arm: 'action', flagged: true, rank: 2, listSize: 2 },
      { unitId: 'f', arm: 'action', flagged: true, rank: 1, listSize: 2 },
    ]);
  });

  it('orders equal scores by unit id, so that the same input gives the same list', () => {
    const candidates: Candidate[] = ['b', 'a', 'c'].map((unitId) => ({ unitId, score: 1, arm: 'action' }));
    expect(rankPerArm(candidates, 1).map(({ rank }) => rank)).toEqual([2, 1, 3]);
  });

  it('gives no place to units that an earlier draw left out of the comparison', () => {
    const candidates: Candidate[] = [
      { unitId: 'a', score: 9, arm: 'none' },
      { unitId: 'b', score: 1, arm: 'action' },
    ];
    expect(rankPerArm(candidates, 5).map(({ flagged }) => flagged)).toEqual([false, true]);
  });

  it('fills the capacity exactly, never flags a lower score before a higher one of the same arm', () => {
    const candidate = fc.record({ score: fc.integer({ min: 0, max: 20 }), arm: fc.constantFrom(...ARMS) });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 60 }), fc.integer({ min: 1, max: 70 }), (given, capacity) => {
        const candidates = given.map((one, index) => ({ ...one, unitId: `u${index}` }));
        const ranked = rankPerArm(candidates, capacity);
        const compared = candidates.filter(({ arm }) => arm === 'action' || arm === 'holdout');
        expect(ranked.filter(({ flagged }) => flagged)).toHaveLength(Math.min(capacity, compared.length));
        ranked.forEach((one, index) => {
          const better = ranked.filter(
            (other, place) =>
              other.arm === one.arm && (candidates[place]?.score ?? 0) > (candidates[index]?.score ?? 0),
          );
          if (one.flagged) expect(better.every(({ flagged }) => flagged)).toBe(true);
        });
      }),
    );
  });

  it('shares places by largest remainders', () => {
    expect(sharePlaces([80, 20], 10)).toEqual([8, 2]);
    expect(sharePlaces([2, 1], 2)).toEqual([1, 1]);
    expect(sharePlaces([3, 0], 10)).toEqual([3, 0]);
  });
});
