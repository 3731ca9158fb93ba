import type { Metric, Tag } from './run.ts';

/** The states of a logged model with MLflow's numbers for them. */
export const MODEL_STATUS_NUMBERS = {
  LOGGED_MODEL_STATUS_UNSPECIFIED: 0,
  LOGGED_MODEL_PENDING: 1,
  LOGGED_MODEL_READY: 2,
  LOGGED_MODEL_UPLOAD_FAILED: 3,
} as const;

/** The state of a logged model. */
export type ModelStatus = keyof typeof MODEL_STATUS_NUMBERS;

/** A metric of a model, with the run that measured it. */
export interface ModelMetric extends Metric {
  readonly runId: string;
  readonly datasetName: string | null;
  readonly datasetDigest: string | null;
}

/** A model as a run logged it, before anybody registers it. */
export interface LoggedModel {
  readonly no: number;
  /** `m-` and 32 hexadecimal digits. */
  readonly id: string;
  readonly experimentNo: number;
  readonly name: string;
  readonly modelType: string | null;
  readonly sourceRunId: string | null;
  readonly status: ModelStatus;
  readonly statusMessage: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly artifactUri: string;
  readonly madeBy: string;
  readonly params: readonly Tag[];
  readonly tags: readonly Tag[];
  readonly metrics: readonly ModelMetric[];
}

/** Why a text is no name of a logged model; `null` when it is one. */
export function modelNameProblem(name: string): string | null {
  return /[/:.%"']/.test(name) ? 'the name of a model must not contain any of / : . % " and \'.' : null;
}
