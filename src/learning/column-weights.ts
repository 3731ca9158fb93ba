import type { EstimateWithInterval } from '../statistics/index.ts';
import type { HeldOut } from './held-out.ts';
import { differenceOf, type Measured, measureScores } from './measured.ts';
import type { Column } from './model.ts';
import type { RandomNumbers } from './random.ts';
import { rawByOutput } from './raw-by-output.ts';

/** How much of the quality goes when a column is shuffled among the rows. */
export interface ColumnWeight {
  readonly name: string;
  /** Loss of quality in units of the measure; around 0 the model does not need the column. */
  readonly loss: EstimateWithInterval;
}

/** Shuffles are averaged, so that one lucky order does not decide. */
const SHUFFLES = 3;

/**
 * Permutation importance on rows that the model had not seen (Breiman 2001; Fisher, Rudin and Dominici 2019), heaviest
 * first. Columns that say the same share their weight: each looks light while the others are there.
 */
export function columnWeights(heldOut: HeldOut, random: RandomNumbers): ColumnWeight[] {
  const { kept, model, scores } = heldOut;
  const whole = measureScores(kept.target, scores);
  if (whole === null) return [];
  return kept.columns
    .map((column, place) => {
      const shuffled = Array.from({ length: SHUFFLES }, () => {
        const columns = kept.columns.with(place, shuffle(column, random));
        return measureScores(kept.target, rawByOutput(model, columns)) ?? whole;
      });
      return { name: column.name, loss: differenceOf(whole, meanOf(shuffled)) };
    })
    .sort((a, b) => b.loss.estimate - a.loss.estimate);
}

function shuffle(column: Column, random: RandomNumbers): Column {
  if (column.kind === 'number') {
    const order = random.permutation(column.values.length);
    return { ...column, values: Float32Array.from(order, (row) => column.values[row] as number) };
  }
  const order = random.permutation(column.codes.length);
  return { ...column, codes: Int32Array.from(order, (row) => column.codes[row] as number) };
}

function meanOf(measured: readonly Measured[]): Measured {
  const [first] = measured;
  if (first === undefined) throw new RangeError('nothing to average');
  return {
    estimate: measured.reduce((sum, { estimate }) => sum + estimate, 0) / measured.length,
    influence: first.influence.map(
      (_, row) => measured.reduce((sum, { influence }) => sum + (influence[row] as number), 0) / measured.length,
    ),
  };
}
