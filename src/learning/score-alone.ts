import type { ColumnGroups } from './column-groups.ts';
import type { TargetValues } from './training-table.ts';

/** Parts of the rows; each is scored by what the others show. */
const PARTS = 5;
/** A group counts as so many rows of the average more, so that groups of a few rows promise nothing. */
const PRIOR_ROWS = 5;

/**
 * What one column says alone: for each row the mean of the target over rows of its group that lie in other parts (one list a
 * class where there are several). Rows are dealt to parts in turn, so `order` should be a random one.
 */
export function scoreAlone({ count, groupOf }: ColumnGroups, target: TargetValues, order: Uint32Array): Float64Array[] {
  return responsesOf(target).map((response) => {
    const rows = response.length;
    const sums = new Float64Array(count * PARTS);
    const counts = new Float64Array(count * PARTS);
    const partOf = new Uint8Array(rows);
    let total = 0;
    for (const [position, row] of order.entries()) {
      const part = position % PARTS;
      const slot = (groupOf[row] as number) * PARTS + part;
      partOf[row] = part;
      sums[slot] = (sums[slot] as number) + (response[row] as number);
      counts[slot] = (counts[slot] as number) + 1;
      total += response[row] as number;
    }
    const mean = total / rows;
    return response.map((_, row) => {
      let [sum, seen] = [PRIOR_ROWS * mean, PRIOR_ROWS];
      for (let part = 0; part < PARTS; part++) {
        if (part === partOf[row]) continue;
        const slot = (groupOf[row] as number) * PARTS + part;
        sum += sums[slot] as number;
        seen += counts[slot] as number;
      }
      return sum / seen;
    });
  });
}

function responsesOf(target: TargetValues): Float64Array[] {
  if (target.kind === 'number') return [target.values];
  if (target.kind === 'binary') return [Float64Array.from(target.codes)];
  return target.classes.map((_, code) => Float64Array.from(target.codes, (own) => (own === code ? 1 : 0)));
}
