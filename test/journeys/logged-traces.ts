import { z } from 'zod';
import type { ClientOptions } from '../../src/platform/contract/index.ts';

/** A trace as an application sends it. */
export interface SentTrace {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly run?: string;
  readonly state?: 'OK' | 'ERROR';
  readonly asked: unknown;
  readonly answered: unknown;
  /** The versions of prompts that it used. */
  readonly prompts?: readonly { readonly name: string; readonly version: string }[];
  readonly spans: readonly object[];
}

/** Sends a trace and its spans as MLflow's client does. */
export async function logTrace(session: ClientOptions, trace: SentTrace): Promise<void> {
  const info = {
    trace_id: trace.id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: trace.experiment } },
    request_time: new Date().toISOString(),
    execution_duration: '0.25s',
    state: trace.state ?? 'OK',
    request_preview: JSON.stringify(trace.asked),
    response_preview: JSON.stringify(trace.answered),
    trace_metadata: trace.run === undefined ? {} : { 'mlflow.sourceRun': trace.run },
    tags: {
      'mlflow.traceName': trace.name,
      ...(trace.prompts ? { 'mlflow.linkedPrompts': JSON.stringify(trace.prompts) } : {}),
    },
  };
  const call = callerOf(session);
  await call('POST', '3.0/mlflow/traces', JSON.stringify({ trace: { trace_info: info } }), 'application/json');
  const file = `2.0/mlflow-artifacts/artifacts/${trace.experiment}/traces/${trace.id}/artifacts/traces.json`;
  await call('PUT', file, JSON.stringify({ spans: trace.spans }), 'application/octet-stream');
}

/** Links traces to a run that they were not made in, as an evaluation does. */
export async function linkTraces(session: ClientOptions, run: string, traces: readonly string[]): Promise<void> {
  const body = JSON.stringify({ run_id: run, trace_ids: traces });
  await callerOf(session)('POST', '2.0/mlflow/traces/link-to-run', body, 'application/json');
}

/** Makes an evaluation set of an experiment as MLflow's client does, and gives its id. */
export async function makeEvaluationSet(session: ClientOptions, name: string, experiment: string): Promise<string> {
  const body = JSON.stringify({ name, experiment_ids: [experiment] });
  const made = z
    .object({ dataset: z.object({ dataset_id: z.string() }) })
    .parse(await callerOf(session)('POST', '3.0/mlflow/datasets/create', body, 'application/json'));
  return made.dataset.dataset_id;
}

/** Adds records to an evaluation set, each a question alone. */
export async function addQuestions(session: ClientOptions, set: string, questions: readonly string[]): Promise<void> {
  const records = JSON.stringify(questions.map((question) => ({ inputs: { question } })));
  await callerOf(session)(
    'POST',
    `3.0/mlflow/datasets/${set}/records`,
    JSON.stringify({ records }),
    'application/json',
  );
}

/** Deletes an evaluation set as MLflow's client does. */
export async function deleteEvaluationSet(session: ClientOptions, set: string): Promise<void> {
  await callerOf(session)('DELETE', `3.0/mlflow/datasets/${set}`, '{}', 'application/json');
}

function callerOf(session: ClientOptions) {
  return async (method: string, path: string, body: string, type: string): Promise<unknown> => {
    const answer = await (session.fetch ?? fetch)(`${session.baseUrl}/api/${path}`, {
      method,
      headers: { 'content-type': type },
      body,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

const BEGAN_MS = 1_700_000_000_000;

/** A span that began and ended so many milliseconds after its trace. */
export function sentSpan(
  no: number,
  parentNo: number | null,
  name: string,
  [fromMs, toMs]: readonly [number, number],
  fields: object = {},
): object {
  const idOf = (value: number) => value.toString(16).padStart(16, '0');
  return {
    span_id: idOf(no),
    parent_span_id: parentNo === null ? null : idOf(parentNo),
    name,
    start_time_unix_nano: `${BEGAN_MS + fromMs}000000`,
    end_time_unix_nano: `${BEGAN_MS + toMs}000000`,
    status: { code: 'STATUS_CODE_OK', message: '' },
    attributes: {},
    events: [],
    ...fields,
  };
}
