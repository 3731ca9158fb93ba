import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Fact, Facts, Section, StateWord } from '../../../web/kit/index.ts';
import { LongText } from '../../experiments/ui/index.ts';
import { type SpanDetail, spanQuery } from './trace-queries.ts';
import { SPAN_STATE, tookInWords } from './trace-words.ts';
import './traces.css';

export interface SpanPanelProps {
  readonly traceId: string;
  readonly spanId: string;
  readonly onSpan: (spanId: string) => void;
}

/** One span: what went in, what came out, what happened, and everything else that the client says of it. */
export function SpanPanel({ traceId, spanId, onSpan }: SpanPanelProps) {
  const span = useQuery(spanQuery(traceId, spanId));
  return (
    <>
      <ProblemNotice error={span.error} onRetry={() => void span.refetch()} />
      {span.isPending && <p className="tl-muted">Reading the span</p>}
      {span.data && (
        <Section title={span.data.name} level={3} look="boxed">
          <Facts facts={factsOf(span.data, onSpan)} />
          <Wrong span={span.data} />
          {span.data.inputs ? <LongText title="What went in" shown={span.data.inputs} /> : <Nothing what="went in" />}
          {span.data.outputs ? (
            <LongText title="What came out" shown={span.data.outputs} />
          ) : (
            <Nothing what="came out" />
          )}
          <Events span={span.data} />
          <Attributes title="Attributes" pairs={span.data.attributes} count={span.data.attributeCount} />
        </Section>
      )}
    </>
  );
}

function factsOf(span: SpanDetail, onSpan: (spanId: string) => void): readonly Fact[] {
  const { parent } = span;
  const { tone, word } = SPAN_STATE[span.state];
  return [
    { term: 'State', detail: <StateWord tone={tone}>{word}</StateWord> },
    ...(span.type === null ? [] : [{ term: 'Kind', detail: span.type }]),
    { term: 'Began after', detail: tookInWords(span.offsetMs) },
    { term: 'Took', detail: tookInWords(span.durationMs) },
    ...(parent
      ? [
          {
            term: 'Part of',
            detail: (
              <button type="button" className="tl-runs-link" onClick={() => onSpan(parent.id)}>
                {parent.name}
              </button>
            ),
          },
        ]
      : []),
  ];
}

/** Clients keep an exception as an event of this name. */
const EXCEPTION = 'exception';

/** What went wrong: the client's own words about the state, and each exception. */
function Wrong({ span }: { readonly span: SpanDetail }) {
  const exceptions = span.events.filter(({ name }) => name === EXCEPTION);
  if (span.message.text === '' && exceptions.length === 0) return null;
  return (
    <div className="tl-span-wrong">
      {span.message.text !== '' && <LongText title="What went wrong" shown={span.message} />}
      {exceptions.map(({ attributes }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have nothing else that tells them apart, and never move.
        <Attributes key={at} title="The exception" pairs={attributes} count={attributes.length} />
      ))}
    </div>
  );
}

function Events({ span: { events, eventCount } }: { readonly span: SpanDetail }) {
  const others = events.filter(({ name }) => name !== EXCEPTION);
  const left = eventCount - events.length;
  if (others.length === 0 && left === 0) return null;
  return (
    <div className="tl-logged-long">
      <h3>What happened on the way</h3>
      <ul className="tl-runs-list">
        {others.map(({ name, offsetMs, attributes }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events have nothing else that tells them apart, and never move.
          <li key={at}>
            <span className="tl-trace-name">{name}</span>
            {offsetMs !== null && <span className="tl-muted"> after {tookInWords(offsetMs)}</span>}
            <Pairs pairs={attributes} />
          </li>
        ))}
      </ul>
      {left > 0 && <Left count={left} what="events" />}
    </div>
  );
}

interface AttributesProps {
  readonly title: string;
  readonly pairs: SpanDetail['attributes'];
  readonly count: number;
}

function Attributes({ title, pairs, count }: AttributesProps) {
  if (count === 0) return null;
  return (
    <div className="tl-logged-long">
      <h3>{title}</h3>
      <Pairs pairs={pairs} />
      {count > pairs.length && <Left count={count - pairs.length} what="attributes" />}
    </div>
  );
}

function Pairs({ pairs }: Pick<AttributesProps, 'pairs'>) {
  return (
    <dl className="tl-span-pairs">
      {pairs.map(({ key, value }) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>
            <LongText shown={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Left({ count, what }: { readonly count: number; readonly what: string }) {
  return (
    <p className="tl-muted tl-small">
      {count} more {what} are in the file of the spans.
    </p>
  );
}

function Nothing({ what }: { readonly what: string }) {
  return <p className="tl-muted tl-small">The client did not say what {what}.</p>;
}
