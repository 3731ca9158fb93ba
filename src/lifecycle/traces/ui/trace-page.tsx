import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Fragment, useRef } from 'react';
import { AppLink, Disclosure, type Fact, Facts, formatMoment, Section, StateWord } from '../../../web/kit/index.ts';
import { addressOfRun, LoggedPage, LoggedPairs, LongText } from '../../experiments/ui/index.ts';
import { AssessmentsPart } from './assessments-part.tsx';
import { SpanPanel } from './span-panel.tsx';
import { SpansPart } from './spans-part.tsx';
import { spansQuery, type TraceDetail, traceQuery, useLiveTraces } from './trace-queries.ts';
import { tookInWords, traceState } from './trace-words.ts';
import './traces.css';

export interface TracePageProps {
  readonly experimentId: string;
  readonly traceId: string;
  /** The span that is looked at, as the address says it. */
  readonly spanId: string | undefined;
  readonly onSpan: (spanId: string) => void;
  /** Where a later room shows a version of a prompt. */
  readonly addressOfPrompt: (name: string, version: string) => string;
}

/** One trace: what was asked and answered, each step of the way, and what people and judges say of it. */
export function TracePage({ experimentId, traceId, spanId, onSpan, addressOfPrompt }: TracePageProps) {
  const trace = useQuery(traceQuery(traceId));
  useLiveTraces(trace.data?.initiative?.slug ?? null);
  const id = trace.data?.experiment.id ?? experimentId;
  return (
    <LoggedPage
      kind="trace"
      reading={trace}
      experiment={({ experiment, initiative }) => ({ name: experiment.name, initiative })}
      experimentId={id}
      between={[{ label: 'Traces', to: `/experiments/${id}/traces` }]}
      lead={(read) => <Lead trace={read} />}
    >
      {(read) => <Parts trace={read} spanId={spanId} onSpan={onSpan} addressOfPrompt={addressOfPrompt} />}
    </LoggedPage>
  );
}

function Lead({ trace: { state, startedAt, durationMs } }: { readonly trace: TraceDetail }) {
  return (
    <>
      <StateWord tone={traceState(state).tone}>{traceState(state).word}</StateWord>, asked on {formatMoment(startedAt)}
      {durationMs !== null && `, took ${tookInWords(durationMs)}`}.
    </>
  );
}

function Parts({
  trace,
  spanId,
  onSpan,
  addressOfPrompt,
}: { readonly trace: TraceDetail } & Pick<TracePageProps, 'spanId' | 'onSpan' | 'addressOfPrompt'>) {
  const panel = useRef<HTMLDivElement>(null);
  const first = useInfiniteQuery(spansQuery(trace.id)).data?.pages[0];
  // Until a span is chosen, what failed first is the one to look at, else the one that holds all others.
  const shown = spanId ?? (first?.kind === 'read' ? (first.failed[0] ?? first.items[0])?.id : undefined);
  const choose = (id: string) => {
    onSpan(id);
    // Where the details stand below the tree, they would open out of sight.
    if (panel.current && panel.current.getBoundingClientRect().top > globalThis.innerHeight * 0.7)
      panel.current.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <Section title="What was asked and answered">
        <Facts facts={factsOf(trace, addressOfPrompt)} />
        <div className="tl-trace-pair">
          {trace.request && <LongText title="Asked" shown={trace.request} />}
          {trace.response && <LongText title="Answered" shown={trace.response} />}
          {!trace.response && <p className="tl-muted">Nothing was answered.</p>}
        </div>
      </Section>
      <AssessmentsPart trace={trace} spanId={spanId} onSpan={choose} />
      <Section
        title="Each step of the way"
        lead="A span is one step: the bar shows when it began and how long it took."
      >
        <div className="tl-spans">
          <SpansPart traceId={trace.id} spanId={shown} onSpan={choose} />
          <div ref={panel}>
            {shown !== undefined && <SpanPanel key={shown} traceId={trace.id} spanId={shown} onSpan={choose} />}
          </div>
        </div>
      </Section>
      <Disclosure label="Show what the client says of it">
        <Section title="What the client says of it">
          <LoggedPairs label="Tags" head="Tags" pairs={trace.tags} empty="No tag was set." />
          <LoggedPairs label="Metadata" head="Metadata" pairs={trace.metadata} empty="No metadata came with it." />
        </Section>
      </Disclosure>
    </>
  );
}

/** The runs that somebody linked the trace to, such as evaluations. */
function LinkedRuns({ runs }: { readonly runs: TraceDetail['linkedRuns'] }) {
  return runs.map(({ id, name, experimentId }, place) => (
    <Fragment key={id}>
      {place > 0 && ', '}
      <AppLink to={addressOfRun({ id, experimentId })}>{name}</AppLink>
    </Fragment>
  ));
}

/** The versions of prompts that went into it. */
function UsedPrompts({
  prompts,
  addressOfPrompt,
}: { readonly prompts: TraceDetail['prompts'] } & Pick<TracePageProps, 'addressOfPrompt'>) {
  return prompts.map(({ name, version }, place) => (
    <Fragment key={`${name}/${version}`}>
      {place > 0 && ', '}
      <AppLink to={addressOfPrompt(name, version)}>
        {name}, version {version}
      </AppLink>
    </Fragment>
  ));
}

function factsOf(
  { id, run, linkedRuns, prompts, experiment }: TraceDetail,
  addressOfPrompt: TracePageProps['addressOfPrompt'],
): readonly Fact[] {
  return [
    { term: 'Trace', detail: <span className="tl-mono tl-trace-name">{id}</span> },
    {
      term: 'Run',
      detail:
        run === null ? (
          'It was sent outside of a run.'
        ) : run.name === null ? (
          <span className="tl-trace-name">{run.id}, which is not in this experiment</span>
        ) : (
          <AppLink to={addressOfRun({ id: run.id, experimentId: experiment.id })}>{run.name}</AppLink>
        ),
    },
    ...(linkedRuns.length > 0 ? [{ term: 'Also looked at in', detail: <LinkedRuns runs={linkedRuns} /> }] : []),
    ...(prompts.length > 0
      ? [
          {
            term: prompts.length === 1 ? 'Prompt' : 'Prompts',
            detail: <UsedPrompts prompts={prompts} addressOfPrompt={addressOfPrompt} />,
          },
        ]
      : []),
  ];
}
