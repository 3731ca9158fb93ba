import { z } from 'zod';
import type { ClientOptions } from '../../src/platform/contract/index.ts';
import { logTrace, sentSpan } from './logged-traces.ts';

const answerSchema = z.object({
  experiment_id: z.string().optional(),
  run: z.object({ info: z.object({ run_id: z.string() }) }).optional(),
});

/** What a data scientist writes about their work. */
const NOTE = `## What was tried

Deeper trees, see [the report](https://example.com/report) and \`train.py\`.

| depth | score |
|------:|------:|
| 3 | 0.65 |
| 7 | 0.85 |

![the course](https://example.com/course.png)`;

/** Logs an experiment with a run, its part and a trace as MLflow's client does; it is connected to no initiative. */
export async function logRuns(
  session: ClientOptions,
): Promise<Readonly<Record<'experiment' | 'run' | 'runs' | 'trace', string>>> {
  const call = callerOf(session);
  const experiment = (await call('experiments/create', { name: 'gradient boosting' })).experiment_id ?? '';
  const log = async (name: string, depth: number, tags: readonly object[]): Promise<string> => {
    const fields = { experiment_id: experiment, run_name: name, start_time: Date.now(), tags };
    const id = (await call('runs/create', fields)).run?.info.run_id ?? '';
    const metrics = Array.from({ length: 30 }, (_, step) => ({
      key: 'val_auc',
      value: 0.5 + (depth / 20) * (1 - 1 / (step + 1)),
      timestamp: Date.now() + step,
      step,
    }));
    await call('runs/log-batch', { run_id: id, metrics, params: [{ key: 'depth', value: String(depth) }] });
    return id;
  };
  const key = 'mlflow.note.content';
  await call('experiments/set-experiment-tag', { experiment_id: experiment, key, value: '# Trees\n\nHow **deep**?' });
  const run = await log('shallow', 3, [{ key, value: NOTE }]);
  const part = await log('deep', 7, [{ key: 'mlflow.parentRunId', value: run }]);
  const trace = `tr-${'0'.repeat(32)}`;
  await logTrace(session, {
    id: trace,
    name: 'predict',
    experiment,
    run,
    asked: { tenure: 3 },
    answered: 0.7,
    spans: [sentSpan(1, null, 'predict', [0, 20]), sentSpan(2, 1, 'score', [5, 15])],
  });
  return { experiment, run, runs: `${run},${part}`, trace };
}

/** Logs a run whose metrics stop being numbers: `val_auc` at step 12, `loss`, which grows without bounds, at step 9. */
export async function logDivergingRun(session: ClientOptions, experiment: string): Promise<string> {
  const call = callerOf(session);
  const fields = { experiment_id: experiment, run_name: 'diverged', start_time: Date.now() };
  const id = (await call('runs/create', fields)).run?.info.run_id ?? '';
  const metrics = Array.from({ length: 20 }, (_, step) => [
    { key: 'val_auc', value: step < 12 ? 0.5 + step / 100 : 'NaN', timestamp: Date.now() + step, step },
    { key: 'loss', value: step < 9 ? 10 ** step : 'Infinity', timestamp: Date.now() + step, step },
  ]).flat();
  await call('runs/log-batch', { run_id: id, metrics });
  return id;
}

/** Files as a run keeps them, by the name under which each is logged. */
const FILES: Readonly<Record<string, string>> = {
  'notes.txt': 'A line of a log that goes on and on.\n'.repeat(80),
  'config.json': JSON.stringify({ model: { rates: [0.1, 0.3] } }),
  'report.html': '<h1>Report</h1><script>document.title = "ran"</script><p>The end</p>',
};

/** Logs files to a run as MLflow's client does; gives their names. */
export async function logFiles(session: ClientOptions, experiment: string, run: string): Promise<readonly string[]> {
  for (const [name, body] of Object.entries(FILES)) {
    const place = `${experiment}/${run}/artifacts/${name}`;
    const url = `${session.baseUrl}/api/2.0/mlflow-artifacts/artifacts/${place}`;
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await (session.fetch ?? fetch)(url, { method: 'PUT', headers, body });
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  }
  return Object.keys(FILES);
}

function callerOf(session: ClientOptions) {
  return async (path: string, body: object) => {
    const answer = await (session.fetch ?? fetch)(`${session.baseUrl}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answerSchema.parse(await answer.json());
  };
}
