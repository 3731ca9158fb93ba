import { scaleLinear, scaleUtc } from 'd3-scale';
import { formatNumber } from '../../words/index.ts';
import type { ChartRoom, ChartWords } from './chart-frame.tsx';
import { FONT_SIZE, INK, LINE_HEIGHT } from './ink.ts';
import { type PlacedTick, placeLabels, roomyTicks, textWidth, timeLabels, wrapText } from './layout.ts';
import { tickValues } from './number-axis.ts';

/** One measured point. */
export interface LinePoint {
  /** ISO day or moment. */
  readonly at: string;
  /** `null` where nothing was measured: the line breaks there. */
  readonly value: number | null;
  /** Ends of the interval, drawn as a pale band. */
  readonly low?: number;
  readonly high?: number;
}

/** A series to compare with, drawn grey and dashed. */
export interface ComparisonSeries {
  readonly label: string;
  readonly points: readonly LinePoint[];
}

export interface LineWithBandProps extends ChartWords {
  /** Who or what the line is: written at its end. */
  readonly label: string;
  readonly points: readonly LinePoint[];
  readonly target?: { readonly label: string; readonly value: number };
  readonly comparisons?: readonly ComparisonSeries[];
  /** Moments worth naming, as upright hairlines. */
  readonly marks?: readonly { readonly at: string; readonly label: string }[];
  /** How a value is written, unit included; one decimal by default. */
  readonly format?: (value: number) => string;
  /** Head of the first column of the table; "Day" by default. */
  readonly timeHead?: string;
  readonly height?: number;
  /** Starts the scale at 0. */
  readonly isFromZero?: boolean;
}

/** Where everything of a line chart stands, px. */
export interface LineLayout {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (at: string) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly PlacedTick[];
  readonly yTicks: readonly PlacedTick[];
  readonly labels: readonly EndLabel[];
}

/** A label at the end of a line, moved apart from its neighbours. */
export interface EndLabel {
  readonly key: string;
  readonly lines: readonly string[];
  readonly fill: string;
  readonly anchorY: number;
  readonly y: number;
}

/** Finds room for axes, labels and lines. */
export function layoutLine(props: LineWithBandProps, room: ChartRoom): LineLayout {
  const {
    points,
    comparisons = [],
    target,
    marks = [],
    format = formatNumber,
    height = 220,
    isFromZero = false,
  } = props;
  const top = marks.length > 0 ? 20 : 8;
  const bottom = height - 22;
  const all = [points, ...comparisons.map((series) => series.points)].flat();
  const values = valuesToHold(all, target?.value, isFromZero);
  const y = scaleLinear().domain(domainOf(values)).nice(5).range([bottom, top]);
  const tickCount = Math.max(2, Math.floor((bottom - top) / 38));
  const yTicks = tickValues(y, tickCount, values.every(Number.isInteger)).map((value) => ({
    at: y(value),
    label: format(value),
  }));
  const left = Math.ceil(Math.max(...yTicks.map((tick) => textWidth(tick.label, FONT_SIZE)))) + 8;

  const wanted = endLabels(props, room);
  const labelWidth = Math.max(...wanted.flatMap((label) => label.lines.map((text) => textWidth(text, FONT_SIZE))), 0);
  const right = room.width - Math.ceil(labelWidth) - 14;
  const times = [...all, ...marks].map((point) => Date.parse(point.at));
  const x = scaleUtc()
    .domain([new Date(Math.min(...times)), new Date(Math.max(...times))])
    .range([left, right]);
  const xTicks = roomyTicks(
    (count) => {
      const dates = x.ticks(count);
      const words = timeLabels(dates);
      return dates.map((date, index) => ({ at: x(date), label: words[index] ?? '' }));
    },
    Math.max(2, Math.floor((right - left) / 56)),
    FONT_SIZE,
  );
  const centres = placeLabels(
    wanted.map((label) => ({ wanted: y(label.value), height: label.lines.length * LINE_HEIGHT + 2 })),
    0,
    bottom + 6,
  );
  const labels = wanted.map((label, index) => ({ ...label, anchorY: y(label.value), y: centres[index] ?? 0 }));
  return { left, right, top, bottom, x: (at) => x(new Date(at)), y, xTicks, yTicks, labels };
}

function endLabels(props: LineWithBandProps, room: ChartRoom) {
  const { label, points, comparisons = [], target, format = formatNumber } = props;
  const maxWidth = room.isNarrow ? 92 : 132;
  const named = [
    { key: 'line', label, value: lastValue(points), fill: INK.accent },
    ...comparisons.map((series) => ({
      key: series.label,
      label: series.label,
      value: lastValue(series.points),
      fill: INK.compare,
    })),
    { key: 'target', label: target?.label ?? '', value: target?.value, fill: INK.reached },
  ];
  return named.flatMap(({ value, label: text, ...rest }) =>
    value === undefined ? [] : [{ ...rest, value, lines: wrapText(`${text} ${format(value)}`, maxWidth, FONT_SIZE) }],
  );
}

function valuesToHold(
  points: readonly LinePoint[],
  target: number | undefined,
  isFromZero: boolean,
): readonly number[] {
  const values = points
    .flatMap((point) => [point.value, point.low, point.high])
    .filter((value): value is number => typeof value === 'number');
  if (target !== undefined) values.push(target);
  return isFromZero || values.length === 0 ? [...values, 0] : values;
}

function domainOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? [low - 1, high + 1] : [low, high];
}

function lastValue(points: readonly LinePoint[]): number | undefined {
  return points.findLast((point) => point.value !== null)?.value ?? undefined;
}
