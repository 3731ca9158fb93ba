/**
 * Where a model to be judged comes from: a first model, a logged model, a model among the files of a run (as clients without
 * logged models keep it), or a registered version.
 */
export const CANDIDATE_KINDS = ['training', 'logged-model', 'run-model', 'version'] as const;

/** Where a model to be judged comes from. */
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

/** A model to be judged, by what names it in its own room. */
export interface CandidateName {
  readonly kind: CandidateKind;
  /** Id of the training or of the logged model, id of the run and folder (`id/folder`), or the number of the version's row. */
  readonly ref: string;
}

/** How far a judging is: it waits or is under way, is done, the model cannot be judged, or it went wrong. */
export const JUDGED_STATES = ['waiting', 'judged', 'unfit', 'failed'] as const;

/** How far a judging is. */
export type JudgedState = (typeof JUDGED_STATES)[number];

/** A model with the data and the expectations that it is judged by. */
export interface JudgedModel extends CandidateName {
  readonly id: string;
  readonly initiativeNo: number;
  readonly datasetId: string;
  readonly dataVersion: number;
  /** Grows with every change of the expectations of the data set. */
  readonly revision: number;
  readonly name: string;
  /** SHA-256 of the model: of its document, or of its ONNX file; null until it was read. */
  readonly modelDigest: string | null;
  readonly dataDigest: string | null;
  readonly state: JudgedState;
  /** Why it cannot be judged. */
  readonly sentence: string | null;
  readonly jobId: string | null;
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
}
