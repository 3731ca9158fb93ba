import { Axes } from './axes.tsx';
import { ChartFrame, type ChartRoom, type ChartWords } from './chart-frame.tsx';
import { FONT_SIZE, INK } from './ink.ts';
import { textWidth } from './layout.ts';
import { extentOf, labelRoom, levelAxis, shortNumber, uprightAxis } from './number-axis.ts';

/** One thing with two measures. */
export interface ScatterDot {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** Drawn strong and named, such as the champion or the run that is looked at. */
  readonly isMarked?: boolean;
}

export interface ScatterPlotProps extends ChartWords {
  readonly dots: readonly ScatterDot[];
  readonly xHead: string;
  readonly yHead: string;
  readonly formatX?: (value: number) => string;
  readonly formatY?: (value: number) => string;
  /** Head of the first column of the table; "Run" by default. */
  readonly dotHead?: string;
  readonly height?: number;
}

/** Two measures of many things: each a dot, the marked ones named. */
export function ScatterPlot(props: ScatterPlotProps) {
  const { finding, description, note, width, dots, xHead, yHead, dotHead = 'Run' } = props;
  const { formatX = shortNumber, formatY = shortNumber, height = 280 } = props;
  return (
    <ChartFrame
      finding={finding}
      description={description}
      note={note}
      width={width}
      table={{
        heads: [dotHead, xHead, yHead],
        rows: dots.map(({ label, x, y }) => [label, formatX(x), formatY(y)]),
      }}
      draw={(room) => ({
        height,
        marks: <Dots {...props} formatX={formatX} formatY={formatY} height={height} room={room} />,
      })}
    />
  );
}

type DotsProps = ScatterPlotProps &
  Required<Pick<ScatterPlotProps, 'formatX' | 'formatY' | 'height'>> & { readonly room: ChartRoom };

function Dots({ dots, xHead, yHead, formatX, formatY, height, room }: DotsProps) {
  const [top, bottom] = [20, height - 38];
  const shown = dots.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const upright = uprightAxis(extentOf(shown.map(({ y }) => y)), [bottom, top], formatY);
  const left = labelRoom(upright.ticks);
  const right = room.width - 14;
  const level = levelAxis(extentOf(shown.map(({ x }) => x)), [left + 6, right - 6], formatX);
  const inOrder = [...shown].sort((one, other) => Number(one.isMarked ?? false) - Number(other.isMarked ?? false));
  return (
    <>
      <Axes left={left} right={right} bottom={bottom} xTicks={level.ticks} yTicks={upright.ticks} />
      <text x={0} y={9} fill={INK.muted}>
        {yHead}
      </text>
      <text x={right} y={bottom + 33} textAnchor="end" fill={INK.muted}>
        {xHead}
      </text>
      {inOrder.map((dot, index) => {
        const [cx, cy] = [level.place(dot.x), upright.place(dot.y)];
        const isRight = cx + 8 + textWidth(dot.label, FONT_SIZE) > room.width;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: several runs may have one name and the same measures.
          <g key={`${index} ${dot.label}`}>
            <circle cx={cx} cy={cy} r={dot.isMarked ? 5 : 3.5} fill={INK.accent} fillOpacity={dot.isMarked ? 1 : 0.45}>
              <title>{`${dot.label}: ${xHead} ${formatX(dot.x)}, ${yHead} ${formatY(dot.y)}`}</title>
            </circle>
            {dot.isMarked && (
              <text
                x={isRight ? cx - 8 : cx + 8}
                y={cy}
                textAnchor={isRight ? 'end' : 'start'}
                dominantBaseline="central"
                fill={INK.text}
                stroke={INK.page}
                strokeWidth={4}
                paintOrder="stroke"
              >
                {dot.label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
