import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, CheckField, EmptyState, formatPlural } from '../../../web/kit/index.ts';
import type { LookAtRuns } from '../saved-view.ts';
import { COMPARED_RUNS } from '../tracking-limits.ts';
import { ColumnChoice } from './column-choice.tsx';
import type { RunEntry } from './experiment-queries.ts';
import { addressOfParts, childrenOf, columnOf, firstColumns, TOP_RUNS } from './run-columns.ts';
import { type ExperimentDetail, partsQuery, runsOfExperimentQuery } from './run-page-queries.ts';
import { RunsFilter } from './runs-filter.tsx';
import { type RunRow, RunsTable } from './runs-table.tsx';
import { SavedViews, ViewDifference } from './saved-views.tsx';
import { useViews } from './use-views.ts';

/** How the runs are looked at, as the page's address says it. */
export interface ExperimentAddress {
  readonly columns?: readonly string[] | undefined;
  readonly filter?: string | undefined;
  readonly order?: string | undefined;
  /** `parents` shows runs below the run that they are part of. */
  readonly group?: 'parents' | undefined;
  /** Whether cells draw curves; they do unless it says no. */
  readonly curves?: false | undefined;
  /** The ids of the runs that are chosen to be compared, with commas between them. */
  readonly chosen?: string | undefined;
  /** The id of the saved view that was chosen, however the page differs from it by now. */
  readonly view?: string | undefined;
}

export interface RunsOfExperimentProps {
  readonly experiment: ExperimentDetail;
  readonly address: ExperimentAddress;
  readonly onAddress: (address: ExperimentAddress) => void;
}

/** The runs of an experiment: one line of controls, one that says what is to be seen, and the table. */
export function RunsOfExperiment({ experiment, address, onAddress }: RunsOfExperimentProps) {
  const { id, keys } = experiment;
  const { filter = '', order = '' } = address;
  const columnIds = address.columns ?? firstColumns(keys);
  const columns = columnIds.flatMap((column) => columnOf(column) ?? []);
  const wantsGroups = address.group === 'parents';
  const isGrouped = wantsGroups && filter === '';
  const hasCurves = address.curves ?? true;
  const chosen = new Set(address.chosen?.split(',').filter((runId) => runId !== ''));
  const choose = (next: ReadonlySet<string>) => onAddress({ ...address, chosen: [...next].join(',') || undefined });
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const runs = useInfiniteQuery(runsOfExperimentQuery(id, isGrouped ? TOP_RUNS : filter, order));
  const tops = runs.data?.pages.flatMap(({ items }) => items) ?? [];
  const { rows, cut } = useFamily(id, tops, isGrouped ? opened : new Set(), order);
  const look: LookAtRuns = { columns: columnIds, filter, orderBy: order, isGrouped: wantsGroups, hasCurves };
  const views = useViews(id, look, address.view);
  const viewed = {
    experimentId: id,
    look,
    views,
    onView: (view: (LookAtRuns & { readonly id: string }) | null) =>
      onAddress({ chosen: address.chosen, ...(view === null ? {} : addressOf(view)) }),
  };
  return (
    <div className="tl-runs-work">
      <div className="tl-runs-bar">
        <RunsFilter
          filter={filter}
          onFilter={(next) => onAddress({ ...address, filter: next || undefined })}
          isBusy={runs.isFetching && !runs.isFetchingNextPage && runs.isPlaceholderData}
          metric={columns.find(({ kind }) => kind === 'metrics')?.key}
          param={columns.find(({ kind }) => kind === 'params')?.key}
          keys={keys}
        />
        <SavedViews {...viewed} />
        <ColumnChoice
          keys={keys}
          chosen={columnIds}
          onChoose={(next) => onAddress({ ...address, columns: next })}
          hasCurves={hasCurves}
          onCurves={(isOn) => onAddress({ ...address, curves: isOn ? undefined : false })}
        />
        <CheckField
          label="Group by parent"
          title="Put runs below the run that they are part of"
          checked={wantsGroups}
          onChange={(event) => onAddress({ ...address, group: event.currentTarget.checked ? 'parents' : undefined })}
        />
      </div>
      <div className="tl-runs-state">
        <Chosen experimentId={id} chosen={chosen} onClear={() => choose(new Set())} />
        <p role="status" className="tl-muted">
          {seenInWords({
            count: runs.isPlaceholderData ? 0 : rows.length,
            hasMore: runs.hasNextPage,
            isFiltered: filter !== '',
            isGrouped,
            wantsGroups,
          })}
        </p>
        <ViewDifference {...viewed} />
      </div>
      {cut.map((run) => (
        <p key={run.id} className="tl-small">
          Of the {formatPlural(run.childCount, 'part', 'parts')} of {run.name} only the first stand below it.{' '}
          <AppLink to={addressOfParts(run)}>Show all its parts</AppLink>
        </p>
      ))}
      <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} />
      {runs.data && rows.length === 0 && (
        <EmptyState
          sentence="No run is like that."
          action={
            <Button variant="default" onClick={() => onAddress({ ...address, filter: undefined, group: undefined })}>
              Show all runs
            </Button>
          }
        />
      )}
      {rows.length > 0 && (
        <RunsTable
          label={`Runs of ${experiment.name}`}
          rows={rows}
          columns={columns}
          orderBy={order}
          onOrder={(next) => onAddress({ ...address, order: next || undefined })}
          chosen={chosen}
          onChoose={(runId, isChosen) => choose(toggled(chosen, runId, isChosen))}
          opened={isGrouped ? opened : null}
          onOpen={(runId) => setOpened(toggled(opened, runId, !opened.has(runId)))}
          hasCurves={hasCurves}
          hasMore={runs.hasNextPage && !runs.isFetchingNextPage}
          onMore={() => void runs.fetchNextPage()}
        />
      )}
    </div>
  );
}

