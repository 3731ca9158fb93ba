import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { Disclosure } from '../kit/disclosure.tsx';
import { FONT_SIZE } from './ink.ts';
import './charts.css';

/** Width of a chart before the screen is known, px: what a document gets. */
const DOCUMENT_WIDTH = 640;
/** Below this width labels wrap sooner and rows stack. */
const NARROW = 480;

/** The numbers of a chart, ready to be read. */
export interface ChartTable {
  readonly heads: readonly string[];
  /** The first cell of each row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** What every chart asks for. */
export interface ChartWords {
  /** The title is the finding: "Churn fell 2.1 points where we acted". */
  readonly finding: string;
  /** What is drawn, for those who do not see it; a sentence or two. */
  readonly description: string;
  /** Said under the chart: the source, the dates, what is missing. */
  readonly note?: ReactNode;
  /** Width in px for documents; on screen the chart takes the width that it gets. */
  readonly width?: number | undefined;
}

/** The room that a chart may draw in. */
export interface ChartRoom {
  readonly width: number;
  readonly isNarrow: boolean;
}

export interface ChartFrameProps extends ChartWords {
  readonly table: ChartTable;
  /** The drawing: its height in px and its marks, for a given room. */
  readonly draw: (room: ChartRoom) => {
    readonly height: number;
    readonly marks: ReactNode;
    /** Said under the chart when something had no room. */
    readonly leftOut?: string | undefined;
  };
}

/** A titled figure with a drawing, its description, and a table of the same numbers. */
export function ChartFrame({ finding, description, note, width = DOCUMENT_WIDTH, table, draw }: ChartFrameProps) {
  const id = useId();
  const [box, measured] = useWidth(width);
  const { height, marks, leftOut } = draw({ width: measured, isNarrow: measured < NARROW });
  return (
    <figure className="tl-chart" aria-labelledby={`${id}-finding`}>
      <figcaption id={`${id}-finding`} className="tl-chart-finding">
        {finding}
      </figcaption>
      <div ref={box} className="tl-chart-box">
        <svg
          role="img"
          aria-labelledby={`${id}-title ${id}-desc`}
          viewBox={`0 0 ${measured} ${height}`}
          width={measured}
          height={height}
          fontSize={FONT_SIZE}
          className="tl-chart-svg"
        >
          <title id={`${id}-title`}>{finding}</title>
          <desc id={`${id}-desc`}>{description}</desc>
          {marks}
        </svg>
      </div>
      {note !== undefined && <p className="tl-chart-note">{note}</p>}
      {leftOut !== undefined && <p className="tl-chart-note">{leftOut}</p>}
      <Disclosure label="Show as table" openLabel="Hide the table" isPrinted={false}>
        <NumbersTable table={table} caption={finding} captionId={`${id}-caption`} />
      </Disclosure>
    </figure>
  );
}

function NumbersTable({
  table,
  caption,
  captionId,
}: {
  readonly table: ChartTable;
  readonly caption: string;
  readonly captionId: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 asks that what scrolls can be scrolled by keyboard.
    <section className="tl-chart-table" aria-labelledby={captionId} tabIndex={0}>
      <table>
        <caption id={captionId} className="tl-hidden">
          Numbers of the chart: {caption}
        </caption>
        <thead>
          <tr>
            {table.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, index) =>
                index === 0 ? (
                  <th key={table.heads[index]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={table.heads[index]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The width of an element as it changes; `initial` until it is on a screen. */
function useWidth(initial: number) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = (next: number) => {
      if (next > 0) setWidth(Math.round(next));
    };
    read(element.clientWidth);
    const observer = new ResizeObserver(([entry]) => entry && read(entry.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}
