import { area, line } from 'd3-shape';
import { type PointerEvent, type ReactNode, useState } from 'react';
import { formatDay, formatNumber, NOT_MEASURED, rangeWords } from '../../words/index.ts';
import { Axes } from './axes.tsx';
import { ChartFrame, type ChartRoom, type ChartTable } from './chart-frame.tsx';
import { FONT_SIZE, INK } from './ink.ts';
import { textWidth } from './layout.ts';
import { type LineLayout, type LinePoint, type LineWithBandProps, layoutLine } from './line-layout.ts';
import { TextLines } from './text-lines.tsx';

/** A value over time with its interval, its target and what it is compared with. */
export function LineWithBand(props: LineWithBandProps) {
  const { finding, description, note, width } = props;
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={lineTable(props)}
      draw={(room) => ({ height: props.height ?? 220, marks: <LineMarks {...props} room={room} /> })}
    />
  );
}

function LineMarks(props: LineWithBandProps & { readonly room: ChartRoom }) {
  const { points, comparisons = [], target, marks = [], format = formatNumber, room } = props;
  const [near, setNear] = useState<LinePoint>();
  const layout = layoutLine(props, room);
  const { left, right, top, bottom, x, y } = layout;
  const path = line<LinePoint>()
    .defined((point) => point.value !== null)
    .x((point) => x(point.at))
    .y((point) => y(point.value ?? 0));
  const band = area<LinePoint>()
    .defined((point) => point.low !== undefined && point.high !== undefined)
    .x((point) => x(point.at))
    .y0((point) => y(point.low ?? 0))
    .y1((point) => y(point.high ?? 0));
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = left + ((event.clientX - box.left) / box.width) * (right - left);
    setNear(
      points
        .filter((point) => point.value !== null)
        .toSorted((a, b) => Math.abs(x(a.at) - at) - Math.abs(x(b.at) - at))[0],
    );
  };
  return (
    <>
      <Axes {...layout} />
      {marks.map((mark) => (
        <MomentMark key={mark.at + mark.label} x={x(mark.at)} label={mark.label} layout={layout} />
      ))}
      <path d={band(points) ?? ''} fill={INK.accent} opacity={0.16} />
      {target && (
        <line
          x1={left}
          x2={right}
          y1={y(target.value)}
          y2={y(target.value)}
          stroke={INK.reached}
          strokeWidth={1.5}
          strokeDasharray="6 4"
        />
      )}
      {comparisons.map((series) => (
        <path
          key={series.label}
          d={path(series.points) ?? ''}
          fill="none"
          stroke={INK.compare}
          strokeWidth={1.5}
          strokeDasharray="2 3"
        />
      ))}
      <path d={path(points) ?? ''} fill="none" stroke={INK.accent} strokeWidth={2} strokeLinejoin="round" />
      {lonePoints(points).map((point) => (
        <circle key={point.at} cx={x(point.at)} cy={y(point.value ?? 0)} r={2.5} fill={INK.accent} />
      ))}
      {layout.labels.map((label) => (
        <g key={label.key}>
          {Math.abs(label.y - label.anchorY) > 5 && (
            <path
              d={`M${right + 1} ${label.anchorY}L${right + 9} ${label.y}`}
              stroke={label.fill}
              strokeWidth={1}
              fill="none"
              opacity={0.6}
            />
          )}
          <TextLines x={right + 12} y={label.y} lines={label.lines} fill={label.fill} isStrong={label.key === 'line'} />
        </g>
      ))}
      {near && <Readout point={near} layout={layout} format={format} />}
      <rect
        x={left}
        y={top}
        width={Math.max(0, right - left)}
        height={bottom - top}
        fill="transparent"
        onPointerMove={follow}
        onPointerLeave={() => setNear(undefined)}
      />
    </>
  );
}

function MomentMark({
  x,
  label,
  layout,
}: {
  readonly x: number;
  readonly label: string;
  readonly layout: LineLayout;
}): ReactNode {
  const isLate = x + textWidth(label, FONT_SIZE) > layout.right;
  return (
    <g>
      <line x1={x} x2={x} y1={14} y2={layout.bottom} stroke={INK.axis} strokeDasharray="1 3" />
      <text x={x} y={10} textAnchor={isLate ? 'end' : 'start'} fill={INK.muted}>
        {label}
      </text>
    </g>
  );
}

/** The value under the pointer; the table says the same to everybody else. */
function Readout({
  point,
  layout,
  format,
}: {
  readonly point: LinePoint;
  readonly layout: LineLayout;
  readonly format: (value: number) => string;
}) {
  const words = `${formatDay(point.at)}: ${pointWords(point, format)}`;
  const x = layout.x(point.at);
  const width = textWidth(words, FONT_SIZE) + 12;
  const from = Math.max(layout.left, Math.min(x - width / 2, layout.right - width));
  return (
    <g pointerEvents="none">
      <line x1={x} x2={x} y1={layout.top} y2={layout.bottom} stroke={INK.axis} />
      <circle cx={x} cy={layout.y(point.value ?? 0)} r={3.5} fill={INK.accent} stroke={INK.page} strokeWidth={1.5} />
      <rect x={from} y={layout.top} width={width} height={20} rx={3} fill={INK.text} />
      <text x={from + 6} y={layout.top + 10} dominantBaseline="central" fill={INK.page}>
        {words}
      </text>
    </g>
  );
}

function pointWords(point: LinePoint, format: (value: number) => string): string {
  if (point.value === null) return NOT_MEASURED;
  const range =
    point.low !== undefined && point.high !== undefined ? `, likely ${rangeWords(point.low, point.high, format)}` : '';
  return `${format(point.value)}${range}`;
}

/** Points without a measured neighbour: a line alone would not show them. */
function lonePoints(points: readonly LinePoint[]): readonly LinePoint[] {
  const isMeasured = (index: number) => points[index] !== undefined && points[index].value !== null;
  return points.filter((_, index) => isMeasured(index) && !isMeasured(index - 1) && !isMeasured(index + 1));
}

function lineTable(props: LineWithBandProps): ChartTable {
  const { points, comparisons = [], target, label, format = formatNumber, timeHead = 'Day' } = props;
  const days = [
    ...new Set([points, ...comparisons.map((series) => series.points)].flat().map((point) => point.at)),
  ].toSorted();
  const hasBand = points.some((point) => point.low !== undefined && point.high !== undefined);
  const write = (value: number | null | undefined) =>
    value === null || value === undefined ? NOT_MEASURED : format(value);
  return {
    heads: [
      timeHead,
      label,
      ...(hasBand ? ['Likely'] : []),
      ...comparisons.map((series) => series.label),
      ...(target ? [target.label] : []),
    ],
    rows: days.map((at) => {
      const point = points.find((each) => each.at === at);
      const likely =
        point?.low !== undefined && point.high !== undefined ? rangeWords(point.low, point.high, format) : NOT_MEASURED;
      return [
        at.length > 10 ? `${formatDay(at)}, ${at.slice(11, 16)}` : formatDay(at),
        write(point?.value),
        ...(hasBand ? [likely] : []),
        ...comparisons.map((series) => write(series.points.find((each) => each.at === at)?.value)),
        ...(target ? [format(target.value)] : []),
      ];
    }),
  };
}
