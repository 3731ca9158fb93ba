import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { formatNumber, NOT_MEASURED, rangeWords } from '../../words/index.ts';
import type { Tone } from '../theme/tokens.ts';
import { ChartFrame, type ChartRoom, type ChartWords } from './chart-frame.tsx';
import { FONT_SIZE, INK, LINE_HEIGHT } from './ink.ts';
import { roomyTicks, textWidth, wrapText } from './layout.ts';
import { TextLines } from './text-lines.tsx';

/** One measured difference. */
export interface IntervalRow {
  readonly label: string;
  /** The interval; absent when nothing was measured yet. */
  readonly interval?: { readonly low: number; readonly high: number; readonly point: number };
  /** Colour of the bar; `unknown` by default. The words at its end say the same. */
  readonly tone?: Tone;
}

export interface IntervalBarsProps extends ChartWords {
  readonly rows: readonly IntervalRow[];
  /** What 0 means: "no difference". */
  readonly zeroLabel?: string;
  /** A value that matters: "worth doing: 1 point". */
  readonly threshold?: { readonly label: string; readonly value: number };
  /** How a value is written, unit included; one decimal by default. */
  readonly format?: (value: number) => string;
  /** Head of the first column of the table; "Group" by default. */
  readonly rowHead?: string;
}

const TONE_INK: Readonly<Record<Tone, string>> = {
  accent: INK.accent,
  reached: INK.reached,
  look: INK.look,
  broken: INK.broken,
  unknown: INK.compare,
};

/** Differences with their intervals, one under another, against 0 and a threshold. */
export function IntervalBars(props: IntervalBarsProps) {
  const { finding, description, note, width, rows, format = formatNumber, rowHead = 'Group' } = props;
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={{
        heads: [rowHead, 'Likely', 'Most likely'],
        rows: rows.map(({ label, interval }) =>
          interval
            ? [label, rangeWords(interval.low, interval.high, format), format(interval.point)]
            : [label, NOT_MEASURED, NOT_MEASURED],
        ),
      }}
      draw={(room) => drawBars(props, room)}
    />
  );
}

interface BarsLayout {
  readonly x: ScaleLinear<number, number>;
  readonly left: number;
  readonly right: number;
  readonly head: number;
  readonly rowHeight: number;
  readonly labelWidth: number;
}

function layoutBars(props: IntervalBarsProps, room: ChartRoom): BarsLayout {
  const { rows, threshold, format = formatNumber } = props;
  const values = rows.flatMap(({ interval }) => (interval ? [interval.low, interval.high] : []));
  const labelWidth = Math.min(180, Math.max(...rows.map((row) => textWidth(row.label, FONT_SIZE)), 40));
  const wordsWidth = Math.max(...rows.map((row) => textWidth(intervalWords(row, format), FONT_SIZE)), 0);
  const left = room.isNarrow ? 14 : labelWidth + 16;
  const right = room.isNarrow ? room.width - 14 : room.width - wordsWidth - 16;
  const x = scaleLinear()
    .domain([Math.min(0, ...values, threshold?.value ?? 0), Math.max(0, ...values, threshold?.value ?? 0)])
    .nice(5)
    .range([left, right]);
  return {
    x,
    left,
    right,
    head: threshold ? LINE_HEIGHT * 2 + 6 : LINE_HEIGHT + 6,
    rowHeight: room.isNarrow ? 44 : 32,
    labelWidth,
  };
}

