import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { WrittenAbout } from '../../../web/formatted/index.ts';
import { EmptyState, Page } from '../../../web/kit/index.ts';
import {
  ExperimentParts,
  experimentQuery,
  FilterField,
  HowToLog,
  leadOf,
  nameOf,
  trailOf,
} from '../../experiments/ui/index.ts';
import { TRACE_GRAMMAR } from '../trace.ts';
import { tracesQuery, useLiveTraces } from './trace-queries.ts';
import { TracesTable } from './traces-table.tsx';

export interface TracesPageProps {
  readonly experimentId: string;
  /** What is looked for, as the address says it. */
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}

/** The traces of an experiment, the newest first, with a filter. */
export function TracesPage({ experimentId, filter, onFilter }: TracesPageProps) {
  const experiment = useQuery(experimentQuery(experimentId));
  const traces = useInfiniteQuery(tracesQuery(experimentId, filter));
  useLiveTraces(experiment.data?.initiative?.slug ?? null);
  const name = nameOf(experiment.data);
  const rows = traces.data?.pages.flatMap(({ items }) => items) ?? [];
  const isEmpty = traces.data !== undefined && rows.length === 0;
  return (
    <Page
      title={name}
      documentTitle={`${name} (traces)`}
      trail={trailOf(experiment.data)}
      lead={experiment.data && leadOf(experiment.data)}
    >
      <WrittenAbout text={experiment.data?.description} about="this experiment" isBrief />
      <ExperimentParts experimentId={experimentId} part="traces" />
      <ProblemNotice error={experiment.error ?? traces.error} onRetry={() => void traces.refetch()} />
      {traces.isPending && <p className="tl-muted">Reading the traces</p>}
      {isEmpty && filter === '' ? (
        <EmptyState
          sentence="No request has been traced in this experiment yet."
          detail="A trace shows one request to an application: what was asked, each step of the way, and what was answered."
          action={<HowToLog experimentName={experiment.data?.name ?? name} what="traces" startsOpen />}
        />
      ) : (
        <div className="tl-stack">
          <FilterField
            label="Find traces"
            grammar={TRACE_GRAMMAR}
            filter={filter}
            onFilter={onFilter}
            isBusy={traces.isFetching && !traces.isFetchingNextPage}
            help="Conditions joined by AND. Numbers stand bare, texts in quotation marks; what was said is found by its name."
            examples={EXAMPLES}
          />
          {isEmpty && (
            <EmptyState
              sentence="No trace is like that."
              action={
                <Button variant="default" onClick={() => onFilter('')}>
                  Show all traces
                </Button>
              }
            />
          )}
          <TracesTable label={`Traces of ${name}`} experimentId={experimentId} traces={rows} />
          {traces.hasNextPage && (
            <div>
              <Button variant="default" loading={traces.isFetchingNextPage} onClick={() => void traces.fetchNextPage()}>
                Show older traces
              </Button>
            </div>
          )}
        </div>
      )}
    </Page>
  );
}

const EXAMPLES = [
  { filter: "feedback.good = 'false'", means: 'somebody said that the answer was not good' },
  { filter: "feedback.good IS NULL AND status = 'OK'", means: 'answered, and judged by nobody' },
  { filter: 'feedback.score < 0.5', means: 'a judge gave a low score' },
  { filter: 'expectation.answer IS NOT NULL', means: 'somebody wrote what should have come out' },
  { filter: "status = 'ERROR'", means: 'failed; also OK and IN_PROGRESS' },
  { filter: 'execution_time > 2000', means: 'took longer than two seconds, in milliseconds' },
  { filter: "name ILIKE '%answer%'", means: 'a part of the name; ILIKE ignores capitals' },
  { filter: "tags.version = '3'", means: 'a tag' },
  { filter: "span.type = 'TOOL' AND span.status = 'ERROR'", means: 'a tool failed on the way' },
  { filter: "span.attributes.model = 'gpt-5'", means: 'a short attribute of one of its spans' },
  { filter: "prompt = 'greeting/1'", means: 'the first version of a prompt was used' },
];
