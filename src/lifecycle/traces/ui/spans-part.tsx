import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { formatCount, formatPlural, Notice } from '../../../web/kit/index.ts';
import { SpansTree } from './spans-tree.tsx';
import { type SpansRead, spansQuery } from './trace-queries.ts';

export interface SpansPartProps {
  readonly traceId: string;
  readonly spanId: string | undefined;
  readonly onSpan: (spanId: string) => void;
}

/** The spans of a trace as a tree; or the sentence that says why there are none. */
export function SpansPart({ traceId, spanId, onSpan }: SpansPartProps) {
  const spans = useInfiniteQuery(spansQuery(traceId));
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const pages = spans.data?.pages ?? [];
  const read = pages.filter((page) => page.kind === 'read');
  const [first] = pages;
  const toggle = (id: string) => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  return (
    <div className="tl-stack">
      <ProblemNotice error={spans.error} onRetry={() => void spans.refetch()} />
      {spans.isPending && <p className="tl-muted">Reading the spans</p>}
      {first?.kind === 'none' && (
        <Notice tone="unknown" title="There are no spans to show">
          <p>{first.sentence}</p>
        </Notice>
      )}
      {first?.kind === 'read' && (
        <>
          <Summary page={first} onSpan={onSpan} />
          <SpansTree
            rows={read.flatMap(({ items }) => items)}
            totalMs={first.totalMs}
            closed={closed}
            onToggle={toggle}
            chosen={spanId}
            onChoose={onSpan}
            hasMore={spans.hasNextPage && !spans.isFetchingNextPage}
            onMore={() => void spans.fetchNextPage()}
          />
          <p className="tl-small">
            <a className="tl-link" href={`/api/traces/${encodeURIComponent(traceId)}/file`} download>
              Save the file of the spans
            </a>
          </p>
        </>
      )}
    </div>
  );
}

function Summary({ page, onSpan }: { readonly page: SpansRead; readonly onSpan: (spanId: string) => void }) {
  const { count, unreadable, failedCount, failed } = page;
  return (
    <p className="tl-small">
      {formatPlural(count, 'span', 'spans')}
      {failedCount === 0 ? ', none of them failed.' : `, ${formatCount(failedCount)} of them failed: `}
      {failed.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <button type="button" className="tl-runs-link" onClick={() => onSpan(id)}>
            {name}
          </button>
        </span>
      ))}
      {failedCount > failed.length && `, and ${formatCount(failedCount - failed.length)} more`}
      {failedCount > 0 && '.'}
      {unreadable > 0 &&
        ` ${formatPlural(unreadable, 'entry', 'entries')} of the file could not be read and ${unreadable === 1 ? 'is' : 'are'} left out.`}
    </p>
  );
}