function drawBars(props: IntervalBarsProps, room: ChartRoom) {
  const { rows, zeroLabel = 'no difference', threshold, format = formatNumber } = props;
  const layout = layoutBars(props, room);
  const { x, left, right, head, rowHeight } = layout;
  const foot = head + rows.length * rowHeight;
  const ticks = roomyTicks(
    (count) => x.ticks(count).map((value) => ({ at: x(value), label: format(value) })),
    Math.max(2, Math.floor((right - left) / 60)),
    FONT_SIZE,
  );
  const marks = (
    <>
      {ticks.map((tick) => (
        <g key={tick.at}>
          <line x1={tick.at} x2={tick.at} y1={head} y2={foot} stroke={INK.grid} />
          <text x={tick.at} y={foot + 15} textAnchor="middle" fill={INK.muted}>
            {tick.label}
          </text>
        </g>
      ))}
      <Reference at={x(0)} top={head - LINE_HEIGHT / 2 - 2} foot={foot} label={zeroLabel} ink={INK.muted} room={room} />
      {threshold && (
        <Reference
          at={x(threshold.value)}
          top={LINE_HEIGHT / 2}
          foot={foot}
          label={`${threshold.label} ${format(threshold.value)}`}
          ink={INK.reached}
          room={room}
          isDashed
        />
      )}
      {rows.map((row, index) => (
        <BarRow key={row.label} row={row} top={head + index * rowHeight} layout={layout} room={room} format={format} />
      ))}
    </>
  );
  return { height: foot + 22, marks };
}

interface BarRowProps {
  readonly row: IntervalRow;
  readonly top: number;
  readonly layout: BarsLayout;
  readonly room: ChartRoom;
  readonly format: (value: number) => string;
}

function BarRow({ row, top, layout, room, format }: BarRowProps) {
  const { x, right, rowHeight, labelWidth } = layout;
  const ink = TONE_INK[row.tone ?? 'unknown'];
  const words = intervalWords(row, format);
  const wordsWidth = textWidth(words, FONT_SIZE);
  const y = room.isNarrow ? top + rowHeight - 11 : top + rowHeight / 2;
  return (
    <g>
      {room.isNarrow ? (
        <>
          <TextLines
            x={0}
            y={top + 13}
            lines={wrapText(row.label, room.width - wordsWidth - 12, FONT_SIZE, 1)}
            fill={INK.text}
            hasHalo
          />
          <TextLines x={room.width} y={top + 13} lines={[words]} fill={INK.muted} anchor="end" hasHalo />
        </>
      ) : (
        <>
          <TextLines x={0} y={y} lines={wrapText(row.label, labelWidth, FONT_SIZE, 2)} fill={INK.text} />
          <TextLines x={right + 16} y={y} lines={[words]} fill={INK.muted} />
        </>
      )}
      {row.interval && (
        <>
          <rect
            x={x(row.interval.low)}
            y={y - 4}
            width={Math.max(1, x(row.interval.high) - x(row.interval.low))}
            height={8}
            rx={4}
            fill={ink}
            opacity={0.3}
          />
          <circle cx={x(row.interval.point)} cy={y} r={4} fill={ink} stroke={INK.page} strokeWidth={1.5} />
        </>
      )}
    </g>
  );
}

interface ReferenceProps {
  readonly at: number;
  /** Vertical centre of the label, px. */
  readonly top: number;
  readonly foot: number;
  readonly label: string;
  readonly ink: string;
  readonly room: ChartRoom;
  readonly isDashed?: boolean;
}

/** An upright line with its label, kept inside the chart; each reference has its own line of text above the rows. */
function Reference({ at, top, foot, label, ink, room, isDashed = false }: ReferenceProps) {
  const half = textWidth(label, FONT_SIZE) / 2;
  return (
    <g>
      <line
        x1={at}
        x2={at}
        y1={top + LINE_HEIGHT / 2}
        y2={foot}
        stroke={ink}
        strokeWidth={1.25}
        {...(isDashed ? { strokeDasharray: '6 4' } : {})}
      />
      <TextLines
        x={Math.max(half, Math.min(at, room.width - half))}
        y={top}
        lines={[label]}
        fill={ink}
        anchor="middle"
      />
    </g>
  );
}

function intervalWords(row: IntervalRow, format: (value: number) => string): string {
  return row.interval ? rangeWords(row.interval.low, row.interval.high, format) : NOT_MEASURED;
}
