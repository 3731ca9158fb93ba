import type { SourceValues } from '../training/index.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import { cellOf } from './segment.ts';

/** The groups that a column makes. */
export interface ColumnGroups {
  readonly names: readonly string[];
  /** The group of each of the given rows; -1 where the value is missing and too rare to be a group. */
  readonly groupOf: Int32Array;
}

/** Amounts are cut into this many groups of about the same size. */
const PARTS = 4;

/**
 * Groups by the values of a column: words each by itself, rare ones together; yes and no; amounts in four parts. Missing
 * values are a group of their own.
 */
export function groupsOfColumn(column: SourceValues, places: Uint32Array, isYesNo: boolean): ColumnGroups {
  const label =
    column.kind === 'category' ? wordLabel(column, places) : isYesNo ? yesNoLabel : amountLabel(column, places);
  const names: string[] = [];
  const placeOf = new Map<string, number>();
  const groupOf = Int32Array.from(places, (row) => {
    const cell = cellOf(column, row);
    const name = cell === null ? 'no value' : label(cell);
    const known = placeOf.get(name) ?? names.push(name) - 1;
    placeOf.set(name, known);
    return known;
  });
  return inOrder(names, groupOf);
}

type Label = (cell: number | string) => string;

function wordLabel(column: Extract<SourceValues, { kind: 'category' }>, places: Uint32Array): Label {
  const counts = new Map<string, number>();
  for (const row of places) {
    const cell = cellOf(column, row);
    if (typeof cell === 'string') counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const frequent = [...counts].sort((one, other) => other[1] - one[1]).slice(0, EXPECTATION_LIMITS.groups);
  const own = new Set(frequent.map(([word]) => word));
  return (cell) => (own.has(String(cell)) ? String(cell) : 'all other words');
}

function yesNoLabel(cell: number | string): string {
  return cell === 1 ? 'yes' : 'no';
}

function amountLabel(column: SourceValues, places: Uint32Array): Label {
  const values = Float64Array.from(places, (row) => {
    const cell = cellOf(column, row);
    return typeof cell === 'number' ? cell : Number.NaN;
  })
    .filter(Number.isFinite)
    .sort();
  const different = [...new Set(values)];
  if (different.length <= PARTS) return (cell) => String(cell);
  const cuts = [
    ...new Set(
      Array.from({ length: PARTS - 1 }, (_, part) => values[Math.floor(((part + 1) * values.length) / PARTS)] ?? 0),
    ),
  ];
  const words = [...cuts, null].map((cut, at) => {
    const from = cuts[at - 1];
    if (from === undefined) return `under ${shortly(cut)}`;
    return cut === null ? `${shortly(from)} and over` : `${shortly(from)} to under ${shortly(cut)}`;
  });
  return (cell) => {
    const at = cuts.findIndex((cut) => Number(cell) < cut);
    return words[at < 0 ? cuts.length : at] ?? '';
  };
}

function shortly(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(4)));
}

/** Amounts by their size and words by their letters, what stands for several last. */
function inOrder(names: readonly string[], groupOf: Int32Array): ColumnGroups {
  const rank = (name: string): number => {
    if (name === 'no value') return 3;
    if (name === 'all other words') return 2;
    return name.startsWith('under ') ? 0 : 1;
  };
  const sorted = [...names].sort(
    (one, other) => rank(one) - rank(other) || one.localeCompare(other, 'en', { numeric: true, sensitivity: 'base' }),
  );
  const moved = names.map((name) => sorted.indexOf(name));
  return { names: sorted, groupOf: groupOf.map((group) => moved[group] ?? -1) };
}
