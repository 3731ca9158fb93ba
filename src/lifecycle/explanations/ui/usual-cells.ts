import { usualValue } from '../../training/index.ts';
import type { Cells } from '../explanation.ts';
import type { ExplainedColumn } from './explanation-queries.ts';

/** Values that are usual in every column: nobody's own. Words that are not shown are left open. */
export function usualCells(columns: readonly ExplainedColumn[]): Cells {
  return Object.fromEntries(
    columns.map(({ name, facts, isWithheld }) => [name, isWithheld ? null : usualValue(facts)]),
  );
}
