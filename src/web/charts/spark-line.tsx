import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { BrokenOff } from './broken-off.tsx';
import { INK } from './ink.ts';

export interface SparkLineProps {
  /** Evenly spaced values, oldest first; `null` where nothing was measured. */
  readonly values: readonly (number | null)[];
  /** What the line says, for those who do not see it: "Churn fell from 12.4% to 9.8% since March". */
  readonly label: string;
  readonly target?: number;
  /** Whether it ended in what is no number: its end is a cross instead of a dot, where it last was one. */
  readonly isBrokenOff?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** A line as small as a word. It repeats what the sentence beside it says and never stands alone. */
export function SparkLine({ values, label, target, isBrokenOff = false, width = 96, height = 24 }: SparkLineProps) {
  const measured = values.filter((value) => value !== null);
  const extent = target === undefined ? measured : [...measured, target];
  const y = scaleLinear()
    .domain(extent.length > 0 ? [Math.min(...extent), Math.max(...extent)] : [0, 1])
    .range([height - 4, 4]);
  const x = scaleLinear()
    .domain([0, Math.max(1, values.length - 1)])
    .range([3, width - 4]);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0));
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="tl-spark"
    >
      <title>{label}</title>
      {target !== undefined && (
        <line x1={0} x2={width} y1={y(target)} y2={y(target)} stroke={INK.reached} strokeDasharray="3 3" />
      )}
      <path d={path(values) ?? ''} fill="none" stroke={INK.accent} strokeWidth={1.5} strokeLinejoin="round" />
      {last >= 0 && isBrokenOff && <BrokenOff x={x(last)} y={y(values[last] ?? 0)} stroke={INK.broken} />}
      {last >= 0 && !isBrokenOff && <circle cx={x(last)} cy={y(values[last] ?? 0)} r={2.5} fill={INK.accent} />}
    </svg>
  );
}