/** The part of a page's address that shows a view. */
function addressOf(view: LookAtRuns & { readonly id: string }): ExperimentAddress {
  return {
    view: view.id,
    columns: view.columns,
    filter: view.filter || undefined,
    order: view.orderBy || undefined,
    group: view.isGrouped ? 'parents' : undefined,
    curves: view.hasCurves ? undefined : false,
  };
}

interface Seen {
  readonly count: number;
  readonly hasMore: boolean;
  readonly isFiltered: boolean;
  readonly isGrouped: boolean;
  /** Whether groups were asked for, whether or not they are to be seen. */
  readonly wantsGroups: boolean;
}

/** What of the runs is to be seen, and what is not. */
function seenInWords({ count, hasMore, isFiltered, isGrouped, wantsGroups }: Seen): string {
  if (isGrouped) return 'A run whose parent is deleted or elsewhere is not listed.';
  if (!isFiltered || count === 0) return '';
  const found = hasMore
    ? `The first ${count} that fit are read; more are as you scroll.`
    : `${formatPlural(count, 'run fits', 'runs fit')}.`;
  return wantsGroups ? `${found} While you look for something, runs are not grouped.` : found;
}

function toggled(set: ReadonlySet<string>, id: string, isOn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isOn) next.add(id);
  else next.delete(id);
  return next;
}

/** Runs with the parts of those that are opened below them, to any depth, and those of which more parts are than are read. */
function useFamily(
  experimentId: string,
  tops: readonly RunEntry[],
  opened: ReadonlySet<string>,
  orderBy: string,
): { readonly rows: readonly RunRow[]; readonly cut: readonly RunEntry[] } {
  const ids = [...opened];
  const parts = useQueries({
    queries: ids.map((id) => partsQuery(experimentId, childrenOf(id), orderBy)),
    combine: (results) => new Map(results.map(({ data }, at) => [ids[at] ?? '', data])),
  });
  const seen = new Set<string>();
  const flatten = (runs: readonly RunEntry[], depth: number): readonly RunRow[] =>
    runs.flatMap((run) => {
      // Runs may name each other as their parents, in a circle.
      if (seen.has(run.id)) return [];
      seen.add(run.id);
      return [{ run, depth }, ...flatten(parts.get(run.id)?.items ?? [], depth + 1)];
    });
  const rows = flatten(tops, 0);
  return { rows, cut: rows.flatMap(({ run }) => ((parts.get(run.id)?.nextCursor ?? null) === null ? [] : [run])) };
}

interface ChosenProps {
  readonly experimentId: string;
  readonly chosen: ReadonlySet<string>;
  readonly onClear: () => void;
}

function Chosen({ experimentId, chosen, onClear }: ChosenProps) {
  const { fewest, most } = COMPARED_RUNS;
  const runs = [...chosen].join(',');
  return (
    <div role="status" className="tl-runs-chosen">
      {chosen.size < fewest ? (
        <span className="tl-muted">
          Choose {fewest} to {most} runs to compare them.
        </span>
      ) : (
        <Button
          size="compact-sm"
          component={AppLink}
          to={`/experiments/${experimentId}/compare?${new URLSearchParams({ runs })}`}
        >
          Compare {chosen.size} runs
        </Button>
      )}
      {chosen.size > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={onClear}>
          Choose none
        </Button>
      )}
    </div>
  );
}
