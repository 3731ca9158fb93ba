import type { Caller } from '../experiments/index.ts';

/** Limits of scorers, stated once. */
export const SCORER_LIMITS = {
  nameLength: 255,
  /** What a client wrote of a scorer, in characters. */
  textLength: 100_000,
  perExperiment: 500,
  versions: 500,
} as const;

/** A version of a scorer: a rule by which answers are judged, as its client wrote it. It is kept and never run. */
export interface ScorerVersion {
  readonly scorerId: string;
  readonly experimentNo: number;
  readonly name: string;
  readonly version: number;
  readonly text: string;
  readonly createdMs: number;
}

/** Scorers of experiments that are not deleted, with the rights of their experiment. */
export interface Scorers {
  /**
   * Adds a version, the first one with its scorer; no number is given twice. Takes the right to log.
   * @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_DELETED, SCORERS_FULL, LOGGED_VALUE_INVALID
   */
  register(
    caller: Caller,
    experimentId: string,
    scorer: { readonly name: string; readonly text: string },
  ): Promise<ScorerVersion>;
  /** The last versions of the scorers of an experiment, by name. */
  list(caller: Caller, experimentId: string): Promise<readonly ScorerVersion[]>;
  /** The versions of one, the first one first. @throws Problem SCORER_UNKNOWN */
  versions(caller: Caller, experimentId: string, name: string): Promise<readonly ScorerVersion[]>;
  /** One version, the last one unless stated. @throws Problem SCORER_UNKNOWN */
  get(caller: Caller, experimentId: string, name: string, version: number | undefined): Promise<ScorerVersion>;
  /** Puts one version aside, or the scorer with all of them. Takes the right to log. @throws Problem SCORER_UNKNOWN */
  delete(caller: Caller, experimentId: string, name: string, version: number | undefined): Promise<void>;
}
