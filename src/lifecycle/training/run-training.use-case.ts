import { createHash } from 'node:crypto';
import { Problem } from '../../platform/contract/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { logTraining } from './log-training.use-case.ts';
import { readLearnedRows } from './read-learned-rows.use-case.ts';
import { kindsNotLearned } from './start-training.use-case.ts';
import { TRAIN, type TrainAnswer, type TrainProgress } from './train-door.ts';
import { changeUnderWay, findTraining, keepModel, writeProgress } from './training.store.ts';
import type { StoredTraining } from './training.ts';
import { recordTraining, type TrainingPorts } from './training-ports.use-case.ts';
import type { TrainingResult } from './training-result.schema.ts';

/** A training as a job is told to do it. */
export interface TrainingOrder {
  readonly trainingId: string;
  readonly jobId: string;
  readonly signal: AbortSignal;
}

const OUT_OF_MEMORY =
  'The table needs more memory to learn from than one training may take. Leave out columns, or bring fewer rows.';
const TABLE_GONE = 'The version of the table that it was to learn from cannot be used any more. Choose another one.';

/**
 * Trains a model from its table and logs it as a run. A process that stops gives the job back, and the training begins
 * anew at the next start; what was kept already is taken up where it was left.
 */
export async function runTraining(ports: TrainingPorts, order: TrainingOrder): Promise<void> {
  const training = await findTraining(ports.database, order.trainingId);
  if (!training || training.jobId !== order.jobId) return;
  const initiative = await ports.initiativeById(training.initiativeId);
  if (!initiative) return;
  try {
    const learned = training.result === null ? await learn(ports, initiative, training, order.signal) : training;
    if (learned !== null) await finish(ports, initiative, learned);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await failTraining(ports, training, `${error.message} ${error.remedy}`);
  }
}

/** Learns from the table and keeps the model; null when the training is over without one. */
async function learn(
  ports: TrainingPorts,
  initiative: StoredInitiative,
  training: StoredTraining,
  signal: AbortSignal,
): Promise<StoredTraining | null> {
  const { database } = ports;
  if (!(await changeUnderWay(database, training.id, { state: 'training' }))) return null;
  ports.onChanged(training.initiativeId);
  const answer = await answerOf(ports, initiative, training, signal);
  if (answer === 'cancelled') {
    signal.throwIfAborted();
    return null;
  }
  if (answer.kind === 'unavailable') {
    await failTraining(ports, training, answer.sentence);
    return null;
  }
  const document = JSON.stringify(answer.model);
  const modelDigest = createHash('sha256').update(document).digest('hex');
  return database.transaction(async (tx) => {
    if (!(await changeUnderWay(tx, training.id, { result: answer.result, modelDigest }))) return null;
    await keepModel(tx, training.id, { document, foreseen: answer.foreseen });
    return findTraining(tx, training.id);
  });
}

async function answerOf(
  ports: TrainingPorts,
  initiative: StoredInitiative,
  { id, request, initiativeId }: StoredTraining,
  signal: AbortSignal,
): Promise<TrainAnswer | 'cancelled'> {
  const { rule, seed } = request;
  const read = await readLearnedRows(ports, initiative, request, { beside: rule ? [rule.column] : [], signal });
  if (!read) return { kind: 'unavailable', sentence: TABLE_GONE };
  const { table, source, wish } = read;
  const writer = progressWriter(ports, id, initiativeId);
  const end = await ports.threads.run(TRAIN, { source, wish, rule, seed }, { signal, onProgress: writer.take });
  await writer.end();
  if (end.kind === 'done') return tellKinds(end.output, kindsNotLearned(table, request));
  if (end.kind === 'cancelled') return 'cancelled';
  if (end.kind === 'out-of-memory') return { kind: 'unavailable', sentence: OUT_OF_MEMORY };
  throw new Error(`The training crashed: ${end.told}`);
}

/** Adds what never came before the program, because its kind says nothing about a row. */
function tellKinds(answer: TrainAnswer, unused: TrainingResult['unused']): TrainAnswer {
  if (answer.kind === 'unavailable') return answer;
  return { ...answer, result: { ...answer.result, unused: [...unused, ...answer.result.unused] } };
}

/** Writes progress one after the other, the newest only, so that a slow database is not flooded. */
function progressWriter({ database, log, onChanged }: TrainingPorts, id: string, initiativeId: string) {
  let newest: TrainProgress | null = null;
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    while (newest !== null) {
      const progress: TrainProgress = newest;
      newest = null;
      await writeProgress(database, id, progress);
      onChanged(initiativeId);
    }
    writing = null;
  };
  return {
    take: (progress: TrainProgress): void => {
      newest = progress;
      writing ??= write().catch((error: unknown) => {
        writing = null;
        log.warn({ err: error, trainingId: id }, 'progress was not written');
      });
    },
    end: async (): Promise<void> => {
      await writing;
    },
  };
}

async function finish(ports: TrainingPorts, initiative: StoredInitiative, training: StoredTraining): Promise<void> {
  const run = await logTraining(ports, initiative, training);
  await ports.database.transaction(async (tx) => {
    const change = { state: 'trained', run, jobId: null, finishedAt: ports.now() } as const;
    if (!(await changeUnderWay(tx, training.id, change))) return;
    await recordTraining(tx, ports, training.startedBy, training, { kind: 'training.done', did: 'got' });
  });
}

/** Writes down that a training cannot be done, and why. */
export async function failTraining(ports: TrainingPorts, training: StoredTraining, failure: string): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const change = { state: 'failed', failure, jobId: null, finishedAt: ports.now() } as const;
    if (!(await changeUnderWay(tx, training.id, change))) return;
    const event = { kind: 'training.failed', did: 'could not get', told: `: ${failure}` };
    await recordTraining(tx, ports, training.startedBy, training, event);
  });
}
