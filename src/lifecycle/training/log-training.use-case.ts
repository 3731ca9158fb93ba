import { createHash } from 'node:crypto';
import { Problem } from '../../platform/contract/index.ts';
import { type Caller, INITIATIVE_TAG, type Tag } from '../experiments/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { pathOfStored } from '../registry/index.ts';
import { metricsOfRun } from './metrics-of-run.ts';
import { modelSchema } from './model.schema.ts';
import { type ModelFile, modelFiles } from './model-files.ts';
import { refuseTraining } from './training.errors.ts';
import { changeUnderWay, findModel } from './training.store.ts';
import { type StoredTraining, type TrainingRun, trainingName } from './training.ts';
import { insertTrainingFiles } from './training-files.store.ts';
import type { TrainingPorts } from './training-ports.use-case.ts';
import type { TrainingResult } from './training-result.schema.ts';

/** Digits of a table's digest that a run keeps: MLflow allows 36. */
const DIGEST_DIGITS = 32;
/** Names of left out columns that a run keeps. */
const TOLD_COLUMNS = 5_000;

/**
 * Logs a training as a run, by the same use cases as a run of the MLflow client: params, metrics, the table with its
 * digest, the model with its files. Begun again after a crash it goes on with the run that it had made.
 * @throws Problem EXPERIMENT_RIGHT_MISSING, TRAINING_NOT_KEPT and those of the use cases of runs, models and files
 */
export async function logTraining(
  ports: TrainingPorts,
  initiative: StoredInitiative,
  training: StoredTraining,
): Promise<TrainingRun> {
  const { tracking, database } = ports;
  const { result } = training;
  const kept = await findModel(database, training.id);
  if (result === null || kept === null) throw refuseTraining('TRAINING_NOT_DONE');
  // What somebody may as a member of the table is read anew; rights of administrators log nothing.
  const caller: Caller = { ...training.startedBy, isAdministrator: false, isAuditor: false };
  const run = training.run ?? (await startRun(ports, caller, initiative, training));
  await tracking.runs.log(caller, run.runId, { metrics: [], params: paramsOf(training, result), tags: [] });
  await tracking.runs.logInputs(caller, run.runId, { datasets: [datasetOf(training, result)], modelIds: [] });
  const modelId = run.modelId ?? (await logModel(ports, caller, training, run, result, kept.document));
  const at = ports.now().getTime();
  const { name: datasetName, digest: datasetDigest } = datasetOf(training, result).dataset;
  const metrics = metricsOfRun(result).map((figure) => ({
    ...figure,
    timestampMs: at,
    step: 0,
    ...(figure.key.startsWith('rule_') ? {} : { modelId, datasetName, datasetDigest }),
  }));
  await tracking.runs.log(caller, run.runId, { metrics, params: [], tags: [] });
  await tracking.runs.logOutputs(caller, run.runId, [{ modelId, step: 0 }]);
  await tracking.runs.update(caller, run.runId, { status: 'FINISHED', endMs: at, name: undefined });
  return { ...run, modelId };
}

async function startRun(
  ports: TrainingPorts,
  caller: Caller,
  initiative: StoredInitiative,
  training: StoredTraining,
): Promise<TrainingRun> {
  const experimentId = await experimentOf(ports, caller, initiative);
  const { id } = await ports.tracking.runs.create(caller, {
    experimentId,
    name: trainingName(training),
    user: caller.name.slice(0, 256),
    startMs: training.startedAt.getTime(),
    tags: [
      { key: 'mlflow.user', value: caller.name },
      { key: 'mlflow.source.name', value: 'Throughline' },
      { key: 'throughline.training', value: training.id },
      { key: 'throughline.model_sha256', value: training.modelDigest ?? '' },
    ],
  });
  const run = { experimentId, runId: id, modelId: null };
  await changeUnderWay(ports.database, training.id, { run });
  return run;
}

