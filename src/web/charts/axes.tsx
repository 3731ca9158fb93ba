import { INK } from './ink.ts';
import type { PlacedTick } from './layout.ts';

export interface AxesProps {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly xTicks: readonly PlacedTick[];
  readonly yTicks: readonly PlacedTick[];
}

/** The hairlines of the values, and the ticks and words of both axes. */
export function Axes({ left, right, bottom, xTicks, yTicks }: AxesProps) {
  return (
    <g fill={INK.muted}>
      {yTicks.map((tick) => (
        <g key={tick.at}>
          <line x1={left} x2={right} y1={tick.at} y2={tick.at} stroke={INK.grid} />
          <text x={left - 8} y={tick.at} textAnchor="end" dominantBaseline="central">
            {tick.label}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <g key={tick.at}>
          <line x1={tick.at} x2={tick.at} y1={bottom} y2={bottom + 4} stroke={INK.axis} />
          <text x={tick.at} y={bottom + 17} textAnchor="middle">
            {tick.label}
          </text>
        </g>
      ))}
    </g>
  );
}
