import { scalePoint } from 'd3-scale';
import { NOT_MEASURED } from '../../words/index.ts';
import { ChartFrame, type ChartRoom, type ChartWords } from './chart-frame.tsx';
import { FONT_SIZE, INK, LINE_HEIGHT } from './ink.ts';
import { wrapText } from './layout.ts';
import { extentOf, shortNumber, uprightAxis } from './number-axis.ts';
import { TextLines } from './text-lines.tsx';

/** One upright axis: numbers, or few words in the order in which they are drawn. */
export type ParallelAxis =
  | { readonly head: string; readonly kind: 'number'; readonly isLogarithmic?: boolean }
  | { readonly head: string; readonly kind: 'word'; readonly words: readonly string[] };

/** One thing with a value for each axis; `null` where it has none. */
export interface ParallelLine {
  readonly label: string;
  readonly values: readonly (number | string | null)[];
  /** Drawn strong, such as the best of a choice. */
  readonly isMarked?: boolean;
}

export interface ParallelCoordinatesProps extends ChartWords {
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
  /** Head of the first column of the table; "Run" by default. */
  readonly lineHead?: string;
  readonly height?: number;
}

/** Lines that are drawn; the table has them all. */
const MOST_LINES = 500;
/** Room that an axis needs, px; on a narrow screen those at both ends are drawn, and the table has the others. */
const AXIS_ROOM = 72;

/** Many things over several measures at once: each a line through its values. */
export function ParallelCoordinates(props: ParallelCoordinatesProps) {
  const { finding, description, note, width, axes, lines, lineHead = 'Run' } = props;
  const write = (value: number | string | null | undefined): string => {
    if (value === null || value === undefined) return NOT_MEASURED;
    return typeof value === 'number' ? shortNumber(value) : value;
  };
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={{
        heads: [lineHead, ...axes.map(({ head }) => head)],
        rows: lines.map(({ label, values }) => [label, ...axes.map((_, index) => write(values[index]))]),
      }}
      draw={(room) => {
        const shown = shownAxes(axes, room).length;
        return {
          height: props.height ?? 280,
          marks: <ParallelMarks {...props} room={room} />,
          leftOut:
            shown === axes.length
              ? undefined
              : `${shown} of ${axes.length} axes have room here. The table below has all of them.`,
        };
      }}
    />
  );
}

function ParallelMarks({ axes, lines, height = 280, room }: ParallelCoordinatesProps & { readonly room: ChartRoom }) {
  const [top, bottom] = [40, height - 10];
  const shown = shownAxes(axes, room);
  const step = (room.width - AXIS_ROOM) / Math.max(1, shown.length - 1);
  const placed = shown.map(({ axis, at }, index) => ({
    ...placeAxis(
      axis,
      lines.map(({ values }) => values[at] ?? null),
      [bottom, top],
    ),
    at,
    head: axis.head,
    x: AXIS_ROOM / 2 + index * step,
  }));
  const inOrder = lines
    .slice(0, MOST_LINES)
    .toSorted((one, other) => Number(one.isMarked ?? false) - Number(other.isMarked ?? false));
  return (
    <>
      {inOrder.map((line, index) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: several runs may have one name and the same values.
          key={`${index} ${line.label}`}
          d={pathOf(line, placed)}
          fill="none"
          stroke={line.isMarked ? INK.accent : INK.compare}
          strokeWidth={line.isMarked ? 2 : 1}
          opacity={line.isMarked ? 1 : 0.35}
        >
          <title>{line.label}</title>
        </path>
      ))}
      {placed.map(({ head, x, ticks }) => (
        <g key={head}>
          <line x1={x} x2={x} y1={top} y2={bottom} stroke={INK.axis} />
          <TextLines
            x={x}
            y={LINE_HEIGHT}
            lines={wrapText(head, Math.max(AXIS_ROOM, step) - 8, FONT_SIZE, 2)}
            fill={INK.text}
            anchor="middle"
            isStrong
          />
          {ticks.map((tick) => (
            <TextLines
              key={tick.label}
              x={x + 4}
              y={tick.at}
              lines={wrapText(tick.label, Math.max(AXIS_ROOM, step) - 14, FONT_SIZE, 1)}
              fill={INK.muted}
              hasHalo
            />
          ))}
        </g>
      ))}
    </>
  );
}

/** The axes that have room, each with its place among all: what lines come from stands first, where they lead to last. */
function shownAxes(axes: readonly ParallelAxis[], room: ChartRoom) {
  const most = Math.max(2, Math.floor(room.width / AXIS_ROOM));
  const all = axes.map((axis, at) => ({ axis, at }));
  return all.length <= most ? all : [...all.slice(0, Math.floor(most / 2)), ...all.slice(-Math.ceil(most / 2))];
}

interface PlacedAxis {
  readonly place: (value: number | string) => number | undefined;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

function placeAxis(
  axis: ParallelAxis,
  values: readonly (number | string | null)[],
  room: readonly [number, number],
): PlacedAxis {
  if (axis.kind === 'word') {
    const scale = scalePoint<string>()
      .domain([...axis.words])
      .range([...room])
      .padding(0.5);
    return {
      place: (value) => scale(String(value)),
      ticks: axis.words.map((word) => ({ at: scale(word) ?? room[0], label: word })),
    };
  }
  const numbers = values.filter((value) => typeof value === 'number');
  const scale = uprightAxis(extentOf(numbers), room, shortNumber, axis.isLogarithmic);
  return {
    place: (value) => (typeof value === 'number' && Number.isFinite(value) ? scale.place(value) : undefined),
    ticks: scale.ticks,
  };
}

/** The line through the values; it breaks at an axis where there is none. */
function pathOf(
  { values }: ParallelLine,
  axes: readonly (PlacedAxis & { readonly at: number; readonly x: number })[],
): string {
  let isDown = false;
  return axes
    .map(({ place, at, x }) => {
      const value = values[at];
      const y = value === null || value === undefined ? undefined : place(value);
      const command = y === undefined ? '' : `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
      isDown = y !== undefined;
      return command;
    })
    .join('');
}
