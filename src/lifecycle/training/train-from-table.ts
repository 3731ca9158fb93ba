import type { NoTraining, TrainingTable } from '../../learning/index.ts';
import { LEAST_ROWS, LEAST_ROWS_OF_A_CLASS, MOST_CLASSES, type Trained, trainModel } from '../../learning/index.ts';
import { auc } from '../../statistics/index.ts';
import { columnFacts } from './column-facts.ts';
import { describeModel } from './describe-model.ts';
import { type MadeTable, makeTable } from './make-table.ts';
import { scoresOfRule } from './simple-rule.ts';
import type { TrainAnswer, TrainOrder, TrainProgress } from './train-door.ts';
import { TRAINING_LIMITS } from './training-limits.ts';
import type { TrainingResult } from './training-result.schema.ts';
import { whoComesFirst } from './who-comes-first.ts';

type Made = Extract<MadeTable, { kind: 'made' }>;

/**
 * Trains a model from columns of a table and puts the rule of thumb beside it. The same order gives the same answer to the
 * last bit.
 */
export function trainFromTable(order: TrainOrder, report: (progress: TrainProgress) => void): TrainAnswer {
  const { source, wish, rule, seed } = order;
  const made = makeTable(source, wish);
  if (made.kind === 'unavailable') return { kind: 'unavailable', sentence: WHY_NO_TABLE[made.reason] };
  const training = trainModel(made.table, { seed, onProgress: (done, of) => report({ done, of }) });
  if (training.kind === 'unavailable') return { kind: 'unavailable', sentence: WHY_NO_MODEL[training.reason] };
  if (training.kind === 'stopped') throw new RangeError('nobody asked this training to stop');
  const { model, choice, quality, checkedRows } = training;
  const foreseen = foreseenBy(made.table, training);
  const result: TrainingResult = {
    target: model.target,
    tableRows: source.tableRows,
    rows: made.places.length,
    rowsWithout: made.rowsWithout,
    isInTime: made.table.times !== null,
    columns: made.table.columns.map(columnFacts),
    unused: made.unused,
    choice,
    ...describeModel(model, made.table.columns),
    quality,
    rule: rule === null ? null : { rule, ...ruleBeside(order, made, training) },
    first: foreseen === null ? null : whoComesFirst(made.table.columns, { rows: checkedRows, ...foreseen }),
  };
  return { kind: 'trained', model, result, foreseen };
}

/** The rule's AUC on the rows that the model was checked on, and whether it reaches the range that the model's lies in. */
function ruleBeside({ source, rule }: TrainOrder, made: Made, { checkedRows, quality }: Trained) {
  const nothing = { auc: null, isAsGood: null };
  const { target } = made.table;
  if (rule === null || target.kind !== 'binary' || quality.kind !== 'binary') return nothing;
  const scores = scoresOfRule(
    rule,
    source.columns.find(({ name }) => name === rule.column),
  );
  if (scores === null) return nothing;
  const ofRule = auc({
    score: Float64Array.from(checkedRows, (row) => scores[made.places[row] as number] as number),
    outcome: Int32Array.from(checkedRows, (row) => target.codes[row] as number),
  });
  const isKnown = ofRule.kind === 'estimated' && quality.auc.kind === 'estimated';
  return { auc: ofRule, isAsGood: isKnown ? ofRule.estimate >= quality.auc.logitInterval.lower : null };
}

function foreseenBy({ target }: TrainingTable, { checkedRows, predictions }: Trained) {
  const [probability] = predictions;
  if (target.kind !== 'binary' || probability === undefined) return null;
  return { probability, outcome: Uint8Array.from(checkedRows, (row) => target.codes[row] as number) };
}

const WHY_NO_TABLE: Readonly<Record<Extract<MadeTable, { kind: 'unavailable' }>['reason'], string>> = {
  no_target: 'The table does not have the column that is to be predicted. Choose another one.',
  target_is_a_moment:
    'A moment cannot be predicted as it is. Bring a column that says how long it took, or whether it came.',
  target_is_a_name: `The column to predict has more than ${MOST_CLASSES} different words, so it names things. Choose one that sorts them into a few groups.`,
  no_outcome: 'The value that is to be foreseen does not occur in the column. Choose one of those that do.',
};

const WHY_NO_MODEL: Readonly<Record<NoTraining, string>> = {
  too_few_rows: `Fewer than ${LEAST_ROWS} rows say what came true: too few to learn from and to check. Bring more rows.`,
  no_columns: `No column is left to learn from: those that were not left out have one value, are moments, or have more than ${TRAINING_LIMITS.categories} different words.`,
  one_value: 'The column to predict has the same value in every row, so there is nothing to tell apart.',
  too_few_of_a_class: `Fewer than ${LEAST_ROWS_OF_A_CLASS} rows have one of the two outcomes: too few to learn from and to check. Bring more of them.`,
  too_many_classes: `The column to predict has more than ${MOST_CLASSES} different values. Choose one that sorts into a few groups.`,
  too_few_folds:
    'The rows cannot be parted so that the model is checked on rows it has not seen: there are too few of some outcome, or too few moments.',
};
