/** The states of a run with MLflow's numbers for them. */
export const RUN_STATUS_NUMBERS = { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 } as const;

/** The state of a run. */
export type RunStatus = keyof typeof RUN_STATUS_NUMBERS;

/** A key with a value: tags and params. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** One measured value of a run. Moments are milliseconds since 1970; a value may be NaN or infinite. */
export interface Metric {
  readonly key: string;
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number;
}

/** The last value of a metric, with the least and the greatest number that was logged; `null` when all were NaN. */
export interface LatestMetric extends Metric {
  readonly least: number | null;
  readonly greatest: number | null;
}

/** A metric that also belongs to a logged model, perhaps measured on a data set. */
export interface LoggedMetric extends Metric {
  readonly modelId?: string | undefined;
  readonly datasetName?: string | undefined;
  readonly datasetDigest?: string | undefined;
}

/** A data set that a run read, as the client described it. */
export interface Dataset {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
}

/** A data set with how the run used it (`mlflow.data.context` = training). */
export interface DatasetInput {
  readonly dataset: Dataset;
  readonly tags: readonly Tag[];
}

/** Under what a run was started: stored when it is created and never changed. */
export interface RunContext {
  readonly slug: string;
  readonly iteration: number;
  readonly question: string;
  /** The version of the framing that was in force; `null` when none was signed. */
  readonly framingVersion: number | null;
  /** The hypothesis being tested, in its author's words; `null` when none was named. */
  readonly hypothesis: string | null;
}

/** A run without what was logged to it. */
export interface RunInfo {
  readonly no: number;
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly experimentNo: number;
  readonly experimentName: string;
  readonly name: string;
  /** What the client calls its user: a hint, not an account. */
  readonly user: string;
  readonly status: RunStatus;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly isDeleted: boolean;
  readonly artifactUri: string;
  readonly startedBy: string;
  readonly startedByName: string;
}

/** A run with everything but the histories of its metrics. */
export interface Run extends RunInfo {
  readonly metrics: readonly LatestMetric[];
  readonly params: readonly Tag[];
  readonly tags: readonly Tag[];
  readonly datasets: readonly DatasetInput[];
  readonly modelInputs: readonly string[];
  readonly modelOutputs: readonly { readonly modelId: string; readonly step: number }[];
}

/**
 * A run with everything but histories as it goes over the wire: texts of JSON in the words of MLflow, which nobody has to
 * read and write again on their way. An empty list is left out.
 */
export interface WrittenRun {
  readonly id: string;
  /** What stands in the run itself. */
  readonly info: string;
  readonly metrics: string | undefined;
  readonly params: string | undefined;
  readonly tags: string | undefined;
  readonly datasetInputs: string | undefined;
  readonly modelInputs: string | undefined;
  readonly modelOutputs: string | undefined;
}

/** The tag that holds a run's name; the two always agree. */
export const RUN_NAME_TAG = 'mlflow.runName';

/** The tag in which clients keep what somebody wrote about a run or an experiment, in Markdown. */
export const NOTE_TAG = 'mlflow.note.content';

/** The tag in which clients that know no logged models list the models among a run's files. */
export const RUN_MODELS_TAG = 'mlflow.log-model.history';

const ADJECTIVES = [
  'able',
  'bold',
  'brisk',
  'calm',
  'clear',
  'eager',
  'exact',
  'fair',
  'fresh',
  'keen',
  'lucid',
  'mild',
];
const NOUNS = [
  'ash',
  'birch',
  'brook',
  'cedar',
  'crane',
  'finch',
  'heron',
  'linden',
  'maple',
  'otter',
  'rowan',
  'wren',
];

/** A name for a run that was given none: `calm-heron-417`. Each argument is at least 0 and below 1. */
export function inventRunName(first: number, second: number, third: number): string {
  const pick = (words: readonly string[], at: number): string => words[Math.floor(at * words.length)] ?? 'run';
  return `${pick(ADJECTIVES, first)}-${pick(NOUNS, second)}-${Math.floor(third * 1_000)}`;
}

/** Whether `next` replaces `last` as the latest value: the greater step decides, then the moment, then the value. */
export function isLater(next: Omit<Metric, 'key'>, last: Omit<Metric, 'key'>): boolean {
  if (next.step !== last.step) return next.step > last.step;
  if (next.timestampMs !== last.timestampMs) return next.timestampMs > last.timestampMs;
  // The database orders NaN above all numbers, and this rule must agree with it.
  return Number.isNaN(next.value) ? !Number.isNaN(last.value) : next.value > last.value;
}
