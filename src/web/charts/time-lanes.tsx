import { scaleUtc } from 'd3-scale';
import { ChartFrame, type ChartWords } from './chart-frame.tsx';
import { INK, LINE_HEIGHT } from './ink.ts';

/** Something that lasted from a moment to another. */
export interface Span {
  readonly key: string;
  /** Written on the bar where it fits: "v3". */
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  /** `null` while it lasts. */
  readonly untilMs: number | null;
}

/** A row of spans that follow each other. */
export interface Lane {
  readonly name: string;
  readonly spans: readonly Span[];
}

export interface TimeLanesProps extends ChartWords {
  readonly lanes: readonly Lane[];
  /** The present moment, at which what lasts is cut. */
  readonly nowMs: number;
  readonly formatDay: (ms: number) => string;
}

const LANE_HEIGHT = 44;
const BAR_HEIGHT = 20;
const AXIS_HEIGHT = 22;
const LETTER_WIDTH = 7;

/** From when until when something held, lane by lane: bars on one time axis, what still lasts with an open end. */
export function TimeLanes({ lanes, nowMs, formatDay, ...words }: TimeLanesProps) {
  const starts = lanes.flatMap(({ spans }) => spans.map(({ fromMs }) => fromMs));
  const startMs = Math.min(nowMs - 86_400_000, ...starts);
  return (
    <ChartFrame
      {...words}
      table={{
        heads: ['What', 'Which', 'From', 'Until'],
        rows: lanes.flatMap(({ name, spans }) =>
          spans.map(({ label, fromMs, untilMs }) => [
            name,
            label,
            formatDay(fromMs),
            untilMs === null ? 'still' : formatDay(untilMs),
          ]),
        ),
      }}
      draw={({ width }) => {
        const scale = scaleUtc().domain([startMs, nowMs]).range([0, width]);
        const height = lanes.length * LANE_HEIGHT + AXIS_HEIGHT;
        return {
          height,
          marks: (
            <>
              {lanes.map((lane, at) => (
                <LaneMarks
                  key={lane.name}
                  lane={lane}
                  top={at * LANE_HEIGHT}
                  scale={scale}
                  nowMs={nowMs}
                  width={width}
                />
              ))}
              <line x1={0} x2={width} y1={height - AXIS_HEIGHT} y2={height - AXIS_HEIGHT} stroke={INK.axis} />
              <text x={0} y={height - 6} fill={INK.muted}>
                {formatDay(startMs)}
              </text>
              <text x={width} y={height - 6} fill={INK.muted} textAnchor="end">
                today
              </text>
            </>
          ),
        };
      }}
    />
  );
}

function LaneMarks({
  lane,
  top,
  scale,
  nowMs,
  width,
}: {
  readonly lane: Lane;
  readonly top: number;
  readonly scale: (ms: number) => number;
  readonly nowMs: number;
  readonly width: number;
}) {
  return (
    <g>
      <text x={0} y={top + LINE_HEIGHT - 2} fill={INK.text}>
        {lane.name}
      </text>
      <line
        x1={0}
        x2={width}
        y1={top + LINE_HEIGHT + 4 + BAR_HEIGHT / 2}
        y2={top + LINE_HEIGHT + 4 + BAR_HEIGHT / 2}
        stroke={INK.grid}
      />
      {lane.spans.map((span) => {
        const left = scale(span.fromMs);
        const room = Math.max(3, scale(span.untilMs ?? nowMs) - left - 1);
        const isLasting = span.untilMs === null;
        const fits = span.label.length * LETTER_WIDTH + 8 <= room;
        return (
          <g key={span.key}>
            <rect
              x={Math.min(left, width - 3)}
              y={top + LINE_HEIGHT + 4}
              width={room}
              height={BAR_HEIGHT}
              rx={2}
              fill={isLasting ? INK.accent : INK.page}
              stroke={isLasting ? INK.accent : INK.compare}
            />
            {fits && (
              <text x={left + 6} y={top + LINE_HEIGHT + 4 + BAR_HEIGHT / 2 + 4} fill={isLasting ? INK.page : INK.text}>
                {span.label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
