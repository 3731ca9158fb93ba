import { StateWord } from '../../../web/kit/index.ts';
import type { LoggedNumber } from '../logged-number.ts';
import { lostWord, type Stop, sinceInWords } from './lost-words.ts';
import { figure } from './run-words.ts';
import './runs.css';

export interface MetricValueProps {
  readonly value: LoggedNumber;
  /** Where it stopped being a number, as far as that is known. */
  readonly stop: Stop | null;
}

/** The last value of a metric: a number, or what happened to it and since when. */
export function MetricValue({ value, stop }: MetricValueProps) {
  if (typeof value === 'number') return figure(value);
  const since = sinceInWords(value, stop);
  return (
    <>
      <StateWord tone="look">{lostWord(value)}</StateWord>
      {since !== null && <span className="tl-muted tl-small tl-runs-below">{since}</span>}
    </>
  );
}
