export interface BrokenOffProps {
  /** Its middle, px. */
  readonly x: number;
  readonly y: number;
  readonly stroke: string;
}

/** Half of the width of the cross, px. */
const ARM = 3.5;

/** A cross where a curve stopped being a number. */
export function BrokenOff({ x, y, stroke }: BrokenOffProps) {
  return (
    <path
      d={`M${x - ARM} ${y - ARM}L${x + ARM} ${y + ARM}M${x - ARM} ${y + ARM}L${x + ARM} ${y - ARM}`}
      stroke={stroke}
      strokeWidth={2}
      strokeLinecap="round"
      fill="none"
    />
  );
}
