import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  EmptyState,
  Facts,
  formatMoment,
  Notice,
  Page,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import type { jobSchema } from '../lineage.schema.ts';
import type { RunState } from '../source-run.ts';
import { jobQuery, SOURCES_KEY } from './lineage-queries.ts';
import { DependentNames, TableNames } from './name-lists.tsx';
import { StateMark } from './state-mark.tsx';
import './lineage.css';

type Job = z.infer<typeof jobSchema>;

const TRAIL = [{ label: 'Data', to: '/data' }] as const;

/** One job of a pipeline: its last runs, what it reads and writes, and who depends on it. */
export function JobPage({ id }: { readonly id: string }) {
  useLiveTopic('sources', SOURCES_KEY);
  const job = useQuery(jobQuery(id));
  return (
    <Page
      title={job.data?.name ?? 'A job'}
      trail={TRAIL}
      {...(job.data ? { lead: job.data.description ?? job.data.namespace } : {})}
    >
      <ProblemNotice error={job.error} onRetry={() => void job.refetch()} />
      {job.isPending && <p className="tl-muted">Reading the job</p>}
      {job.data && <TheJob job={job.data} />}
    </Page>
  );
}

function TheJob({ job }: { readonly job: Job }) {
  const owners = job.owners.length === 0 ? 'Nobody was named' : job.owners.map(({ name }) => name).join(', ');
  return (
    <>
      {job.error !== null && (
        <Notice tone="broken" title="Its last run failed.">
          <p className="tl-lineage-cell">{job.error}</p>
        </Notice>
      )}
      <Section title="Initiatives that depend on it" aside={<StateMark {...job} />}>
        <DependentNames dependents={job.dependents} />
      </Section>
      <Section title="What is known of it">
        <Facts
          facts={[
            { term: 'Where', detail: job.namespace },
            { term: 'Owner', detail: owners },
            { term: 'Reads', detail: <TableNames tables={job.reads} none="No table known" /> },
            { term: 'Writes', detail: <TableNames tables={job.writes} none="No table known" /> },
          ]}
        />
      </Section>
      <Section title="Its last runs">
        <DataTable
          label="The last runs of this job"
          columns={RUN_COLUMNS}
          rows={job.runs}
          rowKey={({ id }) => id}
          empty={<EmptyState sentence="No run is known." action={<AppLink to="/data">All tables</AppLink>} />}
        />
      </Section>
    </>
  );
}

const RUN_WORDS: Readonly<
  Record<RunState, { readonly tone: 'accent' | 'reached' | 'broken' | 'look'; readonly words: string }>
> = {
  running: { tone: 'accent', words: 'running' },
  complete: { tone: 'reached', words: 'ran well' },
  failed: { tone: 'broken', words: 'failed' },
  aborted: { tone: 'look', words: 'was stopped' },
};

const RUN_COLUMNS: readonly Column<Job['runs'][number]>[] = [
  { key: 'started', head: 'Started', isRowHead: true, cell: ({ startedAt }) => formatMoment(startedAt) },
  {
    key: 'state',
    head: 'How it went',
    cell: ({ state }) => <StateWord tone={RUN_WORDS[state].tone}>{RUN_WORDS[state].words}</StateWord>,
  },
  {
    key: 'ended',
    head: 'Ended',
    isWideOnly: true,
    cell: ({ endedAt }) => (endedAt === null ? 'Not yet' : formatMoment(endedAt)),
  },
  {
    key: 'error',
    head: 'Why',
    isWideOnly: true,
    cell: ({ error }) => <span className="tl-lineage-cell">{error ?? ''}</span>,
  },
];
