import { type BoostingRules, boost, type FeatureRows } from './boost.ts';
import { featureMaker } from './feature-matrix.ts';
import { fitLinear } from './fit-linear.ts';
import { holdOut } from './folds.ts';
import type { Family, Feature, Model, ModelBody } from './model.ts';
import { randomNumbers } from './random.ts';
import { rowCount, selectRows, type TrainingTable, targetOf } from './training-table.ts';
import { type MonotoneColumn, treeFeatures } from './tree-features.ts';

/** How models of each family are fitted. */
export interface FamilySettings {
  /** On the squared coefficients of the linear family. */
  readonly linearPenalty: number;
  readonly stumps: TreeSettings;
  readonly boosting: TreeSettings;
}

/** How trees are grown and how many. */
export interface TreeSettings {
  readonly maxRounds: number;
  readonly learningRate: number;
  readonly maxLeaves: number;
  readonly minRowsPerLeaf: number;
  readonly l2: number;
  /** Rounds without a better loss on the validation part after which boosting ends. */
  readonly patience: number;
}

/** Settings that do well on business tables of hundreds to millions of rows. */
export const DEFAULT_SETTINGS: FamilySettings = {
  linearPenalty: 1,
  stumps: { maxRounds: 1000, learningRate: 0.1, maxLeaves: 2, minRowsPerLeaf: 20, l2: 1, patience: 30 },
  boosting: { maxRounds: 500, learningRate: 0.05, maxLeaves: 15, minRowsPerLeaf: 20, l2: 1, patience: 30 },
};

/** What a fit depends on besides its rows. */
export interface FitRules {
  readonly settings: FamilySettings;
  readonly directions: readonly MonotoneColumn[];
  readonly seed: number;
  /**
   * Rounds of boosting on all rows; null keeps a part of the rows aside (the latest where rows have times) and ends
   * where the loss there is lowest.
   */
  readonly rounds: number | null;
  readonly shouldStop: () => boolean;
}

/** A model and how many rounds its boosting took; null for the linear family. */
export interface FittedModel {
  readonly model: Model;
  readonly rounds: number | null;
}

/** Share of the rows that decide when boosting ends. */
const VALIDATION_SHARE = 0.15;

/** A model of the family, not calibrated; null when told to stop. */
export function fitModel(table: TrainingTable, family: Family, rules: FitRules): FittedModel | null {
  if (family === 'linear') {
    const { settings, directions, shouldStop } = rules;
    const fitted = fitLinear(table, { penalty: settings.linearPenalty, directions, shouldStop });
    return fitted === null ? null : { model: modelOf(table, family, fitted.features, fitted.body), rounds: null };
  }
  const random = randomNumbers(rules.seed);
  const settings = rules.settings[family];
  const fold = rules.rounds === null ? holdOut(table, VALIDATION_SHARE, random) : null;
  const training = fold === null ? table : selectRows(table, fold.training);
  const { features, training: values, monotone } = treeFeatures(training, rules.directions, random);
  const boostingRules: BoostingRules = {
    ...settings,
    maxRounds: rules.rounds ?? settings.maxRounds,
    monotone,
    shouldStop: rules.shouldStop,
  };
  const validation = fold === null ? null : validationRows(selectRows(table, fold.validation), family, features);
  const boosted = boost({ table: training, features: values }, validation, boostingRules);
  return boosted === null ? null : { model: modelOf(table, family, features, boosted.body), rounds: boosted.rounds };
}

/** Rows that decide when boosting ends, with the features as the model will make them. */
function validationRows(table: TrainingTable, family: Family, features: readonly Feature[]): FeatureRows | null {
  if (rowCount(table) === 0) return null;
  const model = modelOf(table, family, features, { kind: 'trees', base: [], trees: [] });
  const { rows, width, values } = featureMaker(model)(table.columns);
  const byFeature = features.map((_, feature) => {
    const own = new Float32Array(rows);
    for (let row = 0; row < rows; row++) own[row] = values[row * width + feature] as number;
    return own;
  });
  return { table, features: byFeature };
}

function modelOf(table: TrainingTable, family: Family, features: readonly Feature[], body: ModelBody): Model {
  return {
    family,
    target: targetOf(table.target),
    inputs: table.columns.map(({ kind, name }) => ({ kind, name })),
    features,
    body,
    calibration: null,
  };
}
