import { line } from 'd3-shape';
import { type PointerEvent, useState } from 'react';
import { NOT_MEASURED } from '../../words/index.ts';
import { Axes } from './axes.tsx';
import { BrokenOff } from './broken-off.tsx';
import { ChartFrame, type ChartRoom, type ChartTable, type ChartWords } from './chart-frame.tsx';
import { CurveReadout, nearestPoint } from './curve-readout.tsx';
import { FONT_SIZE, LINE_HEIGHT } from './ink.ts';
import { placeLabels, textWidth, wrapText } from './layout.ts';
import { extentOf, labelRoom, levelAxis, shortNumber, uprightAxis } from './number-axis.ts';
import { MOST_SERIES, seriesInk } from './series-ink.ts';
import { type CurvePoint, smooth } from './smooth.ts';
import { TextLines } from './text-lines.tsx';

/** A curve with the name that stands at its end. */
export interface Curve {
  readonly label: string;
  /** By rising `x`. One that ends with a point without a number is marked with a cross where it broke off. */
  readonly points: readonly CurvePoint[];
}

export interface CurvesProps extends ChartWords {
  /** At most `MOST_SERIES` are drawn; what is beyond belongs into the note. */
  readonly curves: readonly Curve[];
  /** What `x` is: "Step", "Minutes". */
  readonly xHead: string;
  readonly formatX?: (x: number) => string;
  readonly format?: (value: number) => string;
  /** How much is smoothed, 0 to below 1; what was measured stays behind it, pale. */
  readonly smoothing?: number;
  readonly isLogarithmic?: boolean;
  readonly height?: number;
}

/** Rows of the table of a chart: a thousand are read by nobody, so the points are thinned out evenly, ends included. */
const TABLE_ROWS = 60;

/** Several curves over steps or time, each named at its end. */
export function Curves(props: CurvesProps) {
  const { finding, description, note, width } = props;
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={curvesTable(props)}
      draw={(room) => ({ height: props.height ?? 260, marks: <CurveMarks {...props} room={room} /> })}
    />
  );
}

function CurveMarks(props: CurvesProps & { readonly room: ChartRoom }) {
  const { curves, smoothing = 0, room, xHead, format = shortNumber, formatX = shortNumber } = props;
  const [pointed, setPointed] = useState<number>();
  const drawn = curves.slice(0, MOST_SERIES).map((curve) => ({ ...curve, smoothed: smooth(curve.points, smoothing) }));
  const layout = layoutCurves(props, room, drawn);
  const path = line<CurvePoint>()
    .defined(({ value }) => value !== null && layout.isDrawable(value))
    .x(({ x }) => layout.x(x))
    .y(({ value }) => layout.y(value ?? 0));
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setPointed(layout.valueAt((event.clientX - box.left) / box.width));
  };
  const near = pointed === undefined ? null : nearestPlace(drawn, pointed);
  return (
    <>
      <Axes {...layout} />
      {drawn.map(({ label, points, smoothed }, index) => {
        const { stroke, dash } = seriesInk(index);
        return (
          <g key={label} fill="none" stroke={stroke} strokeLinejoin="round">
            {smoothing > 0 && <path d={path(points) ?? ''} strokeWidth={1} opacity={0.25} />}
            <path
              d={path(smoothed) ?? ''}
              strokeWidth={1.75}
              {...(dash === undefined ? {} : { strokeDasharray: dash })}
            />
            {smoothed.length === 1 && <LonePoint point={smoothed[0]} layout={layout} fill={stroke} />}
          </g>
        );
      })}
      {drawn.map(({ label, smoothed }, index) => {
        const last = smoothed.findLast(({ value }) => value !== null && layout.isDrawable(value));
        const end = smoothed.at(-1);
        if (!last || !end || end.value !== null) return null;
        return (
          <BrokenOff key={label} x={layout.x(end.x)} y={layout.y(last.value ?? 0)} stroke={seriesInk(index).stroke} />
        );
      })}
      {layout.labels.map(({ label, lines, y, index }) => (
        <TextLines key={label} x={layout.right + 10} y={y} lines={lines} fill={seriesInk(index).stroke} />
      ))}
      {near !== null && (
        <CurveReadout
          {...layout}
          head={`${xHead} ${formatX(near)}`}
          x={layout.x(near)}
          curves={drawn.flatMap(({ label, smoothed }, index) => {
            const point = nearestPoint(smoothed, near);
            if (point === null || !layout.isDrawable(point.value)) return [];
            const { stroke } = seriesInk(index);
            const place = { x: layout.x(point.x), y: layout.y(point.value) };
            return [{ words: `${label} ${format(point.value)}`, stroke, ...place }];
          })}
        />
      )}
      <rect
        x={layout.left}
        y={layout.top}
        width={Math.max(0, layout.right - layout.left)}
        height={layout.bottom - layout.top}
        fill="transparent"
        onPointerMove={follow}
        onPointerLeave={() => setPointed(undefined)}
      />
    </>
  );
}

