import { type BinnedFeatures, MOST_BINS, quantileThresholds, toBins } from './binning.ts';
import { addTree, bytesForGrowing, type GrownTree, TreeGrower, type TreeRules } from './grow-tree.ts';
import { type GradientPairs, roundPairs } from './histogram.ts';
import { type HistogramEngine, histogramEngine } from './histogram-engine.ts';
import type { ModelBody, Tree } from './model.ts';
import { meanLoss, objectiveFor } from './objective.ts';
import { rowCount, type TrainingTable, weightsOf } from './training-table.ts';

/** How boosting goes on and when it ends. */
export interface BoostingRules extends TreeRules {
  /** Most rounds; a round grows one tree an output. */
  readonly maxRounds: number;
  /** Rounds without a better loss on the validation part after which boosting ends. */
  readonly patience: number;
  /** Asked before every round; true ends training for good. */
  readonly shouldStop: () => boolean;
  /** What counts histograms; the fastest that works here when left out. */
  readonly engine?: HistogramEngine;
}

/** Rows with the values of the features. */
export interface FeatureRows {
  readonly table: TrainingTable;
  readonly features: readonly Float32Array[];
}

/** Boosted trees and how many rounds they took; null when training was told to stop. */
export interface Boosted {
  readonly body: Extract<ModelBody, { kind: 'trees' }>;
  readonly rounds: number;
}

/** Histograms of one leaf may take so many bytes; tables with very many columns get fewer bins a column. */
const BYTES_PER_HISTOGRAM = 16 * 1024 * 1024;

/**
 * Gradient boosting on histograms (Friedman 2001; Ke et al. 2017 for bins and leaf-wise growth). With a validation part it
 * keeps the rounds up to the best loss there; without one it does all of `maxRounds`. Same rows and rules give the same
 * trees to the last bit.
 */
export function boost(training: FeatureRows, validation: FeatureRows | null, rules: BoostingRules): Boosted | null {
  const { table, features } = training;
  const mostBins = Math.min(MOST_BINS, Math.max(16, Math.floor(BYTES_PER_HISTOGRAM / (16 * features.length))));
  const thresholds = features.map((values) => quantileThresholds(values, mostBins));
  const objective = objectiveFor(table);
  const weights = weightsOf(table);
  const rows = rowCount(table);
  const engine = rules.engine ?? histogramEngine(bytesForGrowing(rows, thresholds, rules.maxLeaves));
  const binned = toBins(features, thresholds, engine.bytes(rows * features.length), engine.writeBins);
  const raw = objective.base.map((base) => new Float64Array(rows).fill(base));
  const watcher = validation === null ? null : new Watcher(validation, thresholds, objective.base, rules.patience);
  const gradients: GradientPairs = { pairs: engine.numbers(2 * rows), unit: 1 };
  const grower = new TreeGrower(binned, rules, engine);
  const rounds: Tree[][] = [];
  while (rounds.length < rules.maxRounds) {
    if (rules.shouldStop()) return null;
    // All gradients of a round are taken before its trees change the scores they depend on.
    const before = objective.outputs === 1 ? raw : raw.map((scores) => scores.slice());
    const grown: GrownTree[] = [];
    for (let output = 0; output < objective.outputs; output++) {
      objective.writeGradients(before, output, gradients);
      roundPairs(gradients);
      const tree = grower.grow(gradients, raw[output] as Float64Array, weights, output);
      if (tree !== null) grown.push(tree);
    }
    if (grown.length === 0) break;
    rounds.push(grown.map(({ tree }) => tree));
    if (watcher?.isDone(grown)) break;
  }
  const kept = watcher === null ? rounds : rounds.slice(0, watcher.bestRound);
  return { body: { kind: 'trees', base: objective.base, trees: kept.flat() }, rounds: kept.length };
}

/** Follows the loss on rows that no tree is grown on. */
class Watcher {
  readonly #binned: BinnedFeatures;
  readonly #table: TrainingTable;
  readonly #weights: Float64Array;
  readonly #raw: readonly Float64Array[];
  readonly #patience: number;
  #round = 0;
  #bestLoss: number;
  bestRound = 0;

  constructor(
    { table, features }: FeatureRows,
    thresholds: readonly Float32Array[],
    base: readonly number[],
    patience: number,
  ) {
    this.#table = table;
    this.#binned = toBins(features, thresholds);
    this.#weights = weightsOf(table);
    this.#raw = base.map((start) => new Float64Array(rowCount(table)).fill(start));
    this.#patience = patience;
    this.#bestLoss = meanLoss(table.target, this.#raw, this.#weights);
  }

  /** Whether the round's trees leave so many rounds without a better loss that boosting ends. */
  isDone(grown: readonly GrownTree[]): boolean {
    this.#round++;
    for (const tree of grown) addTree(tree, this.#binned, this.#raw[tree.tree.output] as Float64Array);
    const loss = meanLoss(this.#table.target, this.#raw, this.#weights);
    if (loss < this.#bestLoss) {
      this.#bestLoss = loss;
      this.bestRound = this.#round;
    }
    return this.#round - this.bestRound >= this.#patience;
  }
}
