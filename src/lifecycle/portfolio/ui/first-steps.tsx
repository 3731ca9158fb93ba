import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, Notice, Page, ProgressLine } from '../../../web/kit/index.ts';
import { PORTFOLIO_KEY } from './portfolio-queries.ts';
import './portfolio.css';

/** How far the demo stories are. */
export interface DemoProgress {
  readonly state: 'none' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly current: string | null;
}

/** How demo stories are asked for and watched; the composition knows the endpoint. */
export interface DemoPort {
  readonly read: () => Promise<DemoProgress>;
  readonly fill: () => Promise<DemoProgress>;
}

const DEMO_KEY = ['demo'] as const;
/** How often the progress is read while stories are brought in, ms. */
const DEMO_POLL_MS = 1_000;

/** The first screen of an empty installation: see it with stories, or begin with a question of one's own. */
export function FirstSteps({ demo }: { readonly demo?: DemoPort }) {
  return (
    <Page
      title="Nothing is here yet. Where do you want to begin?"
      documentTitle="Welcome"
      lead="Throughline follows a business question to a measured business result. Nobody passes work over a wall, and at the end stands a verdict: did it work, how sure are we, and which link broke."
    >
      <div className="tl-first-ways">
        {demo && <DemoWay demo={demo} />}
        <section className="tl-first-way" aria-labelledby="first-question">
          <h2 id="first-question">Begin with your own question</h2>
          <p>
            One text field, in your own words. It takes less than a minute, and you can invite the others afterwards.
          </p>
          <Button component={AppLink} to="/ask" variant={demo ? 'default' : 'filled'}>
            Ask the first question
          </Button>
        </section>
      </div>
    </Page>
  );
}

function DemoWay({ demo }: { readonly demo: DemoPort }) {
  const queryClient = useQueryClient();
  const progress = useDemoProgress(demo);
  const fill = useMutation({
    mutationFn: demo.fill,
    onSuccess: (next) => queryClient.setQueryData(DEMO_KEY, next),
  });
  const now = progress.data;
  return (
    <section className="tl-first-way" aria-labelledby="first-demo">
      <h2 id="first-demo">See it at work</h2>
      <p>
        Initiatives of an invented company, some that worked and some that did not, each with a known truth. They come
        in through the same doors as yours will.
      </p>
      {now?.state === 'running' ? (
        <DemoLine progress={now} />
      ) : (
        <Button loading={fill.isPending} disabled={progress.isPending} onClick={() => fill.mutate()}>
          {now?.state === 'failed' ? 'Try to fill it again' : 'Fill with demo stories'}
        </Button>
      )}
      {now?.state === 'failed' && <p>The stories could not all be brought in. The log of the server says why.</p>}
      <ProblemNotice error={fill.error ?? progress.error} />
    </section>
  );
}

/** On a page that shows the first stories already: how many are still to come. */
export function DemoNote({ demo }: { readonly demo: DemoPort }) {
  const { data: now } = useDemoProgress(demo);
  if (now?.state === 'failed') {
    return (
      <Notice tone="look" title="The demo stories could not all be brought in.">
        <p>Those that you see are complete. The log of the server says why the next one was not.</p>
      </Notice>
    );
  }
  return now?.state === 'running' ? <DemoLine progress={now} /> : null;
}

function DemoLine({ progress: { current, done, total } }: { readonly progress: DemoProgress }) {
  return (
    <div className="tl-demo-line">
      <ProgressLine
        label={current === null ? 'Bringing in the stories' : `Bringing in: ${current}`}
        value={done}
        max={Math.max(1, total)}
        words={`${done} of ${total} stories`}
      />
    </div>
  );
}

function useDemoProgress(demo: DemoPort) {
  const queryClient = useQueryClient();
  const progress = useQuery({
    queryKey: DEMO_KEY,
    queryFn: demo.read,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? DEMO_POLL_MS : false),
  });
  const done = progress.data?.done;
  useEffect(() => {
    if (done !== undefined && done > 0) void queryClient.invalidateQueries({ queryKey: PORTFOLIO_KEY });
  }, [done, queryClient]);
  return progress;
}
