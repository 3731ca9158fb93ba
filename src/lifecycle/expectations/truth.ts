import type { SourceValues } from '../training/index.ts';
import type { Foreseen } from './scored-model.ts';
import { cellOf } from './segment.ts';

/**
 * What came true, row by row: 1 with the outcome and 0 without, or the amount; NaN where the table does not say. Yes and
 * no stand as 1 and 0 in the table.
 */
export function truthOf(target: SourceValues, { outcome }: Pick<Foreseen, 'outcome'>, rows: number): Float64Array {
  const word = outcome?.toLowerCase();
  return Float64Array.from({ length: rows }, (_, row) => {
    const cell = cellOf(target, row);
    if (cell === null) return Number.NaN;
    if (typeof cell === 'string') return outcome === null ? Number.NaN : Number(cell === outcome);
    if (outcome === null) return cell;
    if (word === 'yes' || word === 'no') return word === 'yes' ? cell : 1 - cell;
    return Number(String(cell) === outcome);
  });
}
