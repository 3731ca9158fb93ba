import { descendingOrder } from '../statistics/index.ts';

/**
 * The mean of precision over recall, stepwise: the sum over distinct scores of (recall gained) times (precision there), as
 * scikit-learn's `average_precision_score`. Null where no row has the outcome.
 */
export function averagePrecision(
  score: Float64Array,
  outcome: ArrayLike<number>,
  weights: Float64Array,
): number | null {
  const order = descendingOrder(score);
  let all = 0;
  for (let row = 0; row < score.length; row++) all += outcome[row] === 1 ? (weights[row] as number) : 0;
  if (all === 0) return null;
  let found = 0;
  let foundBefore = 0;
  let acted = 0;
  let sum = 0;
  for (const [position, row] of order.entries()) {
    acted += weights[row] as number;
    if (outcome[row] === 1) found += weights[row] as number;
    // Rows with the same score are reached together.
    if (position + 1 < order.length && score[order[position + 1] as number] === score[row]) continue;
    sum += ((found - foundBefore) / all) * (found / acted);
    foundBefore = found;
  }
  return sum;
}
