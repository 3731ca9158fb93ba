import {
  type Column,
  type Lever,
  logistic,
  type Model,
  modelScorer,
  rowExplainer,
  whatIf,
} from '../../learning/index.ts';
import { alikeRows, type Foreseen } from './alike-rows.ts';
import type { Answer, Cells, Otherwise } from './explanation.ts';

/** What is asked about one row. */
export interface CellsQuestion {
  readonly cells: Cells;
  readonly levers: readonly Lever[];
  /** From where on somebody would act; null for several classes. */
  readonly threshold: number | null;
}

/**
 * Why a model says what it says about one row, and the cheapest change that would put it on the other side of the threshold.
 * `reference` are rows that say what is common. It tells what goes together and not what causes what.
 *
 * @throws RangeError when a column of the model is missing.
 */
export function explainCells(
  model: Model,
  reference: readonly Column[],
  foreseen: Foreseen | null,
  { cells, levers, threshold }: CellsQuestion,
): Answer {
  const own = reference.map((column) => cellColumn(column, cells[column.name] ?? null));
  const output = toldOutput(model, own);
  const { baseline, prediction, reasons } = rowExplainer(model, reference)(own, 0, output);
  const read = model.target.kind === 'binary' ? logistic : (score: number): number => score;
  let score = baseline;
  return {
    prediction,
    outcome: model.target.kind === 'number' ? null : (model.target.classes[toldClass(model, output)] ?? null),
    alike: foreseen === null ? null : alikeRows(foreseen, prediction),
    start: read(baseline),
    reasons: reasons.map(({ column, value, contribution }) => {
      const from = read(score);
      score += contribution;
      return { column, value, contribution, from, to: read(score) };
    }),
    otherwise: otherwiseOf(model, own, { levers, threshold, prediction }),
  };
}

/** The output that is explained: of several classes the likeliest. */
function toldOutput(model: Model, own: readonly Column[]): number {
  if (model.target.kind !== 'multiclass') return 0;
  const chances = modelScorer(model).predictions(own);
  return chances.indexOf(Math.max(...chances));
}

/** Of two classes the second is the one whose chance is told. */
function toldClass({ target }: Model, output: number): number {
  return target.kind === 'binary' ? 1 : output;
}

function otherwiseOf(
  model: Model,
  own: readonly Column[],
  asked: Pick<CellsQuestion, 'levers' | 'threshold'> & { readonly prediction: number },
): Otherwise {
  const { levers, threshold, prediction } = asked;
  if (threshold === null || model.target.kind === 'multiclass') return { kind: 'no-side' };
  if (levers.length === 0) return { kind: 'no-levers' };
  const side = prediction >= threshold ? 'below' : 'at-least';
  const found = whatIf(model, own, 0, levers, { threshold, side });
  if (found.kind === 'already') throw new RangeError('a prediction is on its own side of the threshold');
  return found;
}

/** A column of one row that has a value; a word that the reference rows do not have is kept as it is. */
function cellColumn(like: Column, cell: number | string | null): Column {
  if (like.kind === 'number') {
    return { ...like, values: Float32Array.of(typeof cell === 'number' ? cell : Number.NaN) };
  }
  return typeof cell === 'string'
    ? { ...like, levels: [cell], codes: Int32Array.of(0) }
    : { ...like, levels: [], codes: Int32Array.of(-1) };
}
