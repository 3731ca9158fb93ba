import type { Database } from '../../platform/database/queryable.ts';
import { checkBatch, checkRunName, type LoggedBatch } from './check-logged.ts';
import { CoalescingQueue } from './coalescing-queue.ts';
import type { Caller } from './experiment.ts';
import type { CurveKeeper } from './keep-curves.use-case.ts';
import { type StoredBatch, type StoredModelPoint, type StoredText, storeBatches } from './log-values.store.ts';
import { RUN_NAME_TAG, type Tag } from './run.ts';
import type { RunPorts } from './start-run.use-case.ts';

/** Requests of one commit at most, and the values that they carry together. */
const QUEUE_LIMITS = { items: 500, weight: 5_000 } as const;

/** The queue through which everything that is logged to runs goes. */
export type WriteQueue = CoalescingQueue<StoredBatch>;

/** Opens the queue of this process; it tells the keeper of curves which histories grow. */
export function openWriteQueue(database: Database, curves: CurveKeeper): WriteQueue {
  return new CoalescingQueue(
    (batches) => storeBatches(database, batches, (of, added) => curves.note(of, added)),
    ({ points, params, tags }) => 1 + points.length + params.length + tags.length,
    QUEUE_LIMITS,
  );
}

/**
 * Logs metrics, params and tags to a run, all of them or none, and returns when they are stored for good.
 * @throws Problem RUN_UNKNOWN, RUN_DELETED, BATCH_TOO_LARGE, LOGGED_VALUE_INVALID, PARAM_CHANGED, MODEL_METRIC_CHANGED,
 *   LOGGED_MODEL_UNKNOWN
 */
export async function logValues(
  ports: RunPorts & { readonly queue: WriteQueue },
  caller: Caller,
  runId: string,
  given: LoggedBatch,
): Promise<void> {
  const batch = checkBatch(given);
  const name = nameIn(batch);
  const { no, experiment } = await ports.access.run(caller, runId, 'log');
  const keyNos = await ports.keys.numbersOf([...batch.metrics, ...batch.params, ...batch.tags].map(({ key }) => key));
  await ports.queue.add({
    runNo: no,
    runId,
    points: batch.metrics.map(({ key, timestampMs, step, value }) => ({
      keyNo: numberOf(keyNos, key),
      timestampMs,
      step,
      value,
    })),
    params: toTexts(batch.params, keyNos),
    tags: toTexts(batch.tags, keyNos),
    modelPoints: await modelPointsOf(ports, caller, batch, keyNos),
    name,
  });
  ports.announce(experiment.link?.slug ?? null);
}

/** The name that the tags give to the run, by the rules of every other way to name it; `null` when they give none. */
function nameIn({ tags }: LoggedBatch): string | null {
  const at = tags.findIndex(({ key }) => key === RUN_NAME_TAG);
  const name = tags[at]?.value ?? null;
  if (name !== null) checkRunName(name, `tags[${at}].value`);
  return name;
}

function toTexts(tags: readonly Tag[], keyNos: ReadonlyMap<string, number>): readonly StoredText[] {
  return tags.map(({ key, value }) => ({ key, value, keyNo: numberOf(keyNos, key) }));
}

function numberOf(keyNos: ReadonlyMap<string, number>, key: string): number {
  const no = keyNos.get(key);
  if (no === undefined) throw new RangeError(`The key "${key}" has no number.`);
  return no;
}

async function modelPointsOf(
  ports: RunPorts,
  caller: Caller,
  { metrics }: LoggedBatch,
  keyNos: ReadonlyMap<string, number>,
): Promise<readonly StoredModelPoint[]> {
  const points: StoredModelPoint[] = [];
  for (const metric of metrics) {
    if (!metric.modelId) continue;
    const model = await ports.access.model(caller, metric.modelId, 'log');
    points.push({
      key: metric.key,
      keyNo: numberOf(keyNos, metric.key),
      timestampMs: metric.timestampMs,
      step: metric.step,
      value: metric.value,
      modelNo: model.no,
      modelId: metric.modelId,
      datasetName: metric.datasetName || null,
      datasetDigest: metric.datasetDigest || null,
    });
  }
  return points;
}
