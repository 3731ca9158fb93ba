import { minimise } from './newton.ts';
import { logistic } from './score-model.ts';

/** Straightens log odds: `slope * raw + intercept`. */
export interface CalibrationLine {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Platt's line (Platt 1999): the logistic regression of outcomes on raw scores that the model did not learn from. Outcomes
 * are drawn a little towards the middle, (n1 + 1)/(n1 + 2) and 1/(n0 + 2), so that perfectly parted scores still give a
 * line. Null where the line would turn the order round or there is only one class: then scores say nothing.
 */
export function plattLine(
  raw: Float64Array,
  outcomes: ArrayLike<number>,
  weights: Float64Array,
): CalibrationLine | null {
  let ones = 0;
  for (let row = 0; row < raw.length; row++) ones += outcomes[row] === 1 ? 1 : 0;
  const zeros = raw.length - ones;
  if (ones === 0 || zeros === 0) return null;
  const high = (ones + 1) / (ones + 2);
  const low = 1 / (zeros + 2);
  let line = { slope: 1, intercept: 0 };
  const sums = (value: (row: number, probability: number) => number): Float64Array => {
    let [bySlope, byIntercept] = [0, 0];
    for (let row = 0; row < raw.length; row++) {
      const score = raw[row] as number;
      const part = (weights[row] as number) * value(row, logistic(line.slope * score + line.intercept));
      bySlope += part * score;
      byIntercept += part;
    }
    return Float64Array.of(bySlope, byIntercept);
  };
  const solved = minimise(
    {
      valueAt([slope = 0, intercept = 0]) {
        line = { slope, intercept };
        let loss = 0;
        for (let row = 0; row < raw.length; row++) {
          const logOdds = slope * (raw[row] as number) + intercept;
          const wanted = outcomes[row] === 1 ? high : low;
          // log(1 + e^x) - wanted * x, without overflow.
          loss +=
            (weights[row] as number) *
            (Math.max(logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds))) - wanted * logOdds);
        }
        return loss;
      },
      gradient: () => sums((row, probability) => probability - (outcomes[row] === 1 ? high : low)),
      curvatureAlong: ([slope = 0, intercept = 0]) =>
        sums((row, probability) => probability * (1 - probability) * (slope * (raw[row] as number) + intercept)),
      diagonal() {
        let [bySlope, byIntercept] = [Number.EPSILON, Number.EPSILON];
        for (let row = 0; row < raw.length; row++) {
          const score = raw[row] as number;
          const probability = logistic(line.slope * score + line.intercept);
          const part = (weights[row] as number) * probability * (1 - probability);
          bySlope += part * score * score;
          byIntercept += part;
        }
        return Float64Array.of(bySlope, byIntercept);
      },
    },
    Float64Array.of(1, 0),
    () => false,
  );
  const [slope = 0, intercept = 0] = solved ?? [];
  return slope > 0 ? { slope, intercept } : null;
}
