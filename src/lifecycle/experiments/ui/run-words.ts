import type { LoggedNumber } from '../logged-number.ts';
import { resultsFirst } from '../measure.ts';
import type { RunEntry } from './experiment-queries.ts';
import { lostWord } from './lost-words.ts';

/** The state of a run in words, with its tone. */
export const RUN_STATE: Readonly<
  Record<RunEntry['status'], { readonly word: string; readonly tone: 'accent' | 'reached' | 'broken' | 'unknown' }>
> = {
  RUNNING: { word: 'Running', tone: 'accent' },
  SCHEDULED: { word: 'Waiting to start', tone: 'unknown' },
  FINISHED: { word: 'Finished', tone: 'reached' },
  FAILED: { word: 'Failed', tone: 'broken' },
  KILLED: { word: 'Stopped', tone: 'unknown' },
};

const SHOWN_METRICS = 3;
/** Whole numbers from here on are rounded like others. */
const LONGEST_COUNT = 1e12;

/** Numbers that are smaller than this, or this large, are written by their power of ten. */
const LEAST_WRITTEN = 1e-6;
const GREATEST_WRITTEN = 1e15;

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
/** Metrics have any size, so that what counts is their leading digits and not those behind the point. */
const FIGURE = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

/** A value of a metric; runs may log what is no number. */
export function figure(value: LoggedNumber): string {
  if (typeof value !== 'number') return lostWord(value);
  const size = Math.abs(value);
  // Rows of noughts are miscounted; whoever logs such numbers reads powers of ten.
  if (size !== 0 && (size < LEAST_WRITTEN || size >= GREATEST_WRITTEN))
    return Number(value.toPrecision(4)).toExponential().replaceAll('-', '−');
  // A count is written in full: two that differ must not look the same.
  const isCount = Number.isInteger(value) && size < LONGEST_COUNT;
  return (isCount ? COUNT : FIGURE).format(value).replace('-', '−');
}

/** How far a metric moved on the way; `null` where it did not, or was never a number. */
export function rangeOf({ least, greatest }: Pick<RunEntry['metrics'][number], 'least' | 'greatest'>): {
  readonly least: LoggedNumber;
  readonly greatest: LoggedNumber;
} | null {
  return least === null || greatest === null || least === greatest ? null : { least, greatest };
}

/** The name of an experiment without the address of the initiative on whose page it stands. */
export function nameWithin(slug: string, name: string): string {
  return name.startsWith(`${slug}/`) ? name.slice(slug.length + 1) : name;
}

/** The metrics of a run that say most, in a line: `auc 0.81, loss 0.4 (between 0.4 and 2.1 on the way), and 3 more`. */
export function metricsInWords(metrics: RunEntry['metrics']): string {
  if (metrics.length === 0) return 'Nothing measured yet';
  const shown = resultsFirst(metrics)
    .slice(0, SHOWN_METRICS)
    .map(({ key, value, least, greatest }) => {
      const last = figure(value);
      const range = rangeOf({ least, greatest });
      return range === null
        ? `${key} ${last}`
        : `${key} ${last} (between ${figure(range.least)} and ${figure(range.greatest)})`;
    });
  const rest = metrics.length - shown.length;
  return rest > 0 ? `${shown.join(', ')}, and ${rest} more` : shown.join(', ');
}

/** Runs with names that tell them apart: two of the same name get the beginning of their ids. */
export function labelsOf(runs: readonly Pick<RunEntry, 'id' | 'name'>[]): readonly string[] {
  return runs.map(({ id, name }) =>
    runs.some((other) => other.id !== id && other.name === name) ? `${name} (${id.slice(0, 6)})` : name,
  );
}

/** Characters of a name in the head of a column, and how many of its end stay where it is longer. */
const HEAD = { longest: 36, end: 12 } as const;

/** Names short enough to head columns: of long ones the beginning and the end stay, unless two would look the same. */
export function shortLabels(labels: readonly string[]): readonly string[] {
  const short = labels.map((label) =>
    label.length <= HEAD.longest ? label : `${label.slice(0, HEAD.longest - HEAD.end - 1)}…${label.slice(-HEAD.end)}`,
  );
  return new Set(short).size === new Set(labels).size ? short : labels;
}

/** The characters of a commit that people tell it by. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 10);
}

/** The data that a run read: `churn_q3 for training, churn_q4`. */
export function dataInWords(datasets: RunEntry['lineage']['datasets']): string {
  return datasets.map(({ name, context }) => (context ? `${name} for ${context}` : name)).join(', ');
}

/** Under what a run was started, in a sentence. */
export function contextInWords(context: RunEntry['context']): string {
  if (!context) return 'Started before its experiment was connected';
  const framing =
    context.framingVersion === null
      ? 'before a framing was signed'
      : `under version ${context.framingVersion} of the framing`;
  const tested = context.hypothesis ? `, testing: ${context.hypothesis}` : '';
  return `Iteration ${context.iteration}, ${framing}${tested}`;
}
