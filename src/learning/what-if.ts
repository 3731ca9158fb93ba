import { oneRow } from './explain-row.ts';
import { columnsOf } from './feature-matrix.ts';
import type { Column, Model } from './model.ts';
import { modelScorer } from './score-model.ts';

/** A column that the business can change, how far, and what that costs in any one unit of effort or money. */
export type Lever =
  | {
      readonly kind: 'number';
      readonly column: string;
      readonly from: number;
      readonly to: number;
      /** Smallest change that makes sense, counted from `from`. */
      readonly step: number;
      readonly costPerUnit: number;
      /** Left out, the value may go both ways. */
      readonly direction?: 'up' | 'down';
    }
  | {
      readonly kind: 'category';
      readonly column: string;
      readonly levels: readonly string[];
      readonly costPerChange: number;
    };

/** What the decision should become: the prediction at least, or below, the threshold. */
export interface WantedDecision {
  readonly threshold: number;
  readonly side: 'at-least' | 'below';
}

/** How far the search goes. */
export interface WhatIfLimits {
  /** Columns changed at once. */
  readonly mostChanges: number;
  /** Partial answers that are followed further. */
  readonly beam: number;
}

/** One change of an answer; `from` is null where the value is missing. */
export interface Change {
  readonly column: string;
  readonly from: number | string | null;
  readonly to: number | string;
  readonly cost: number;
}

/** An answer of the model for a changed row. That acting so has the effect is not said: the model knows what goes together. */
export type WhatIf =
  | { readonly kind: 'already'; readonly prediction: number }
  | {
      readonly kind: 'flips';
      readonly changes: readonly Change[];
      readonly cost: number;
      readonly prediction: number;
    }
  /** Nothing allowed flips the decision; the changes that come closest. */
  | { readonly kind: 'out-of-reach'; readonly changes: readonly Change[]; readonly prediction: number };

const USUAL_LIMITS: WhatIfLimits = { mostChanges: 2, beam: 10 };

/** Values of a lever that are tried; where the steps are more, evenly spread ones. */
const MOST_VALUES = 200;

/** Costs closer than this are the same, so that rounding does not choose. */
const SAME_COST = 1e-9;

/**
 * The cheapest allowed change of a row that flips its decision, with one or few columns changed: every allowed value alone,
 * then together with those partial answers that come closest (beam search). Same input, same answer: ties go to fewer
 * changes, then to the order of the levers and their values. Predictions are the probability of the second class or the
 * number.
 *
 * @throws RangeError when the model has several classes, or a lever is no column of its kind or has no step.
 */
export function whatIf(
  model: Model,
  columns: readonly Column[],
  row: number,
  levers: readonly Lever[],
  wanted: WantedDecision,
  limits: WhatIfLimits = USUAL_LIMITS,
): WhatIf {
  if (model.target.kind === 'multiclass')
    throw new RangeError('a decision by a threshold needs two classes or a number');
  const own = columnsOf(model.inputs, columns).map((column) => oneRow(column, row));
  const choices = levers.map((lever) => choicesOf(lever, own));
  const scorer = modelScorer(model);
  const predict = (answers: readonly (readonly Change[])[]): Float64Array =>
    scorer.predictions(own.map((column) => changedColumn(column, answers)));
  const now = predict([[]])[0] ?? Number.NaN;
  const isWanted = (prediction: number): boolean =>
    wanted.side === 'at-least' ? prediction >= wanted.threshold : prediction < wanted.threshold;
  if (isWanted(now)) return { kind: 'already', prediction: now };
  let best: Answer | null = null;
  let closest: Answer = { changes: [], cost: 0, prediction: now };
  let followed: readonly Answer[] = [closest];
  const distance = ({ prediction }: Answer): number => Math.abs(prediction - wanted.threshold);
  for (let size = 1; size <= limits.mostChanges; size++) {
    const bound: number = best?.cost ?? Number.POSITIVE_INFINITY;
    const extended = followed.flatMap((answer) => extensionsOf(answer, choices, bound));
    const predictions = predict(extended.map(({ changes }) => changes));
    const answers = extended.map((answer, at) => ({ ...answer, prediction: predictions[at] ?? Number.NaN }));
    for (const answer of answers) {
      if (isWanted(answer.prediction) && (best === null || answer.cost < best.cost - SAME_COST)) best = answer;
      if (distance(answer) < distance(closest)) closest = answer;
    }
    followed = answers
      .filter(({ prediction }) => !isWanted(prediction))
      .sort((a, b) => distance(a) - distance(b) || a.cost - b.cost)
      .slice(0, limits.beam);
  }
  if (best === null) return { kind: 'out-of-reach', changes: closest.changes, prediction: closest.prediction };
  return { kind: 'flips', changes: best.changes, cost: best.cost, prediction: best.prediction };
}

