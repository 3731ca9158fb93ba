import { formatExact } from '../../words/index.ts';
import { isAboutPersons, WITHHELD_REASON } from '../datasets/index.ts';
import type { Cell } from './explanation.ts';
import type { KnownColumn } from './levers-of-columns.ts';

/** Whether the words of a column are shown at the table alone, because they are about persons. */
export function isWithheld({ facts, entry }: Pick<KnownColumn, 'facts' | 'entry'>): boolean {
  return facts.kind === 'category' && isAboutPersons(entry);
}

/** Why a value cannot be asked about, in a sentence; null where it can. A missing value always can. */
export function unfitReason(column: KnownColumn, cell: Cell, isAtTable: boolean): string | null {
  if (cell === null) return null;
  const { facts, course, entry } = column;
  if (facts.kind === 'category') {
    // Told before the value is looked up, so that nobody learns by asking whether a name is in the table.
    if (!isAtTable && isWithheld(column)) return WITHHELD_REASON;
    return course.levels.some((level) => level === cell) ? null : 'no row that the model learned from has this word.';
  }
  if (typeof cell !== 'number' || !Number.isFinite(cell)) return 'it has to be a number.';
  if (facts.kind === 'yes-no') return cell === 0 || cell === 1 ? null : 'it is yes or no.';
  if (entry?.min != null && cell < entry.min) return `by the dictionary it is at least ${formatExact(entry.min)}.`;
  if (entry?.max != null && cell > entry.max) return `by the dictionary it is at most ${formatExact(entry.max)}.`;
  return null;
}
