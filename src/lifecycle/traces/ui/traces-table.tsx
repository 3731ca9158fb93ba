import { AppLink, type Column, DataTable, formatMoment, StateWord } from '../../../web/kit/index.ts';
import { addressOfRun } from '../../experiments/ui/index.ts';
import type { TraceEntry } from './trace-queries.ts';
import { plainWords, saidInWords, tookInWords, traceState } from './trace-words.ts';
import './traces.css';

export interface TracesTableProps {
  readonly label: string;
  readonly experimentId: string;
  readonly traces: readonly TraceEntry[];
  /** Whether it shows which run a trace belongs to. */
  readonly hasRuns?: boolean;
}

/** Traces in rows: what was asked and answered, when, how long it took, and what was said of it. */
export function TracesTable({ label, experimentId, traces, hasRuns = true }: TracesTableProps) {
  return (
    <DataTable
      label={label}
      rows={traces}
      rowKey={({ id }) => id}
      rowTo={({ id }) => `/experiments/${experimentId}/traces/${id}`}
      columns={hasRuns ? [...COLUMNS, runColumn(experimentId)] : COLUMNS}
      empty={null}
    />
  );
}

const COLUMNS: readonly Column<TraceEntry>[] = [
  {
    key: 'name',
    head: 'Trace',
    cell: ({ id, name, request }) => (
      <span className="tl-trace-beginnings">
        <span>{name ?? id}</span>
        <span className="tl-muted tl-small">
          {request === null ? 'The client did not say what was asked.' : plainWords(request)}
        </span>
      </span>
    ),
  },
  {
    key: 'state',
    head: 'State',
    cell: ({ state }) => <StateWord tone={traceState(state).tone}>{traceState(state).word}</StateWord>,
  },
  {
    key: 'answered',
    head: 'What was answered',
    cell: ({ response }) => (
      <span className="tl-trace-beginnings">
        {response === null ? <span className="tl-muted">No answer</span> : <span>{plainWords(response)}</span>}
      </span>
    ),
    isWideOnly: true,
  },
  { key: 'took', head: 'Took', align: 'end', cell: ({ durationMs }) => tookInWords(durationMs) },
  {
    key: 'said',
    head: 'What was said of it',
    cell: (trace) => (
      <span className="tl-trace-said">
        {trace.saidCount === 0 ? <span className="tl-muted">Nothing</span> : saidInWords(trace)}
      </span>
    ),
    isWideOnly: true,
  },
  { key: 'when', head: 'When', cell: ({ startedAt }) => formatMoment(startedAt), isWideOnly: true },
];

const runColumn = (experimentId: string): Column<TraceEntry> => ({
  key: 'run',
  head: 'Run',
  cell: ({ run }) =>
    run === null || run.name === null ? (
      <span className="tl-muted">{run === null ? 'None' : 'Elsewhere'}</span>
    ) : (
      <AppLink to={addressOfRun({ id: run.id, experimentId })}>{run.name}</AppLink>
    ),
  isWideOnly: true,
});