interface Answer {
  readonly changes: readonly Change[];
  readonly cost: number;
  readonly prediction: number;
}

/** The answer with one more change, by every lever that it does not use, as long as it stays cheaper than the bound. */
function extensionsOf(answer: Answer, choices: readonly (readonly Change[])[], bound: number): Answer[] {
  const used = new Set(answer.changes.map(({ column }) => column));
  return choices.flatMap((own) =>
    own
      .filter(({ column, cost }) => !used.has(column) && answer.cost + cost < bound)
      .map((change) => ({ ...answer, changes: [...answer.changes, change], cost: answer.cost + change.cost })),
  );
}

function choicesOf(lever: Lever, own: readonly Column[]): Change[] {
  const column = own.find(({ name }) => name === lever.column);
  if (column?.kind !== lever.kind) throw new RangeError(`${lever.column} is no ${lever.kind} that the model asks for`);
  if (lever.kind === 'category') {
    const from = column.kind === 'category' ? (column.levels[column.codes[0] ?? -1] ?? null) : null;
    return lever.levels
      .filter((level) => level !== from)
      .map((to) => ({ column: lever.column, from, to, cost: lever.costPerChange }));
  }
  const value = column.kind === 'number' ? (column.values[0] ?? Number.NaN) : Number.NaN;
  const from = Number.isNaN(value) ? null : value;
  return valuesOf(lever)
    .filter((to) => to !== from && isAllowed(to, from, lever.direction))
    .map((to) => ({ column: lever.column, from, to, cost: lever.costPerUnit * Math.abs(to - (from ?? to)) }));
}

function isAllowed(to: number, from: number | null, direction: 'up' | 'down' | undefined): boolean {
  if (direction === undefined || from === null) return true;
  return direction === 'up' ? to > from : to < from;
}

function valuesOf({ column, from, to, step }: Extract<Lever, { readonly kind: 'number' }>): number[] {
  if (!(step > 0)) throw new RangeError(`${column} has no step`);
  const steps = Math.floor((to - from) / step + SAME_COST);
  const apart = Math.max(1, Math.ceil((steps + 1) / MOST_VALUES));
  const values: number[] = [];
  for (let at = 0; at <= steps; at += apart) values.push(withoutDust(from + at * step));
  return values;
}

/** Twelve digits: 0.6, not 0.6000000000000001. */
function withoutDust(value: number): number {
  return Number(value.toPrecision(12));
}

/** The column with one row for each answer. */
function changedColumn(column: Column, answers: readonly (readonly Change[])[]): Column {
  const changed = answers.map((changes) => changes.find(({ column: name }) => name === column.name)?.to);
  if (column.kind === 'number') {
    const now = column.values[0] ?? Number.NaN;
    return { ...column, values: Float32Array.from(changed, (to) => (typeof to === 'number' ? to : now)) };
  }
  const now = column.levels[column.codes[0] ?? -1];
  const named = changed.map((to) => (typeof to === 'string' ? to : now));
  const levels = [...new Set(named.filter((level) => level !== undefined))];
  const codes = new Map(levels.map((level, code) => [level, code]));
  return {
    ...column,
    levels,
    codes: Int32Array.from(named, (level) => (level === undefined ? -1 : (codes.get(level) ?? -1))),
  };
}
