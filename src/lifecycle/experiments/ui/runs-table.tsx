import { useQueries } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { AppLink, formatPlural, ScrollRegion, SortMark } from '../../../web/kit/index.ts';
import { finiteOf } from '../logged-number.ts';
import { COMPARED_RUNS, CURVES_AT_ONCE } from '../tracking-limits.ts';
import type { RunEntry } from './experiment-queries.ts';
import { RunCell } from './run-cell.tsx';
import { nextOrder, type RunColumn, sortOf } from './run-columns.ts';
import { curvesQuery, type RunCurves } from './run-page-queries.ts';
import { addressOfRun } from './run-trail.ts';
import { useRowsInSight } from './use-rows-in-sight.ts';
import './runs.css';

/** A run in the table, and how deep it stands below the runs that it is part of. */
export interface RunRow {
  readonly run: RunEntry;
  readonly depth: number;
}

export interface RunsTableProps {
  readonly label: string;
  readonly rows: readonly RunRow[];
  readonly columns: readonly RunColumn[];
  readonly orderBy: string;
  readonly onOrder: (orderBy: string) => void;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (runId: string, isChosen: boolean) => void;
  /** Runs whose parts are shown below them; `null` where runs are not grouped. */
  readonly opened: ReadonlySet<string> | null;
  readonly onOpen: (runId: string) => void;
  readonly hasCurves: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** Height of a row, px, with its hairline. */
const ROW = 45;
/** Height of the box in which the rows scroll, px. */
const BOX = 620;
/** Rows before the end at which the next ones are read. */
const NEAR_END = 20;
/** Points of a curve in a cell. */
const CELL_POINTS = 48;

/** A table of thousands of runs: only the rows to be seen are made, and more are read as one scrolls. */
export function RunsTable(props: RunsTableProps) {
  const { label, rows, columns, hasMore, onMore } = props;
  const captionId = useId();
  const box = useRef<HTMLElement>(null);
  const { first, last } = useRowsInSight(box, { count: rows.length, rowHeight: ROW, boxHeight: BOX });
  const isNearEnd = last >= rows.length - NEAR_END;
  useEffect(() => {
    if (hasMore && isNearEnd) onMore();
  }, [hasMore, isNearEnd, onMore]);
  const curves = useCurvesInSight(props, first, last);
  const width = columns.length + 2;
  return (
    <ScrollRegion ref={box} labelledBy={captionId} maxHeight={BOX}>
      <table className="tl-table tl-runs-table" aria-rowcount={hasMore ? -1 : rows.length + 1}>
        <caption id={captionId} className="tl-hidden">
          {label}
        </caption>
        <Heads {...props} />
        <tbody>
          <Spacer height={first * ROW} width={width} />
          {rows.slice(first, last + 1).map((row, at) => (
            <OneRow key={row.run.id} {...props} row={row} place={first + at + 2} curves={curves} />
          ))}
          <Spacer height={(rows.length - 1 - last) * ROW} width={width} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The curves of the rows in sight that say something, by the column and the run, read for a fixed stretch of rows at a time. */
function useCurvesInSight(
  { rows, columns, hasCurves }: RunsTableProps,
  first: number,
  last: number,
): ReadonlyMap<string, RunCurves[number]> {
  const metrics = columns.filter(({ kind }) => kind === 'metrics');
  const from = Math.floor(first / CURVES_AT_ONCE);
  const to = Math.floor(Math.max(first, last) / CURVES_AT_ONCE);
  const stretches = Array.from({ length: to - from + 1 }, (_, at) =>
    rows.slice((from + at) * CURVES_AT_ONCE, (from + at + 1) * CURVES_AT_ONCE).map(({ run }) => run),
  );
  // Without curves only those are read that say when a metric stopped being a number.
  const isAsked = (run: RunEntry, key: string): boolean =>
    hasCurves || run.metrics.some((metric) => metric.key === key && finiteOf(metric.value) === null);
  const asked = metrics
    .flatMap(({ key }) =>
      stretches.map((runs) => ({ key, ids: runs.filter((run) => isAsked(run, key)).map(({ id }) => id) })),
    )
    .filter(({ ids }) => ids.length > 0);
  return useQueries({
    queries: asked.map(({ key, ids }) => curvesQuery(ids, key, 'step', CELL_POINTS)),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, at) =>
          (data?.curves ?? []).map((curve) => [`${asked[at]?.key} ${curve.runId}`, curve] as const),
        ),
      ),
  });
}

