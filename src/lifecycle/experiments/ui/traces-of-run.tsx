import { useQuery } from '@tanstack/react-query';
import { AppLink, Section } from '../../../web/kit/index.ts';
import { filterOfRun, tracesOfRunQuery } from './trace-queries.ts';
import { TracesTable } from './traces-table.tsx';

/** Newest traces that the page of a run shows. */
const SHOWN = 5;

/** The newest traces of a run, with the way to all of them; nothing where there are none. */
export function TracesOfRun({ experimentId, runId }: { readonly experimentId: string; readonly runId: string }) {
  const traces = useQuery(tracesOfRunQuery(experimentId, runId, SHOWN));
  const items = traces.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title="What it answered"
      lead="Each trace is one request and its way through the application."
      aside={
        <AppLink to={`/experiments/${experimentId}/traces?${new URLSearchParams({ filter: filterOfRun(runId) })}`}>
          All traces of this run
        </AppLink>
      }
    >
      <TracesTable label="Newest traces of this run" experimentId={experimentId} traces={items} hasRuns={false} />
    </Section>
  );
}
