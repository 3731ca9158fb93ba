import { wilsonInterval } from '../../statistics/index.ts';
import type { Answer } from './explanation.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';

/** What a model foresaw for rows that it had not seen, and what came true there (1 or 0). */
export interface Foreseen {
  readonly probability: Float64Array;
  readonly outcome: Uint8Array;
}

/** The share of all rows that is looked for, and how far a chance may be away to count as nearly the same. */
const NEAR = { share: 0.05, distance: 0.05 } as const;

/**
 * Where the share of those lies whose outcome came true, among rows that the model had not seen and to which it gave nearly
 * the same chance: the nearest twentieth of the rows, ties included, and none further away than five of a hundred, with
 * Wilson's 95 % interval. It says how far a chance can be taken at its word. Null where there are too few such rows.
 */
export function alikeRows({ probability, outcome }: Foreseen, prediction: number): Answer['alike'] {
  const { most, least } = EXPLANATION_LIMITS.alike;
  const wanted = Math.min(most, Math.max(least, Math.round(NEAR.share * probability.length)));
  const away = probability.map((one) => Math.abs(one - prediction)).sort();
  const reach = Math.min(away[wanted - 1] ?? Number.POSITIVE_INFINITY, NEAR.distance);
  let [rows, events] = [0, 0];
  for (const [row, one] of probability.entries()) {
    if (Math.abs(one - prediction) > reach) continue;
    rows++;
    events += outcome[row] ?? 0;
  }
  if (rows < least) return null;
  const { lower, upper } = wilsonInterval({ units: rows, events });
  return { rows, low: lower, high: upper };
}
