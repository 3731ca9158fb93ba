import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { WrittenAbout } from '../../../web/formatted/index.ts';
import { AppLink, CheckField, EmptyState, formatPlural, Page } from '../../../web/kit/index.ts';
import { COMPARED_RUNS } from '../tracking-limits.ts';
import { ColumnChoice } from './column-choice.tsx';
import { ConnectHere } from './connect-here.tsx';
import { ExperimentParts } from './experiment-parts.tsx';
import type { RunEntry } from './experiment-queries.ts';
import { HowToLog } from './how-to-log.tsx';
import { addressOfParts, childrenOf, columnOf, firstColumns, TOP_RUNS } from './run-columns.ts';
import {
  type ExperimentDetail,
  experimentQuery,
  partsQuery,
  runsOfExperimentQuery,
  useLiveRuns,
} from './run-page-queries.ts';
import { nameOf, trailOf } from './run-trail.ts';
import { nameWithin } from './run-words.ts';
import { RunsFilter } from './runs-filter.tsx';
import { type RunRow, RunsTable } from './runs-table.tsx';
import { type LookAtRuns, SavedViews } from './saved-views.tsx';

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
}

export interface ExperimentPageProps {
  readonly experimentId: string;
  readonly address: ExperimentAddress;
  readonly onAddress: (address: ExperimentAddress) => void;
}

/** One experiment: its runs as a table that is filtered, ordered, grouped, and from which runs are compared. */
export function ExperimentPage({ experimentId, address, onAddress }: ExperimentPageProps) {
  const experiment = useQuery(experimentQuery(experimentId));
  useLiveRuns(experiment.data?.initiative?.slug ?? null);
  const name = nameOf(experiment.data);
  return (
    <Page
      title={name}
      documentTitle={`${name} (experiment)`}
      trail={trailOf(experiment.data)}
      lead={experiment.data && leadOf(experiment.data)}
    >
      <ProblemNotice error={experiment.error} onRetry={() => void experiment.refetch()} />
      {experiment.isPending && <p className="tl-muted">Reading the experiment</p>}
      {experiment.data && <ConnectHere experiment={experiment.data} />}
      <WrittenAbout text={experiment.data?.description} about="this experiment" />
      <ExperimentParts experimentId={experimentId} part="runs" />
      {experiment.data?.runCount === 0 && (
        <EmptyState
          sentence="No run has been logged to this experiment yet."
          detail="The page fills by itself as soon as a script logs one."
          action={<HowToLog experimentName={experiment.data.name} startsOpen />}
        />
      )}
      {experiment.data && experiment.data.runCount > 0 && (
        <Runs experiment={experiment.data} address={address} onAddress={onAddress} />
      )}
    </Page>
  );
}

/** What an experiment holds and belongs to. */
export function leadOf({ name, initiative, runCount, createdByName }: ExperimentDetail) {
  const runs = `${formatPlural(runCount, 'run', 'runs')}, begun by ${createdByName ?? 'this installation'}.`;
  if (initiative === null) return `${runs} It is connected to no initiative yet.`;
  return (
    <>
      {runs} It belongs to the question of <AppLink to={`/i/${initiative.slug}/build`}>{initiative.name}</AppLink>.
      {nameWithin(initiative.slug, name) !== name && ` MLflow calls it “${name}”.`}
    </>
  );
}

interface RunsProps {
  readonly experiment: ExperimentDetail;
  readonly address: ExperimentAddress;
  readonly onAddress: (address: ExperimentAddress) => void;
}

function Runs({ experiment, address, onAddress }: RunsProps) {
  const { id, keys } = experiment;
  const { filter = '', order = '' } = address;
  const columnIds = address.columns ?? firstColumns(keys);
  const columns = columnIds.flatMap((column) => columnOf(column) ?? []);
  const isGrouped = address.group === 'parents' && filter === '';
  const chosen = new Set(address.chosen?.split(',').filter((runId) => runId !== ''));
  const choose = (next: ReadonlySet<string>) => onAddress({ ...address, chosen: [...next].join(',') || undefined });
  const hasCurves = address.curves ?? true;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const runs = useInfiniteQuery(runsOfExperimentQuery(id, isGrouped ? TOP_RUNS : filter, order));
  const tops = runs.data?.pages.flatMap(({ items }) => items) ?? [];
  const { rows, cut } = useFamily(id, tops, isGrouped ? opened : new Set(), order);
  const look = (next: LookAtRuns | null) =>
    onAddress({
      ...address,
      columns: next?.columns,
      filter: next?.filter || undefined,
      order: next?.orderBy || undefined,
    });
  return (
    <div className="tl-stack">
      <RunsFilter
        filter={filter}
        onFilter={(next) => onAddress({ ...address, filter: next || undefined })}
        isBusy={runs.isFetching && !runs.isFetchingNextPage && runs.isPlaceholderData}
        metric={keys.metrics[0]}
        param={keys.params[0]}
        keys={keys}
      />
      <div className="tl-runs-tools">
        <SavedViews experimentId={id} look={{ columns: columnIds, filter, orderBy: order }} onLook={look} />
        <ColumnChoice keys={keys} chosen={columnIds} onChoose={(next) => onAddress({ ...address, columns: next })} />
      </div>
      <div className="tl-runs-switches">
        <CheckField
          label="Draw the curves"
          checked={hasCurves}
          onChange={() => onAddress({ ...address, curves: hasCurves ? false : undefined })}
        />
        <CheckField
          label="Put runs below the run that they are part of"
          checked={address.group === 'parents'}
          onChange={(event) => onAddress({ ...address, group: event.currentTarget.checked ? 'parents' : undefined })}
        />
        <Chosen experimentId={id} chosen={chosen} onClear={() => choose(new Set())} />
      </div>
      {address.group === 'parents' && (
        <p className="tl-muted tl-small">
          {isGrouped
            ? 'A run whose parent is deleted or elsewhere is listed only without this.'
            : 'While you look for something, every run that fits is listed by itself.'}
        </p>
      )}
      {cut.map((run) => (
        <p key={run.id} className="tl-small">
          Of the {formatPlural(run.childCount, 'part', 'parts')} of {run.name} only the first stand below it.{' '}
          <AppLink to={addressOfParts(run)}>Show all its parts</AppLink>
        </p>
      ))}
      {filter !== '' && rows.length > 0 && !runs.isPlaceholderData && (
        <p role="status" className="tl-muted">
          {runs.hasNextPage
            ? `The first ${rows.length} that fit are read; more are as you scroll.`
            : `${formatPlural(rows.length, 'run fits', 'runs fit')}.`}
        </p>
      )}
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
    <div role="status">
      {chosen.size < fewest ? (
        <span className="tl-muted">
          Choose {fewest} to {most} runs to compare them.
        </span>
      ) : (
        <Button component={AppLink} to={`/experiments/${experimentId}/compare?${new URLSearchParams({ runs })}`}>
          Compare {chosen.size} runs
        </Button>
      )}
      {chosen.size > 0 && (
        <Button variant="subtle" onClick={onClear}>
          Choose none
        </Button>
      )}
    </div>
  );
}
