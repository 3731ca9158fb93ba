import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { clusteredDifference } from './clustered-difference.ts';
import { type CoMoments, coMomentsOf } from './co-moments.ts';
import { firstMismatch } from './first-mismatch.ts';
import { negateInterval } from './interval.ts';

const { cases, tol } = vectors.cluster;

function armOf({ cluster, w, y }: { cluster: number[]; w: number[]; y: number[] }, arm: number): CoMoments {
  const clusters = new Map<number, [size: number, sum: number]>();
  for (const [i, id] of cluster.entries()) {
    if (w[i] !== arm) continue;
    const [size, sum] = clusters.get(id) ?? [0, 0];
    clusters.set(id, [size + 1, sum + (y[i] ?? Number.NaN)]);
  }
  return coMomentsOf(clusters.values());
}

describe('difference between assigned clusters', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const actual = clusteredDifference({ action: armOf(input, 1), holdout: armOf(input, 0) }, input.alpha);
    const reference = {
      estimate: expected.diff,
      standardError: expected.seDelta,
      interval: { lower: expected.ciT[0], upper: expected.ciT[1] },
      clusters: expected.clusters,
      degreesOfFreedom: expected.clusters - 2,
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
  });

  it.each(cases)('changes its sign when the arms are swapped', ({ input }) => {
    const [a, b] = [armOf(input, 1), armOf(input, 0)];
    const forward = clusteredDifference({ action: a, holdout: b });
    const backward = clusteredDifference({ action: b, holdout: a });
    if (forward.kind === 'unavailable' || backward.kind === 'unavailable') throw new Error('both arms have clusters');
    expect(firstMismatch(negateInterval(backward.interval), forward.interval, 1e-14)).toBe(undefined);
  });

  it('says why there is none', () => {
    const some = coMomentsOf([
      [3, 10],
      [4, 22],
    ]);
    const one = coMomentsOf([[3, 10]]);
    const empty = coMomentsOf([
      [0, 0],
      [0, 0],
    ]);
    const same = coMomentsOf([
      [2, 4],
      [2, 4],
    ]);
    const reasonOf = (action: CoMoments, holdout: CoMoments) => clusteredDifference({ action, holdout });
    expect(reasonOf(some, one)).toEqual({ kind: 'unavailable', reason: 'too_few_clusters' });
    expect(reasonOf(empty, some)).toEqual({ kind: 'unavailable', reason: 'empty_clusters' });
    expect(reasonOf(same, same)).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
  });
});
