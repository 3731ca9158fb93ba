import { wilsonInterval } from '../../statistics/index.ts';
import type { SourceValues } from '../training/index.ts';
import { type Claim, isTooFew } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { ClaimJudgement } from './judgement.schema.ts';
import { type ColumnsByName, segmentTest } from './segment.ts';

type ChangeClaim = Extract<Claim, { kind: 'direction' | 'invariance' }>;

/** A value that a column is changed to, with its word. */
interface Tried {
  readonly value: number;
  readonly word: string;
}

/** What the changes of one row came to: the greatest break, above the tolerance or not. */
interface Break {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Changes one column of real rows, all else equal, and counts the rows in which the model breaks the rule. One break
 * disproves "never"; none of n rows leaves open what Wilson's range of the share allows.
 */
export function judgeChanges(claim: ChangeClaim, rows: JudgedRows): ClaimJudgement {
  const seen = 'no-matter' as const;
  if (!rows.model.columns.includes(claim.column)) return { verdict: 'holds', measured: { kind: 'unused' }, seen };
  const isIn = segmentTest(claim.segment, rows.columns);
  const members = Array.from({ length: rows.tableRows }, (_, row) => row).filter(isIn);
  if (isTooFew(members.length))
    return { verdict: 'untold', measured: { kind: 'nothing', reason: 'too-few-rows', rows: members.length }, seen };
  const places = evenly(members, EXPECTATION_LIMITS.changedRows);
  const column = rows.columns.get(claim.column);
  const tried = column === undefined ? [] : triedValues(column);
  if (column === undefined || tried.length < 2)
    return { verdict: 'untold', measured: { kind: 'nothing', reason: 'one-value', rows: places.length }, seen };
  const chosen = selectRows(rows.columns, places);
  const scores = tried.map(({ value }) => rows.model.score(withValue(chosen, claim.column, value), places.length));
  const breaks = places.map((_, at) =>
    breakOf(
      claim,
      scores.map((score) => score[at] ?? Number.NaN),
    ),
  );
  return tell(claim, places, tried, breaks, scores);
}

function tell(
  claim: ChangeClaim,
  places: readonly number[],
  tried: readonly Tried[],
  breaks: readonly Break[],
  scores: readonly Float64Array[],
): ClaimJudgement {
  let broken = 0;
  let worst: { readonly at: number; readonly own: Break } | null = null;
  for (const [at, own] of breaks.entries()) {
    if (!(own.size > claim.tolerance)) continue;
    broken++;
    if (worst === null || own.size > worst.own.size) worst = { at, own };
  }
  return {
    verdict: broken === 0 ? 'holds' : 'fails',
    measured: {
      kind: 'changes',
      rows: places.length,
      broken,
      interval: wilsonInterval({ units: places.length, events: broken }),
      tried: tried.length,
      worst: worst && {
        row: (places[worst.at] ?? 0) + 1,
        from: tried[worst.own.from]?.word ?? '',
        to: tried[worst.own.to]?.word ?? '',
        before: scores[worst.own.from]?.[worst.at] ?? 0,
        after: scores[worst.own.to]?.[worst.at] ?? 0,
      },
    },
    seen: 'no-matter',
  };
}

/** The greatest rise (fall, difference) from one value to a later one. */
function breakOf(claim: ChangeClaim, predictions: readonly number[]): Break {
  let greatest: Break = { size: 0, from: 0, to: 0 };
  for (const [from, before] of predictions.entries()) {
    for (let to = from + 1; to < predictions.length; to++) {
      const rise = (predictions[to] ?? Number.NaN) - before;
      const size = claim.kind === 'invariance' ? Math.abs(rise) : claim.never === 'raises' ? rise : -rise;
      if (size > greatest.size) greatest = { size, from, to };
    }
  }
  return greatest;
}

/** Values that lie evenly among those of the column, in their order; of words the most frequent. */
export function triedValues(column: SourceValues): readonly Tried[] {
  const most = EXPECTATION_LIMITS.changedValues;
  // Levels stand by how frequent they are.
  if (column.kind === 'category') return column.levels.slice(0, most).map((word, value) => ({ value, word }));
  const present = column.values.filter(Number.isFinite).sort();
  const values = Array.from(
    { length: most },
    (_, at) => present[Math.round((at * (present.length - 1)) / (most - 1))] ?? Number.NaN,
  );
  return [...new Set(values)]
    .filter(Number.isFinite)
    .map((value) => ({ value, word: String(Number(value.toPrecision(7))) }));
}

function withValue(columns: ColumnsByName, name: string, value: number): ColumnsByName {
  const column = columns.get(name);
  if (column === undefined) throw new RangeError(`the table has no column ${name}`);
  const changed: SourceValues =
    column.kind === 'category'
      ? { ...column, codes: new Int32Array(column.codes.length).fill(value) }
      : column.kind === 'number'
        ? { ...column, values: new Float32Array(column.values.length).fill(value) }
        : { ...column, values: new Float64Array(column.values.length).fill(value) };
  return new Map(columns).set(name, changed);
}

/** The columns with the given rows alone. */
export function selectRows(columns: ColumnsByName, places: ArrayLike<number>): ColumnsByName {
  const chosen = Uint32Array.from(places);
  return new Map(
    [...columns].map(([name, column]): [string, SourceValues] => {
      if (column.kind === 'category') return [name, { ...column, codes: chosenFrom(Int32Array, column.codes, chosen) }];
      if (column.kind === 'number')
        return [name, { ...column, values: chosenFrom(Float32Array, column.values, chosen) }];
      return [name, { ...column, values: chosenFrom(Float64Array, column.values, chosen) }];
    }),
  );
}

function chosenFrom<T extends Int32Array | Float32Array | Float64Array>(
  kind: { from(places: Uint32Array, map: (place: number) => number): T },
  values: T,
  places: Uint32Array,
): T {
  return kind.from(places, (place) => values[place] ?? Number.NaN);
}

/** At most `most` of the rows, spread evenly, in their order. */
function evenly(rows: readonly number[], most: number): readonly number[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, at) => rows[Math.floor((at * rows.length) / most)] ?? 0);
}
