import type {
  LoggedModel,
  Metric,
  ModelMetric,
  PointOfRun,
  TaggedExperiment,
  WrittenRun,
} from '../lifecycle/experiments/index.ts';
import { wireList, wireNumber, wireText } from './present.ts';

/** An experiment as MLflow's clients read it. */
export function presentExperiment(experiment: TaggedExperiment): object {
  return {
    experiment_id: String(experiment.no),
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.isDeleted ? 'deleted' : 'active',
    creation_time: experiment.createdMs,
    last_update_time: experiment.updatedMs,
    tags: wireList(experiment.tags),
  };
}

/** A whole run as MLflow's clients read it, as a text of JSON: its parts come written. */
export function writeRun(run: WrittenRun): string {
  const { info, metrics, params, tags, datasetInputs, modelInputs, modelOutputs } = run;
  const data = writeMembers({ metrics, params, tags });
  const inputs = writeMembers({ dataset_inputs: datasetInputs, model_inputs: modelInputs });
  const outputs = modelOutputs === undefined ? '' : `,"outputs":${writeMembers({ model_outputs: modelOutputs })}`;
  return `{"info":${info},"data":${data},"inputs":${inputs}${outputs}}`;
}

/** An object of JSON whose members are texts of JSON already; what is not there is left out. */
function writeMembers(members: Readonly<Record<string, string | undefined>>): string {
  let written = '';
  for (const [name, text] of Object.entries(members))
    if (text !== undefined) written += `${written === '' ? '' : ','}"${name}":${text}`;
  return `{${written}}`;
}

/** A point of a metric as MLflow's clients read it. */
export function presentMetric({ key, value, timestampMs, step }: Metric): object {
  return { key, value: wireNumber(value), timestamp: timestampMs, step };
}

/** A point with the run that it belongs to. */
export function presentPointOfRun(point: PointOfRun): object {
  return { ...presentMetric(point), run_id: point.runId };
}

/** A logged model as MLflow's clients read it. */
export function presentModel(model: LoggedModel): object {
  return {
    info: {
      model_id: model.id,
      experiment_id: String(model.experimentNo),
      name: model.name,
      creation_timestamp_ms: model.createdMs,
      last_updated_timestamp_ms: model.updatedMs,
      artifact_uri: model.artifactUri,
      status: model.status,
      model_type: wireText(model.modelType),
      source_run_id: wireText(model.sourceRunId),
      status_message: wireText(model.statusMessage),
      tags: wireList(model.tags),
    },
    data: {
      params: wireList(model.params),
      metrics: wireList(model.metrics.map((metric) => presentModelMetric(metric, model.id))),
    },
  };
}

function presentModelMetric(metric: ModelMetric, modelId: string): object {
  return {
    ...presentMetric(metric),
    run_id: metric.runId,
    model_id: modelId,
    dataset_name: wireText(metric.datasetName),
    dataset_digest: wireText(metric.datasetDigest),
  };
}
