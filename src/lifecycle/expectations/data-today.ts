import { type Interval, momentsOf, twoProportions, varianceOfMean, wilsonInterval } from '../../statistics/index.ts';
import type { Claim, ExpectationContent } from './expectation.ts';
import { groupsOfColumn } from './groups-of-column.ts';
import type { ColumnsByName, Segment } from './segment.ts';
import { segmentTest } from './segment.ts';
import { truthOf } from './truth.ts';

/** What the data say of some rows: how many there are, and the share with the outcome or the mean amount, with its range. */
export interface RowsToday {
  readonly label: string;
  readonly rows: number;
  readonly mean: number | null;
  readonly interval: Interval | null;
}

/** What the data themselves say today about an expectation, without any model. */
export interface DataToday {
  /** Rows that the claim speaks of, of how many. */
  readonly rows: number;
  readonly of: number;
  /** The groups that it compares, or the values of the column that it changes; one for a level. */
  readonly parts: readonly RowsToday[];
  /** The first part over the second; null where there is none. */
  readonly ratio: { readonly estimate: number; readonly interval: Interval } | null;
}

/**
 * What the data say about a claim: shares with Wilson's range, ratios with Katz's. Rows without a known outcome do not count.
 * @throws RangeError when a column of the claim or the target was not read.
 */
export function dataToday(
  { claim, target, outcome }: ExpectationContent,
  columns: ColumnsByName,
  tableRows: number,
  isYesNo: (column: string) => boolean,
): DataToday {
  const values = columns.get(target);
  if (values === undefined) throw new RangeError(`the table has no column ${target}`);
  const truth = truthOf(values, { outcome }, tableRows);
  const known = Array.from(truth.keys()).filter((row) => Number.isFinite(truth[row]));
  const part = (label: string, rows: readonly number[]): RowsToday =>
    describeRows(
      label,
      rows.map((row) => truth[row] ?? 0),
      outcome !== null,
    );
  const inSegment = (segment: Segment) => known.filter(segmentTest(segment, columns));
  if (claim.kind === 'comparison') return compareToday(claim, columns, known, truth, part);
  const own = inSegment(claim.segment);
  const base = { rows: own.length, of: known.length, ratio: null };
  if (claim.kind === 'level' || claim.kind === 'quality') return { ...base, parts: [part('these', own)] };
  const column = columns.get(claim.column);
  if (column === undefined) throw new RangeError(`the table has no column ${claim.column}`);
  const { names, groupOf } = groupsOfColumn(column, Uint32Array.from(own), isYesNo(claim.column));
  return {
    ...base,
    parts: names.map((name, group) =>
      part(
        name,
        own.filter((_, at) => groupOf[at] === group),
      ),
    ),
  };
}

function compareToday(
  claim: Extract<Claim, { kind: 'comparison' }>,
  columns: ColumnsByName,
  known: readonly number[],
  truth: Float64Array,
  part: (label: string, rows: readonly number[]) => RowsToday,
): DataToday {
  const isGroup = segmentTest(claim.group, columns);
  const isOther = claim.against === null ? () => true : segmentTest(claim.against, columns);
  const group = known.filter(isGroup);
  const others = known.filter((row) => !isGroup(row) && isOther(row));
  const [ofGroup, ofOthers] = [group, others].map((rows) => ({
    units: rows.length,
    events: rows.filter((row) => truth[row] === 1).length,
  }));
  const isShare = known.every((row) => truth[row] === 0 || truth[row] === 1);
  const compared = isShare && ofGroup && ofOthers ? twoProportions({ action: ofGroup, holdout: ofOthers }) : null;
  const ratio = compared?.kind === 'estimated' ? compared.riskRatio : null;
  return {
    rows: group.length,
    of: known.length,
    parts: [part('the group', group), part('the others', others)],
    ratio: ratio?.kind === 'estimated' ? { estimate: ratio.estimate, interval: ratio.interval } : null,
  };
}

function describeRows(label: string, values: readonly number[], isShare: boolean): RowsToday {
  if (values.length === 0) return { label, rows: 0, mean: null, interval: null };
  const moments = momentsOf(values);
  if (isShare) {
    const events = values.reduce((sum, value) => sum + value, 0);
    return {
      label,
      rows: values.length,
      mean: moments.mean,
      interval: wilsonInterval({ units: values.length, events }),
    };
  }
  const half = 1.96 * Math.sqrt(varianceOfMean(moments));
  const interval = { lower: moments.mean - half, upper: moments.mean + half };
  return { label, rows: values.length, mean: moments.mean, interval };
}
