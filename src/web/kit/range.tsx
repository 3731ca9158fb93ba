import type { ReactNode } from 'react';
import { formatNumber, NOT_MEASURED, rangeWords } from '../../words/index.ts';

export interface RangeProps {
  readonly low: number;
  readonly high: number;
  /** The most likely value; shown second and quieter. */
  readonly point?: number;
  /** How one number is written; one decimal by default. */
  readonly format?: (value: number) => string;
  /** Written once, after the second number: `points`, `days`. */
  readonly unit?: string;
}

/** A measured value as people should hear it: "between 1.4 and 2.8 points", then the most likely value. */
export function Range({ low, high, point, format = formatNumber, unit }: RangeProps) {
  return (
    <span>
      {rangeWords(low, high, format, unit)}
      {point !== undefined && <span className="tl-muted"> (most likely {format(point)})</span>}
    </span>
  );
}

/** Stands where a number does not exist yet, with the action that would measure it. */
export function NotMeasured({ action }: { readonly action: ReactNode }) {
  return (
    <span>
      <span className="tl-muted">{NOT_MEASURED}.</span> {action}
    </span>
  );
}