interface LonePointProps {
  readonly point: CurvePoint | undefined;
  readonly layout: ReturnType<typeof layoutCurves>;
  readonly fill: string;
}

/** A curve of a single point has no line; one that is no number has no place either. */
function LonePoint({ point, layout, fill }: LonePointProps) {
  if (!point || point.value === null || !layout.isDrawable(point.value)) return null;
  return <circle r={2.5} cx={layout.x(point.x)} cy={layout.y(point.value)} fill={fill} />;
}

/** The place nearest to the pointer at which any curve has a point. */
function nearestPlace(drawn: readonly { readonly smoothed: readonly CurvePoint[] }[], x: number): number | null {
  const places = drawn.flatMap(({ smoothed }) => nearestPoint(smoothed, x)?.x ?? []);
  return places.toSorted((one, other) => Math.abs(one - x) - Math.abs(other - x))[0] ?? null;
}

function layoutCurves(
  { format = shortNumber, formatX = shortNumber, isLogarithmic = false, height = 260 }: CurvesProps,
  room: ChartRoom,
  drawn: readonly (Curve & { readonly smoothed: readonly CurvePoint[] })[],
) {
  const [top, bottom] = [8, height - 22];
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => value));
  const isLog = isLogarithmic && values.some((value) => value !== null && value > 0);
  const isDrawable = (value: number): boolean => Number.isFinite(value) && (!isLog || value > 0);
  const upright = uprightAxis(
    extentOf(values.filter((value) => value !== null && isDrawable(value))),
    [bottom, top],
    format,
    isLog,
  );
  const left = labelRoom(upright.ticks);
  const linesEach = Math.floor((bottom + 6) / LINE_HEIGHT / Math.max(1, drawn.length));
  const named = drawn.flatMap(({ label, smoothed }, index) => {
    const last = smoothed.findLast(({ value }) => value !== null && isDrawable(value))?.value;
    if (last === null || last === undefined) return [];
    const ended = smoothed.at(-1)?.words ?? format(last);
    return [{ label, index, last, lines: endLines(label, ended, room.isNarrow ? 88 : 150, linesEach) }];
  });
  const labelWidth = Math.max(0, ...named.flatMap(({ lines }) => lines.map((text) => textWidth(text, FONT_SIZE))));
  const right = Math.max(left + 40, room.width - Math.ceil(labelWidth) - 12);
  const reach = extentOf(drawn.flatMap(({ points }) => points.map(({ x }) => x)));
  const level = levelAxis(reach, [left, right], formatX);
  const centres = placeLabels(
    named.map(({ last, lines }) => ({ wanted: upright.place(last), height: lines.length * LINE_HEIGHT })),
    0,
    bottom + 6,
  );
  const labels = named.map((each, place) => ({ ...each, y: centres[place] ?? 0 }));
  return {
    left,
    right,
    top,
    bottom,
    /** What stands at a share of the width. */
    valueAt: (share: number): number => reach.low + share * (reach.high - reach.low),
    x: level.place,
    y: upright.place,
    xTicks: level.ticks,
    yTicks: upright.ticks,
    labels,
    isDrawable,
  };
}

/** The words at the end of a curve: its name in one or two lines, as there is room, and always all of its value. */
function endLines(label: string, ended: string, width: number, most: number): readonly string[] {
  const name = wrapText(label, width, FONT_SIZE, most > 2 ? 2 : 1);
  const together = `${name.at(-1) ?? ''} ${ended}`;
  return textWidth(together, FONT_SIZE) <= width ? [...name.slice(0, -1), together] : [...name, ended];
}

function curvesTable({
  curves,
  xHead,
  format = shortNumber,
  formatX = shortNumber,
  smoothing = 0,
}: CurvesProps): ChartTable {
  const smoothed = curves.slice(0, MOST_SERIES).map(({ label, points }) => ({
    label,
    byX: new Map(smooth(points, smoothing).map((point) => [point.x, point])),
  }));
  const places = [...new Set(smoothed.flatMap(({ byX }) => [...byX.keys()]))].sort((one, other) => one - other);
  const step = Math.max(1, Math.ceil(places.length / TABLE_ROWS));
  const kept = places.filter((_, index) => index % step === 0 || index === places.length - 1);
  const write = (point: CurvePoint | undefined): string =>
    point === undefined || point.value === null ? (point?.words ?? NOT_MEASURED) : format(point.value);
  return {
    heads: [xHead, ...smoothed.map(({ label }) => label)],
    rows: kept.map((x) => [formatX(x), ...smoothed.map(({ byX }) => write(byX.get(x)))]),
  };
}
