import { type CSSProperties, useEffect, useId, useRef } from 'react';
import { ScrollRegion, StateWord } from '../../../web/kit/index.ts';
import { useRowsInSight } from '../../experiments/ui/index.ts';
import type { SpanRow } from './trace-queries.ts';
import { SPAN_STATE, tookInWords } from './trace-words.ts';
import './traces.css';

export interface SpansTreeProps {
  /** The spans that were read, in the order of the tree. */
  readonly rows: readonly SpanRow[];
  /** How long the whole trace took. */
  readonly totalMs: number;
  /** Spans below which nothing is shown. */
  readonly closed: ReadonlySet<string>;
  readonly onToggle: (spanId: string) => void;
  readonly chosen: string | undefined;
  readonly onChoose: (spanId: string) => void;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** Height of a row, px, with its hairline. */
const ROW = 37;
/** Height of the box in which the rows scroll, px. */
const BOX = 520;
/** Rows before the end at which the next ones are read. */
const NEAR_END = 20;
/** Levels that are indented; deeper ones say their level. */
const INDENTED = 8;
/** The thinnest bar, in percent: a span that took no time is still to be seen. */
const THINNEST = 0.6;

/** Thousands of spans as a tree with a bar of time each: only the rows to be seen are made, and more are read as one scrolls. */
export function SpansTree(props: SpansTreeProps) {
  const { rows, closed, hasMore, onMore } = props;
  const captionId = useId();
  const box = useRef<HTMLElement>(null);
  const shown = withoutClosed(rows, closed);
  const { first, last } = useRowsInSight(box, { count: shown.length, rowHeight: ROW, boxHeight: BOX });
  const isNearEnd = last >= shown.length - NEAR_END;
  useEffect(() => {
    if (hasMore && isNearEnd) onMore();
  }, [hasMore, isNearEnd, onMore]);
  return (
    <ScrollRegion ref={box} labelledBy={captionId} maxHeight={BOX}>
      <table className="tl-table tl-spans-table" aria-rowcount={hasMore ? -1 : shown.length + 1}>
        <caption id={captionId} className="tl-hidden">
          Spans
        </caption>
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col">When</th>
            <th scope="col" className="tl-number">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer height={first * ROW} />
          {shown.slice(first, last + 1).map((row, at) => (
            <OneSpan key={row.id} {...props} row={row} place={first + at + 2} />
          ))}
          <Spacer height={(shown.length - 1 - last) * ROW} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What stands below a closed span follows it, deeper than it is. */
function withoutClosed(rows: readonly SpanRow[], closed: ReadonlySet<string>): readonly SpanRow[] {
  let closedAt = Number.POSITIVE_INFINITY;
  return rows.filter(({ id, depth }) => {
    if (depth > closedAt) return false;
    closedAt = closed.has(id) ? depth : Number.POSITIVE_INFINITY;
    return true;
  });
}

function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="tl-runs-spacer">
      <td colSpan={3} style={{ height }} />
    </tr>
  );
}

interface OneSpanProps extends SpansTreeProps {
  readonly row: SpanRow;
  /** The number of the row for those who hear it, the head counting as the first. */
  readonly place: number;
}

function OneSpan({ row, place, totalMs, closed, onToggle, chosen, onChoose }: OneSpanProps) {
  const { id, name, type, state, depth, childCount, isLoose, offsetMs, durationMs } = row;
  const isOpen = !closed.has(id);
  return (
    <tr aria-rowindex={place} data-chosen={id === chosen || undefined}>
      <th scope="row" style={{ '--tl-level': Math.min(depth, INDENTED) } as CSSProperties}>
        <div className="tl-span-name">
          {childCount > 0 ? (
            <button
              type="button"
              className="tl-runs-open"
              aria-expanded={isOpen}
              aria-label={`What is below ${name}`}
              onClick={() => onToggle(id)}
            >
              <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
                <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
              </svg>
            </button>
          ) : (
            <span className="tl-span-leaf" />
          )}
          <button
            type="button"
            className="tl-span-choose"
            title={name}
            aria-pressed={id === chosen}
            onClick={() => onChoose(id)}
          >
            {name}
          </button>
          {state === 'ERROR' && <StateWord tone={SPAN_STATE[state].tone}>{SPAN_STATE[state].word}</StateWord>}
          <span className="tl-muted tl-small tl-wide-only">
            {[type, depth > INDENTED && `level ${depth + 1}`, isLoose && 'its parent is missing']
              .filter(Boolean)
              .join(', ')}
          </span>
        </div>
      </th>
      <td>
        <div className="tl-span-track">
          <div className="tl-span-bar" data-state={state} style={barOf(row, totalMs)} />
        </div>
        <span className="tl-hidden">after {tookInWords(offsetMs)}</span>
      </td>
      <td className="tl-number">{tookInWords(durationMs)}</td>
    </tr>
  );
}

/** Where a bar begins and how long it is, in percent of the whole. */
function barOf({ offsetMs, durationMs }: SpanRow, totalMs: number): CSSProperties {
  if (totalMs <= 0) return { left: 0, width: '100%' };
  const left = Math.min((offsetMs / totalMs) * 100, 100 - THINNEST);
  // What has not ended lasts until the end of what is known.
  const width = durationMs === null ? 100 - left : (durationMs / totalMs) * 100;
  return { left: `${left}%`, width: `${Math.min(Math.max(width, THINNEST), 100 - left)}%` };
}
