import { useQuery } from '@tanstack/react-query';
import { AppLink, Section } from '../../../web/kit/index.ts';
import { addressOfTraces, filterOfRun, tracesOfRunQuery, useLiveTraces } from './trace-queries.ts';
import { TracesTable } from './traces-table.tsx';

/** Newest traces that the page of a run shows. */
const SHOWN = 5;

export interface TracesOfRunProps {
  readonly experimentId: string;
  readonly runId: string;
  /** The initiative that the experiment is connected to, if any. */
  readonly slug: string | null;
}

/** The newest traces of a run as they come in, with the way to all of them; nothing while there are none. */
export function TracesOfRun({ experimentId, runId, slug }: TracesOfRunProps) {
  const traces = useQuery(tracesOfRunQuery(experimentId, runId, SHOWN));
  useLiveTraces(slug);
  const items = traces.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title="What it answered"
      lead="Each trace is one request and its way through the application."
      aside={<AppLink to={addressOfTraces(experimentId, filterOfRun(runId))}>All traces of this run</AppLink>}
    >
      <TracesTable label="Newest traces of this run" experimentId={experimentId} traces={items} hasRuns={false} />
    </Section>
  );
}