function Spacer({ height, width }: { readonly height: number; readonly width: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="tl-runs-spacer">
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}

const NAME: RunColumn = {
  id: 'attributes.run_name',
  kind: 'attributes',
  key: 'run_name',
  head: 'Run',
  isSortable: true,
};

function Heads({ columns, orderBy, onOrder }: RunsTableProps) {
  const sort = sortOf(orderBy);
  return (
    <thead>
      <tr>
        <th scope="col" className="tl-runs-pick">
          <span className="tl-hidden">Choose to compare</span>
        </th>
        {[NAME, ...columns].map((column) => {
          const direction = sort?.id === column.id ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              title={column.id}
              className={column === NAME ? 'tl-runs-name' : column.kind === 'metrics' ? 'tl-number' : undefined}
              {...(column.isSortable ? { 'aria-sort': direction ?? 'none' } : {})}
            >
              {column.isSortable ? (
                <button type="button" className="tl-sort" onClick={() => onOrder(nextOrder(orderBy, column))}>
                  {column.head}
                  <SortMark direction={direction} />
                </button>
              ) : (
                column.head
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface OneRowProps extends RunsTableProps {
  readonly row: RunRow;
  /** The number of the row for those who hear it, the head counting as the first. */
  readonly place: number;
  readonly curves: ReadonlyMap<string, RunCurves[number]>;
}

function OneRow({ row, place, curves, columns, hasCurves, chosen, onChoose, opened, onOpen }: OneRowProps) {
  const { run, depth } = row;
  const isChosen = chosen.has(run.id);
  const isOpen = opened?.has(run.id) ?? false;
  const kin = kinship(run, depth);
  return (
    <tr aria-rowindex={place} data-chosen={isChosen || undefined}>
      <td className="tl-runs-pick">
        <label className="tl-runs-tick">
          <input
            type="checkbox"
            aria-label={`Compare ${run.name}`}
            checked={isChosen}
            disabled={!isChosen && chosen.size >= COMPARED_RUNS.most}
            onChange={(event) => onChoose(run.id, event.currentTarget.checked)}
          />
        </label>
      </td>
      <th scope="row" className="tl-runs-name" style={{ paddingLeft: indentOf(run, depth, opened !== null) }}>
        {opened !== null && run.childCount > 0 && (
          <button
            type="button"
            className="tl-runs-open"
            aria-expanded={isOpen}
            aria-label={`The ${formatPlural(run.childCount, 'part', 'parts')} of ${run.name}`}
            onClick={() => onOpen(run.id)}
          >
            <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
              <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
            </svg>
          </button>
        )}
        <span className="tl-runs-called">
          <AppLink to={addressOfRun(run)} className="tl-link" title={run.name}>
            {run.name}
          </AppLink>
          {kin !== '' && <span className="tl-muted tl-small">{kin}</span>}
        </span>
      </th>
      {columns.map((column) => (
        <td key={column.id} className={column.kind === 'metrics' ? 'tl-number' : undefined}>
          <RunCell run={run} column={column} curve={curves.get(`${column.key} ${run.id}`)} isDrawn={hasCurves} />
        </td>
      ))}
    </tr>
  );
}

/** Room before the name of a run, px: as much as the button takes, where others have one and this run has none. */
function indentOf({ childCount }: RunEntry, depth: number, isGrouped: boolean): number {
  return 12 + depth * 20 + (isGrouped && childCount === 0 ? 24 : 0);
}

function kinship({ childCount, lineage }: RunEntry, depth: number): string {
  if (childCount > 0) return formatPlural(childCount, 'part', 'parts');
  return depth === 0 && lineage.parentRunId !== null ? 'part of another' : '';
}
