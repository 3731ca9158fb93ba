import { addWeightedSums, type LinearDesign, squareSumsBySlot, sumsBySlot } from './linear-design.ts';
import type { ConvexFunction } from './newton.ts';
import { meanLoss, objectiveFor, softmax } from './objective.ts';
import { logistic } from './score-model.ts';
import { type TargetValues, type TrainingTable, weightsOf } from './training-table.ts';

/**
 * The loss of a weighted sum over all rows (log loss, or half the squared error) plus half the penalty times each squared
 * coefficient. Parameters stand one output after the other: its coefficients, then its intercept.
 */
export class PenalisedLoss implements ConvexFunction {
  /** Raw scores at the current point, one list an output. */
  readonly raw: readonly Float64Array[];
  readonly #design: LinearDesign;
  readonly #target: TargetValues;
  readonly #weights: Float64Array;
  readonly #base: readonly number[];
  readonly #penalty: number;
  readonly #totalWeight: number;
  /** What the model expects of each row and output: a probability, or the number itself. */
  #expected: readonly Float64Array[];
  #point: Float64Array;

  constructor(design: LinearDesign, table: TrainingTable, penalty: number) {
    this.#design = design;
    this.#target = table.target;
    this.#weights = weightsOf(table);
    this.#base = objectiveFor(table).base;
    this.#penalty = penalty;
    this.#totalWeight = this.#weights.reduce((sum, weight) => sum + weight, 0);
    this.raw = this.#base.map(() => new Float64Array(design.rows));
    this.#expected = this.raw;
    this.#point = this.start();
  }

  /** No column says anything yet, the intercepts are the best constants. */
  start(): Float64Array {
    const width = this.#design.features.length + 1;
    const start = new Float64Array(width * this.#base.length);
    for (const [output, base] of this.#base.entries()) start[output * width + width - 1] = base;
    return start;
  }

  /** The parameters of one output. */
  split(parameters: Float64Array, output: number): { coefficients: Float64Array; intercept: number } {
    const width = this.#design.features.length + 1;
    const own = parameters.subarray(output * width, (output + 1) * width);
    return { coefficients: own.subarray(0, width - 1), intercept: own[width - 1] as number };
  }

  valueAt(parameters: Float64Array): number {
    this.#point = parameters;
    let squares = 0;
    for (const [output, scores] of this.raw.entries()) {
      const { coefficients } = this.split(parameters, output);
      this.#weightedSums(parameters, output, scores);
      for (const coefficient of coefficients) squares += coefficient * coefficient;
    }
    this.#expected = expectedOf(this.#target, this.raw);
    // For a number the mean loss is the squared error, of which half counts.
    const factor = this.#target.kind === 'number' ? this.#totalWeight / 2 : this.#totalWeight;
    return factor * meanLoss(this.#target, this.raw, this.#weights) + (this.#penalty / 2) * squares;
  }

  gradient(): Float64Array {
    const residuals = new Float64Array(this.#design.rows);
    return this.#byOutput(this.#point, (output) => {
      const expected = this.#expected[output] as Float64Array;
      for (let row = 0; row < residuals.length; row++) {
        residuals[row] =
          (this.#weights[row] as number) * ((expected[row] as number) - observed(this.#target, row, output));
      }
      return sumsWithIntercept(residuals, sumsBySlot(this.#design, residuals));
    });
  }

  curvatureAlong(direction: Float64Array): Float64Array {
    const moved = this.raw.map((_, output) => {
      const scores = new Float64Array(this.#design.rows);
      this.#weightedSums(direction, output, scores);
      return scores;
    });
    const bent = new Float64Array(this.#design.rows);
    const meanMove = this.#target.kind === 'multiclass' ? this.#expectedMove(moved) : null;
    return this.#byOutput(direction, (output) => {
      const scores = moved[output] as Float64Array;
      const expected = this.#expected[output] as Float64Array;
      for (let row = 0; row < bent.length; row++) {
        const weight = this.#weights[row] as number;
        const probability = expected[row] as number;
        const move = scores[row] as number;
        if (meanMove !== null) bent[row] = weight * probability * (move - (meanMove[row] as number));
        else bent[row] = weight * this.#spreadOf(probability) * move;
      }
      return sumsWithIntercept(bent, sumsBySlot(this.#design, bent));
    });
  }

  diagonal(): Float64Array {
    const spread = new Float64Array(this.#design.rows);
    const ones = new Float64Array(this.#point.length).fill(1);
    return this.#byOutput(ones, (output) => {
      const expected = this.#expected[output] as Float64Array;
      for (let row = 0; row < spread.length; row++) {
        spread[row] = (this.#weights[row] as number) * this.#spreadOf(expected[row] as number);
      }
      return sumsWithIntercept(spread, squareSumsBySlot(this.#design, spread));
    }).map((value) => Math.max(value, Number.EPSILON));
  }

  #weightedSums(parameters: Float64Array, output: number, scores: Float64Array): void {
    const { coefficients, intercept } = this.split(parameters, output);
    scores.fill(intercept);
    addWeightedSums(this.#design, coefficients, scores);
  }

  /** Variance of what is observed, by the model: the curvature of the loss in the raw score. */
  #spreadOf(expected: number): number {
    return this.#target.kind === 'number' ? 1 : expected * (1 - expected);
  }

  #expectedMove(moved: readonly Float64Array[]): Float64Array {
    const mean = new Float64Array(this.#design.rows);
    for (const [output, scores] of moved.entries()) {
      const expected = this.#expected[output] as Float64Array;
      for (let row = 0; row < mean.length; row++) {
        mean[row] = (mean[row] as number) + (expected[row] as number) * (scores[row] as number);
      }
    }
    return mean;
  }

  /** Puts the outputs one after the other and adds the penalty's part, which intercepts do not have. */
  #byOutput(penalised: Float64Array, slotsOf: (output: number) => Float64Array): Float64Array {
    const width = this.#design.features.length + 1;
    const all = new Float64Array(penalised.length);
    for (let output = 0; output < this.raw.length; output++) all.set(slotsOf(output), output * width);
    return all.map((value, i) => ((i + 1) % width === 0 ? value : value + this.#penalty * (penalised[i] as number)));
  }
}

function sumsWithIntercept(rowValues: Float64Array, bySlot: Float64Array): Float64Array {
  const all = new Float64Array(bySlot.length + 1);
  all.set(bySlot);
  all[bySlot.length] = rowValues.reduce((sum, value) => sum + value, 0);
  return all;
}

/** What was observed of a row: whether it has the class, or its number. */
function observed(target: TargetValues, row: number, output: number): number {
  if (target.kind === 'number') return target.values[row] as number;
  return target.codes[row] === (target.kind === 'binary' ? 1 : output) ? 1 : 0;
}

/** What the model expects of every row: probabilities, or the numbers themselves. */
function expectedOf(target: TargetValues, raw: readonly Float64Array[]): readonly Float64Array[] {
  if (target.kind === 'number') return raw;
  return target.kind === 'multiclass' ? softmax(raw) : raw.map((scores) => scores.map(logistic));
}
