import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../../words/index.ts';
import { ChartFrame, type ChartRoom, type ChartWords } from './chart-frame.tsx';
import { FONT_SIZE, INK } from './ink.ts';
import { textWidth, wrapText } from './layout.ts';
import { TextLines } from './text-lines.tsx';

/** One bar: what it is and how much, 0 or above. */
export interface RankBar {
  readonly label: string;
  readonly value: number;
}

export interface RankBarsProps extends ChartWords {
  /** In the order in which they are drawn, the greatest first. */
  readonly bars: readonly RankBar[];
  /** Head of the first column of the table: "Column". */
  readonly rowHead: string;
  /** What the bars are: head of the table's second column. */
  readonly valueHead: string;
  /** How a value is written, unit included; one decimal by default. */
  readonly format?: (value: number) => string;
}

const ROW = 26;

/** Things by how much they count, one under another, each with its figure. */
export function RankBars(props: RankBarsProps) {
  const { finding, description, note, width, bars, rowHead, valueHead, format = formatNumber } = props;
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={{ heads: [rowHead, valueHead], rows: bars.map(({ label, value }) => [label, format(value)]) }}
      draw={(room) => ({ height: bars.length * ROW + 2, marks: <RankMarks bars={bars} format={format} room={room} /> })}
    />
  );
}

function RankMarks({
  bars,
  format,
  room,
}: Pick<RankBarsProps, 'bars'> & { readonly format: (value: number) => string; readonly room: ChartRoom }) {
  const most = room.isNarrow ? room.width * 0.42 : 220;
  const labelWidth = Math.min(most, Math.max(0, ...bars.map(({ label }) => textWidth(label, FONT_SIZE))));
  const wordsWidth = Math.max(0, ...bars.map(({ value }) => textWidth(format(value), FONT_SIZE)));
  const length = scaleLinear()
    .domain([0, Math.max(...bars.map(({ value }) => value), Number.EPSILON)])
    .range([1.5, Math.max(40, room.width - labelWidth - wordsWidth - 28)]);
  return bars.map(({ label, value }, index) => {
    const y = index * ROW + ROW / 2;
    const left = labelWidth + 12;
    return (
      <g key={label}>
        <TextLines x={0} y={y} lines={wrapText(label, labelWidth, FONT_SIZE, 2)} fill={INK.text} />
        <rect x={left} y={y - 6} width={length(value)} height={12} rx={2} fill={INK.accent} opacity={0.85} />
        <TextLines x={left + length(value) + 6} y={y} lines={[format(value)]} fill={INK.text} />
      </g>
    );
  });
}
