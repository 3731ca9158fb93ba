import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../../words/index.ts';
import { ChartFrame, type ChartRoom, type ChartWords } from './chart-frame.tsx';
import { FONT_SIZE, INK } from './ink.ts';
import { textWidth, wrapText } from './layout.ts';
import { TextLines } from './text-lines.tsx';

/** One contribution: what it is and by how much it moves the total. */
export interface WaterfallStep {
  readonly label: string;
  readonly change: number;
}

export interface WaterfallProps extends ChartWords {
  /** Where the sum begins; 0 without a row when left out. */
  readonly start?: { readonly label: string; readonly value: number };
  readonly steps: readonly WaterfallStep[];
  /** What the sum is called. Its value is computed, so that the chart cannot disagree with itself. */
  readonly endLabel: string;
  /** How a value is written, unit included; one decimal by default. */
  readonly format?: (value: number) => string;
  /** Which direction is good news: it is drawn in teal, the other in rose. Without it both are neutral. */
  readonly goodDirection?: 'up' | 'down';
  /** Head of the first column of the table; "Part" by default. */
  readonly rowHead?: string;
}

interface Bar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly ink: string;
  readonly isTotal: boolean;
}

const ROW = 32;

/** How a total comes about, contribution by contribution, from top to bottom. */
export function Waterfall(props: WaterfallProps) {
  const { finding, description, note, width, rowHead = 'Part', format = formatNumber } = props;
  const bars = waterfallBars(props);
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={{
        heads: [rowHead, 'Change or total', 'Sum so far'],
        rows: bars.map((bar) => [bar.label, bar.words, format(bar.to)]),
      }}
      draw={(room) => drawWaterfall(bars, room)}
    />
  );
}

function waterfallBars(props: WaterfallProps): readonly Bar[] {
  const { start, steps, endLabel, format = formatNumber, goodDirection } = props;
  const total = (label: string, value: number) => ({
    label,
    from: 0,
    to: value,
    words: format(value),
    ink: INK.compare,
    isTotal: true,
  });
  let sum = start?.value ?? 0;
  const moves = steps.map(({ label, change }) => {
    const from = sum;
    sum += change;
    return {
      label,
      from,
      to: sum,
      words: change > 0 ? `+${format(change)}` : format(change),
      ink: stepInk(change, goodDirection),
      isTotal: false,
    };
  });
  return [...(start ? [total(start.label, start.value)] : []), ...moves, { ...total(endLabel, sum), ink: INK.accent }];
}

function stepInk(change: number, goodDirection: 'up' | 'down' | undefined): string {
  if (goodDirection === undefined) return INK.fifth;
  return change > 0 === (goodDirection === 'up') ? INK.reached : INK.broken;
}

function drawWaterfall(bars: readonly Bar[], room: ChartRoom) {
  const most = room.isNarrow ? room.width * 0.38 : 200;
  const labelWidth = Math.min(most, Math.max(...bars.map((bar) => textWidth(bar.label, FONT_SIZE))));
  const wordsWidth = Math.max(...bars.map((bar) => textWidth(bar.words, FONT_SIZE)));
  const values = bars.flatMap((bar) => [bar.from, bar.to]);
  const x = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(0, ...values)])
    .range([labelWidth + 12, room.width - wordsWidth - 8]);
  const marks = (
    <>
      <line x1={x(0)} x2={x(0)} y1={0} y2={bars.length * ROW} stroke={INK.axis} />
      {bars.map((bar, index) => {
        const y = index * ROW + ROW / 2;
        const [from, to] = [x(Math.min(bar.from, bar.to)), x(Math.max(bar.from, bar.to))];
        return (
          <g key={bar.label}>
            <TextLines
              x={0}
              y={y}
              lines={wrapText(bar.label, labelWidth, FONT_SIZE, 2)}
              fill={INK.text}
              isStrong={bar.isTotal}
            />
            <rect
              x={from}
              y={y - 7}
              width={Math.max(1.5, to - from)}
              height={14}
              rx={2}
              fill={bar.ink}
              opacity={0.85}
            />
            <TextLines x={to + 6} y={y} lines={[bar.words]} fill={INK.text} isStrong={bar.isTotal} />
            {index < bars.length - 1 && (
              <line x1={x(bar.to)} x2={x(bar.to)} y1={y + 7} y2={y + ROW - 7} stroke={INK.axis} />
            )}
          </g>
        );
      })}
    </>
  );
  return { height: bars.length * ROW + 2, marks };
}
