import { useId } from 'react';
import './controls.css';

export interface ProgressLineProps {
  /** What is progressing. */
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** The progress in words: "1,200 of 4,000 rows read". */
  readonly words: string;
}

/** How far something is, as a line and in words. */
export function ProgressLine({ label, value, max, words }: ProgressLineProps) {
  const id = useId();
  return (
    <div className="tl-progress">
      <div className="tl-progress-words">
        <span id={id}>{label}</span>
        <span className="tl-muted">{words}</span>
      </div>
      <progress aria-labelledby={id} aria-valuetext={words} value={Math.min(value, max)} max={max} />
    </div>
  );
}
