import type { EstimateWithInterval } from '../statistics/index.ts';
import { meanOfRows, within } from './mean-of-rows.ts';
import type { TargetValues } from './training-table.ts';

/** How well one class is recognised; null where the share has nothing to be taken of. */
export interface ClassQuality {
  readonly name: string;
  readonly rows: number;
  /** Of the rows taken for this class, the share that are. */
  readonly precision: number | null;
  /** Of the rows of this class, the share that are taken for it. */
  readonly recall: number | null;
  /** Harmonic mean of both. */
  readonly f1: number | null;
}

/** How good predictions of several classes are; the most probable class counts as the prediction. */
export interface ClassesQuality {
  readonly kind: 'multiclass';
  readonly rows: number;
  readonly accuracy: EstimateWithInterval;
  /** Share of the most frequent class: what guessing it always gives. */
  readonly baseRate: number;
  readonly logLoss: EstimateWithInterval;
  /** Means over the classes that occur, each class counting alike. */
  readonly macroPrecision: EstimateWithInterval;
  readonly macroRecall: EstimateWithInterval;
  readonly macroF1: EstimateWithInterval;
  readonly classes: readonly ClassQuality[];
}

/** Sums of weights that every measure of one class is made of. */
interface Counts {
  both: number;
  predicted: number;
  actual: number;
  rows: number;
}

/**
 * The quality of class probabilities. Macro measures are means of ratios of sums over rows, so their errors come from how
 * much each row moves each ratio (the delta method, row by row).
 */
export function qualityOfClasses(
  { codes, classes }: Extract<TargetValues, { kind: 'multiclass' }>,
  probabilities: readonly Float64Array[],
  weights: Float64Array,
): ClassesQuality {
  const predicted = Int32Array.from(codes, (_, row) => mostProbable(probabilities, row));
  const counts = countsByClass(codes, predicted, classes.length, weights);
  const seen = counts.flatMap((count, code) => (count.actual > 0 ? [code] : []));
  const total = counts.reduce((sum, { actual }) => sum + actual, 0);
  const loss = Float64Array.from(
    codes,
    (code, row) => -Math.log(Math.max(probabilities[code]?.[row] ?? 0, Number.MIN_VALUE)),
  );
  const macro = (top: (own: Membership) => number, bottom: (own: Membership) => number): EstimateWithInterval =>
    macroRatio(seen, codes, predicted, weights, top, bottom);
  return {
    kind: 'multiclass',
    rows: codes.length,
    accuracy: meanOfRows(
      Float64Array.from(codes, (code, row) => (code === predicted[row] ? 1 : 0)),
      weights,
    ),
    baseRate: Math.max(...counts.map(({ actual }) => actual)) / total,
    logLoss: meanOfRows(loss, weights),
    macroPrecision: macro(both, ({ isPredicted }) => isPredicted),
    macroRecall: macro(both, ({ isActual }) => isActual),
    macroF1: macro(
      (own) => 2 * both(own),
      ({ isPredicted, isActual }) => isPredicted + isActual,
    ),
    classes: classes.map((name, code) => classQuality(name, counts[code] as Counts)),
  };
}

/** Whether a row is taken for a class and whether it is of it, as 0 or 1. */
interface Membership {
  readonly isPredicted: number;
  readonly isActual: number;
}

function both({ isPredicted, isActual }: Membership): number {
  return isPredicted * isActual;
}

/** The mean over classes of sum(top) / sum(bottom); a class that is never predicted counts as 0, as in scikit-learn. */
function macroRatio(
  seen: readonly number[],
  codes: Int32Array,
  predicted: Int32Array,
  weights: Float64Array,
  top: (own: Membership) => number,
  bottom: (own: Membership) => number,
): EstimateWithInterval {
  const influence = new Float64Array(codes.length);
  let sumOfRatios = 0;
  for (const code of seen) {
    const ownOf = (row: number): Membership => ({
      isPredicted: predicted[row] === code ? 1 : 0,
      isActual: codes[row] === code ? 1 : 0,
    });
    let [above, below] = [0, 0];
    for (let row = 0; row < codes.length; row++) {
      above += (weights[row] as number) * top(ownOf(row));
      below += (weights[row] as number) * bottom(ownOf(row));
    }
    if (below === 0) continue;
    const ratio = above / below;
    sumOfRatios += ratio;
    for (let row = 0; row < codes.length; row++) {
      const own = ownOf(row);
      const moved = ((weights[row] as number) * (top(own) - ratio * bottom(own))) / below;
      influence[row] = (influence[row] as number) + moved / seen.length;
    }
  }
  const variance = influence.reduce((sum, value) => sum + value * value, 0);
  return within({ estimate: sumOfRatios / seen.length, standardError: Math.sqrt(variance) });
}

function mostProbable(probabilities: readonly Float64Array[], row: number): number {
  let best = 0;
  for (let code = 1; code < probabilities.length; code++) {
    if ((probabilities[code]?.[row] as number) > (probabilities[best]?.[row] as number)) best = code;
  }
  return best;
}

function countsByClass(codes: Int32Array, predicted: Int32Array, classes: number, weights: Float64Array): Counts[] {
  const counts = Array.from({ length: classes }, () => ({ both: 0, predicted: 0, actual: 0, rows: 0 }));
  for (const [row, code] of codes.entries()) {
    const weight = weights[row] as number;
    const actual = counts[code] as Counts;
    actual.actual += weight;
    actual.rows++;
    if (predicted[row] === code) actual.both += weight;
    (counts[predicted[row] as number] as Counts).predicted += weight;
  }
  return counts;
}

function classQuality(name: string, { both: right, predicted, actual, rows }: Counts): ClassQuality {
  return {
    name,
    rows,
    precision: predicted > 0 ? right / predicted : null,
    recall: actual > 0 ? right / actual : null,
    f1: predicted + actual > 0 ? (2 * right) / (predicted + actual) : null,
  };
}
