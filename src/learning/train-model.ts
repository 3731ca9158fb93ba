import { type CalibrationLine, plattLine } from './calibrate.ts';
import { chooseFamily, type FamilyChoice } from './choose-family.ts';
import { type CrossValidated, crossValidate } from './cross-validate.ts';
import { DEFAULT_SETTINGS, type FamilySettings, type FitRules, fitModel } from './fit-model.ts';
import { crossValidationFolds, type Fold } from './folds.ts';
import { FAMILIES, type Family, type Model } from './model.ts';
import { classWeights, softmax } from './objective.ts';
import { type Quality, qualityOf } from './quality.ts';
import { randomNumbers } from './random.ts';
import { logistic } from './score-model.ts';
import { requireConsistent, rowCount, type TrainingTable, weightsOf } from './training-table.ts';
import type { MonotoneColumn } from './tree-features.ts';

/** How a model is trained and chosen; everything but the seed may be left out. */
export interface TrainingOptions {
  readonly seed: number;
  readonly families?: readonly Family[];
  readonly folds?: number;
  readonly directions?: readonly MonotoneColumn[];
  readonly settings?: FamilySettings;
  /** Told after every fit: how many are done, of how many. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Asked again and again; true ends training. */
  readonly shouldStop?: () => boolean;
}

/** Why no model can be trained. */
export type NoTraining =
  | 'too_few_rows'
  | 'no_columns'
  | 'one_value'
  | 'too_few_of_a_class'
  | 'too_many_classes'
  | 'too_few_folds';

/** A trained model with what was learned about it on rows it had not seen. */
export interface Trained {
  readonly kind: 'trained';
  readonly model: Model;
  readonly choice: FamilyChoice;
  readonly candidates: readonly CrossValidated[];
  /** Of the chosen family, out of fold and calibrated: what to expect of new rows. */
  readonly quality: Quality;
  /** The rows that were checked out of fold, and their calibrated predictions, one list an output (two classes: one). */
  readonly checkedRows: Uint32Array;
  readonly predictions: readonly Float64Array[];
}

/** The trained model, or why there is none. */
export type Training =
  | Trained
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unavailable'; readonly reason: NoTraining };

/** Fewest rows, and fewest rows of each of two classes, from which anything can be learned and checked. */
export const LEAST_ROWS = 30;
export const LEAST_ROWS_OF_A_CLASS = 10;
/** A target of more classes is a name, not a class. */
export const MOST_CLASSES = 50;

/**
 * Trains every family by cross-validation, chooses the most explainable one that cannot be told from the best, calibrates
 * it on the predictions out of fold, and fits it on all rows. Same table and options give the same model to the last bit.
 *
 * @throws RangeError when the table contradicts itself or a direction names no column of numbers.
 */
export function trainModel(table: TrainingTable, options: TrainingOptions): Training {
  requireConsistent(table);
  const folds = options.folds ?? 5;
  const reason = whyNot(table);
  if (reason !== null) return { kind: 'unavailable', reason };
  const families = options.families ?? FAMILIES;
  const parts = crossValidationFolds(table, folds, randomNumbers(options.seed));
  const rules = {
    settings: options.settings ?? DEFAULT_SETTINGS,
    directions: options.directions ?? [],
    seed: options.seed,
    shouldStop: options.shouldStop ?? (() => false),
  };
  const of = families.length * parts.length + 1;
  let done = 0;
  const onFit = (): void => options.onProgress?.(++done, of);
  const candidates: CrossValidated[] = [];
  for (const family of families) {
    const validated = crossValidate(table, family, parts, rules, onFit);
    if (validated.kind !== 'validated') return validated;
    const { kind: _, ...candidate } = validated;
    candidates.push(candidate);
  }
  const choice = chooseFamily(candidates);
  const chosen = candidates.find(({ family }) => family === choice.family);
  if (chosen === undefined) throw new RangeError('no family to choose from');
  return finish(table, chosen, { choice, candidates }, parts, rules, onFit);
}

function finish(
  table: TrainingTable,
  chosen: CrossValidated,
  told: Pick<Trained, 'choice' | 'candidates'>,
  parts: readonly Fold[],
  rules: Omit<FitRules, 'rounds'>,
  onFit: () => void,
): Training {
  const fitted = fitModel(table, chosen.family, { ...rules, rounds: chosen.rounds });
  if (fitted === null) return { kind: 'stopped' };
  onFit();
  const checkedRows = Uint32Array.from(parts.flatMap(({ validation }) => [...validation])).sort();
  const predictions = calibratedOutOfFold(table, chosen, parts).map((scores) =>
    Float64Array.from(checkedRows, (row) => scores[row] as number),
  );
  return {
    kind: 'trained',
    model: { ...fitted.model, calibration: lineOf(table, chosen, checkedRows) },
    ...told,
    checkedRows,
    predictions,
    quality: qualityOf(table, checkedRows, predictions),
  };
}

/** The line on all rows out of fold, for the model that goes out; null where the target has none. */
function lineOf(table: TrainingTable, { outOfFold }: CrossValidated, rows: Uint32Array): CalibrationLine | null {
  if (table.target.kind !== 'binary') return null;
  return lineOn(table, table.target.codes, outOfFold[0] as Float64Array, rows);
}

function lineOn(table: TrainingTable, codes: Int32Array, raw: Float64Array, rows: Uint32Array): CalibrationLine | null {
  const weights = weightsOf(table);
  return plattLine(
    Float64Array.from(rows, (row) => raw[row] as number),
    Int32Array.from(rows, (row) => codes[row] as number),
    Float64Array.from(rows, (row) => weights[row] as number),
  );
}

/** Predictions out of fold; those of two classes straightened by the line of the other folds, so that no row helps itself. */
function calibratedOutOfFold(
  table: TrainingTable,
  { outOfFold }: CrossValidated,
  parts: readonly Fold[],
): readonly Float64Array[] {
  if (table.target.kind === 'number') return outOfFold;
  if (table.target.kind === 'multiclass') return softmax(outOfFold);
  const { codes } = table.target;
  const raw = outOfFold[0] as Float64Array;
  const probabilities = new Float64Array(raw.length).fill(Number.NaN);
  for (const [own, { validation }] of parts.entries()) {
    const others = Uint32Array.from(parts.flatMap((part, fold) => (fold === own ? [] : [...part.validation])));
    const line = lineOn(table, codes, raw, others) ?? { slope: 1, intercept: 0 };
    for (const row of validation) probabilities[row] = logistic(line.slope * (raw[row] as number) + line.intercept);
  }
  return [probabilities];
}

/** Why nothing can be learned from the table; null where something can. */
export function whyNot(table: TrainingTable): NoTraining | null {
  const rows = rowCount(table);
  // First, because in very few rows every column looks constant.
  if (rows < LEAST_ROWS) return 'too_few_rows';
  if (table.columns.length === 0) return 'no_columns';
  const { target } = table;
  if (target.kind === 'number') return target.values.every((value) => value === target.values[0]) ? 'one_value' : null;
  const counts = classWeights(target.codes, target.classes.length, new Float64Array(rows).fill(1));
  if (counts.filter((count) => count > 0).length < 2) return 'one_value';
  if (target.classes.length > MOST_CLASSES) return 'too_many_classes';
  return target.kind === 'binary' && Math.min(...counts) < LEAST_ROWS_OF_A_CLASS ? 'too_few_of_a_class' : null;
}