/** The folder of first models of an initiative; the first training makes it. */
async function experimentOf(ports: TrainingPorts, caller: Caller, { slug }: StoredInitiative): Promise<string> {
  const name = `${slug}/first models`;
  const { experiments } = ports.tracking;
  try {
    return String((await experiments.getByName(caller, name)).no);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'EXPERIMENT_NAME_UNKNOWN')) throw error;
    const tags = [{ key: INITIATIVE_TAG, value: slug }];
    return experiments.create(caller, { name, artifactLocation: undefined, tags });
  }
}

async function logModel(
  ports: TrainingPorts,
  caller: Caller,
  training: StoredTraining,
  run: TrainingRun,
  result: TrainingResult,
  document: string,
): Promise<string> {
  const { models } = ports.tracking;
  const { id, artifactUri } = await models.create(caller, {
    experimentId: run.experimentId,
    name: `first-model-${training.number}`,
    modelType: 'onnx',
    sourceRunId: run.runId,
    params: [{ key: 'family', value: result.choice.family }],
    tags: [{ key: 'throughline.model_sha256', value: training.modelDigest ?? '' }],
  });
  const model = modelSchema.parse(JSON.parse(document));
  const place = { modelId: id, runId: run.runId, artifactUri, madeAt: ports.now() };
  const files = modelFiles(model, document, result, place);
  await rememberFiles(ports, training.id, artifactUri, files);
  for (const { name, content } of files) {
    const reason = await ports.keepFile(artifactUri, name, content);
    if (reason !== null) throw refuseTraining('TRAINING_NOT_KEPT', { reason });
  }
  await models.setStatus(caller, id, 'LOGGED_MODEL_READY');
  await changeUnderWay(ports.database, training.id, { run: { ...run, modelId: id } });
  return id;
}

/** Writes down which files tell of rows before a byte of them is kept, so that nobody is given one in between. */
async function rememberFiles(
  { database }: TrainingPorts,
  trainingId: string,
  artifactUri: string,
  files: readonly ModelFile[],
): Promise<void> {
  const folder = pathOfStored(artifactUri);
  // Files that lie elsewhere are not kept at all, which the first of them says.
  if (folder === null) return;
  const telling = files.filter(({ tellsOfRows }) => tellsOfRows);
  await insertTrainingFiles(
    database,
    trainingId,
    telling.map(({ name, content }) => ({
      path: `${folder}/${name}`,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  );
}

function paramsOf({ request, tableName }: StoredTraining, { choice, rows, target }: TrainingResult): readonly Tag[] {
  const outcome = target.kind === 'binary' ? [{ key: 'outcome', value: target.classes[1] }] : [];
  return [
    { key: 'table', value: `${tableName} version ${request.version}` },
    { key: 'target', value: request.target },
    ...outcome,
    { key: 'moment', value: request.moment ?? 'none' },
    { key: 'left_out', value: request.leftOut.join(', ').slice(0, TOLD_COLUMNS) || 'none' },
    { key: 'family', value: choice.family },
    { key: 'rows', value: String(rows) },
    { key: 'seed', value: String(request.seed) },
  ];
}

function datasetOf({ request, tableName, tableDigest }: StoredTraining, { tableRows, columns }: TrainingResult) {
  const schema = columns.map(({ kind, name }) => ({
    name,
    type: kind === 'category' ? 'string' : 'double',
    required: true,
  }));
  return {
    dataset: {
      name: `${tableName} version ${request.version}`,
      digest: tableDigest.slice(0, DIGEST_DIGITS),
      sourceType: 'throughline',
      source: JSON.stringify({ dataset: request.datasetId, version: request.version, sha256: tableDigest }),
      schema: JSON.stringify({ mlflow_colspec: schema }),
      profile: JSON.stringify({ num_rows: tableRows }),
    },
    tags: [{ key: 'mlflow.data.context', value: 'training' }],
  };
}
