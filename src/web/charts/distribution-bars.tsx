import { scaleBand, scaleLinear } from 'd3-scale';
import { formatPercent } from '../../words/index.ts';
import { ChartFrame, type ChartRoom, type ChartWords } from './chart-frame.tsx';
import { FONT_SIZE, INK, LINE_HEIGHT } from './ink.ts';
import { textWidth, thinTicks } from './layout.ts';
import { TextLines } from './text-lines.tsx';

/** One bin of a distribution, or one category. */
export interface DistributionBin {
  readonly label: string;
  readonly value: number;
  /** The same bin in the distribution that it is compared with, drawn as a grey outline. */
  readonly reference?: number;
}

export interface DistributionBarsProps extends ChartWords {
  readonly bins: readonly DistributionBin[];
  /** What the bars are: head of the table's column and of the key. */
  readonly valueLabel: string;
  /** What the grey outline is. */
  readonly referenceLabel?: string;
  /** Head of the first column of the table, and the name of the axis: "Score". */
  readonly binHead: string;
  /** A labelled line before the bin with this index: "we act from here". Bars from there on are in the accent. */
  readonly marker?: { readonly beforeBin: number; readonly label: string };
  /** How a value is written; percent of a rate 0..1 by default. */
  readonly format?: (value: number) => string;
  readonly height?: number;
}

/** How values are spread over bins, against an earlier spread and with a mark where something begins. */
export function DistributionBars(props: DistributionBarsProps) {
  const { finding, description, note, width, bins, valueLabel, referenceLabel, binHead, format = plainPercent } = props;
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={{
        heads: [binHead, valueLabel, ...(referenceLabel ? [referenceLabel] : [])],
        rows: bins.map((bin) => [
          bin.label,
          format(bin.value),
          ...(referenceLabel ? [format(bin.reference ?? 0)] : []),
        ]),
      }}
      draw={(room) => drawDistribution(props, room)}
    />
  );
}

function drawDistribution(props: DistributionBarsProps, room: ChartRoom) {
  const { bins, binHead, valueLabel, referenceLabel, marker, format = plainPercent, height = 200 } = props;
  const top = LINE_HEIGHT * (marker ? 2 : 1) + 10;
  const bottom = height - 36;
  const y = scaleLinear()
    .domain([0, Math.max(...bins.flatMap((bin) => [bin.value, bin.reference ?? 0]), Number.EPSILON)])
    .nice(4)
    .range([bottom, top]);
  const yTicks = y.ticks(4);
  const left = Math.max(...yTicks.map((value) => textWidth(format(value), FONT_SIZE))) + 8;
  const x = scaleBand<number>(
    bins.map((_, index) => index),
    [left, room.width - 2],
  )
    .paddingInner(0.14)
    .paddingOuter(0.1);
  const placed = bins.map((bin, index) => ({ at: (x(index) ?? 0) + x.bandwidth() / 2, label: bin.label }));
  const markerX = marker ? (x(marker.beforeBin) ?? left) - (x.step() - x.bandwidth()) / 2 : 0;
  const marks = (
    <>
      <Key room={room} valueLabel={valueLabel} referenceLabel={referenceLabel} />
      {yTicks.map((value) => (
        <g key={value}>
          <line x1={left} x2={room.width} y1={y(value)} y2={y(value)} stroke={INK.grid} />
          <text x={left - 8} y={y(value)} textAnchor="end" dominantBaseline="central" fill={INK.muted}>
            {format(value)}
          </text>
        </g>
      ))}
      {bins.map((bin, index) => (
        <g key={bin.label}>
          <rect
            x={x(index)}
            y={y(bin.value)}
            width={x.bandwidth()}
            height={bottom - y(bin.value)}
            rx={1}
            fill={INK.accent}
            opacity={marker && index < marker.beforeBin ? 0.4 : 0.85}
          />
          {bin.reference !== undefined && (
            <path
              d={`M${x(index)} ${bottom}V${y(bin.reference)}h${x.bandwidth()}V${bottom}`}
              fill="none"
              stroke={INK.compare}
              strokeWidth={1.5}
              strokeDasharray="2 2"
            />
          )}
        </g>
      ))}
      <line x1={left} x2={room.width} y1={bottom} y2={bottom} stroke={INK.axis} />
      {thinTicks(placed, FONT_SIZE).map((tick) => (
        <text key={tick.at} x={tick.at} y={bottom + 15} textAnchor="middle" fill={INK.muted}>
          {tick.label}
        </text>
      ))}
      <text x={(left + room.width) / 2} y={height - 4} textAnchor="middle" fill={INK.muted}>
        {binHead}
      </text>
      {marker && <Marker at={markerX} label={marker.label} bottom={bottom} room={room} />}
    </>
  );
  return { height, marks };
}

function Key({
  room,
  valueLabel,
  referenceLabel,
}: {
  readonly room: ChartRoom;
  readonly valueLabel: string;
  readonly referenceLabel: string | undefined;
}) {
  const y = LINE_HEIGHT / 2;
  const afterFirst = 16 + textWidth(valueLabel, FONT_SIZE) + 16;
  return (
    <g>
      <rect x={0} y={y - 5} width={10} height={10} rx={1} fill={INK.accent} opacity={0.85} />
      <TextLines x={16} y={y} lines={[valueLabel]} fill={INK.text} />
      {referenceLabel !== undefined && afterFirst < room.width && (
        <>
          <rect
            x={afterFirst}
            y={y - 5}
            width={10}
            height={10}
            fill="none"
            stroke={INK.compare}
            strokeWidth={1.5}
            strokeDasharray="2 2"
          />
          <TextLines x={afterFirst + 16} y={y} lines={[referenceLabel]} fill={INK.compare} />
        </>
      )}
    </g>
  );
}

function Marker({
  at,
  label,
  bottom,
  room,
}: {
  readonly at: number;
  readonly label: string;
  readonly bottom: number;
  readonly room: ChartRoom;
}) {
  const isLate = at + textWidth(label, FONT_SIZE) + 6 > room.width;
  return (
    <g>
      <line
        x1={at}
        x2={at}
        y1={LINE_HEIGHT + 6}
        y2={bottom}
        stroke={INK.text}
        strokeWidth={1.25}
        strokeDasharray="6 4"
      />
      <TextLines
        x={isLate ? at - 6 : at + 6}
        y={LINE_HEIGHT + 12}
        lines={[label]}
        fill={INK.text}
        anchor={isLate ? 'end' : 'start'}
      />
    </g>
  );
}

function plainPercent(rate: number): string {
  return formatPercent(rate, 0);
}
