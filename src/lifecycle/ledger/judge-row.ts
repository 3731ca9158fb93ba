import { checkRow, type RowContext } from './check-row.ts';
import type { MadeRow, RowMaker, SourceItem } from './import-row.ts';

/** Turns a row into records and checks each of them as the ledger will; the first that it would refuse refuses the row. */
export function judgeRow(maker: RowMaker, item: SourceItem, context: RowContext): MadeRow {
  if (item.kind === 'malformed') return { kind: 'refused', column: null, reason: item.problem };
  const made = maker.make(item);
  if (made.kind !== 'records') return made;
  for (const { kind, row } of made.records) {
    const checked = checkRow(kind, row, context);
    if (checked.kind === 'accepted') continue;
    const [, field = '', rest = checked.problem.message] = /^([\w.]+): (.*)$/s.exec(checked.problem.message) ?? [];
    const column = maker.columnOf(kind, field);
    return { kind: 'refused', column, reason: column === null ? checked.problem.message : rest };
  }
  return made;
}
