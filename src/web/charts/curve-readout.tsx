import { FONT_SIZE, INK, LINE_HEIGHT } from './ink.ts';
import { textWidth } from './layout.ts';
import type { CurvePoint } from './smooth.ts';

/** One curve at the place that is pointed at. */
export interface ReadCurve {
  readonly words: string;
  readonly stroke: string;
  /** Where its point stands, px. */
  readonly x: number;
  readonly y: number;
}

export interface CurveReadoutProps {
  /** Says the place: "Step 512". */
  readonly head: string;
  /** In the order of the curves. */
  readonly curves: readonly ReadCurve[];
  /** The place that is pointed at, px. */
  readonly x: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const ROOM = 8;

/** The values of all curves at the place under the pointer; the table says the same to everybody else. */
export function CurveReadout({ head, curves, x, left, right, top, bottom }: CurveReadoutProps) {
  const width = Math.max(...[head, ...curves.map(({ words }) => words)].map((text) => textWidth(text, FONT_SIZE)));
  const boxWidth = Math.min(right - left, width + 2 * ROOM);
  // The box stands beside the line, on the side that has room, so that it never covers what it tells.
  const isLeft = x - ROOM - boxWidth >= left;
  const from = isLeft ? x - ROOM - boxWidth : Math.min(x + ROOM, right - boxWidth);
  return (
    <g pointerEvents="none">
      <line x1={x} x2={x} y1={top} y2={bottom} stroke={INK.axis} />
      {curves.map((curve) => (
        <circle
          key={`${curve.words} ${curve.y}`}
          cx={curve.x}
          cy={curve.y}
          r={3.5}
          fill={curve.stroke}
          stroke={INK.page}
          strokeWidth={1.5}
        />
      ))}
      <rect
        x={from}
        y={top}
        width={boxWidth}
        height={(curves.length + 1) * LINE_HEIGHT + ROOM}
        rx={3}
        fill={INK.page}
        stroke={INK.axis}
      />
      {[{ words: head, stroke: INK.muted }, ...curves].map(({ words, stroke }, at) => (
        <text
          key={words}
          x={from + ROOM}
          y={top + ROOM / 2 + (at + 0.5) * LINE_HEIGHT}
          dominantBaseline="central"
          fill={stroke}
        >
          {words}
        </text>
      ))}
    </g>
  );
}

/** The point of a curve that lies nearest to a place and has a number; none where the curve does not reach. */
export function nearestPoint(
  points: readonly CurvePoint[],
  x: number,
): { readonly x: number; readonly value: number } | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || x < first.x || x > last.x) return null;
  let best: { readonly x: number; readonly value: number } | null = null;
  for (const { x: at, value } of points)
    if (value !== null && (best === null || Math.abs(at - x) < Math.abs(best.x - x))) best = { x: at, value };
  return best;
}
