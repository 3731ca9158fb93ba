import type { StoredTraining, TrainingResult } from '../training/index.ts';
import type { Foreseen } from './alike-rows.ts';
import type { Judgement, Overview } from './explanation.ts';
import type { KnownColumn } from './levers-of-columns.ts';

/** A training with the model that it came to. */
export interface Learned {
  readonly training: StoredTraining;
  readonly result: TrainingResult;
  readonly kept: { readonly document: string; readonly foreseen: Foreseen | null };
}

/** A model with what is known of it and of its columns. */
export interface KnownModel {
  readonly learned: Learned;
  readonly overview: Overview;
  /** The most important first. */
  readonly columns: readonly KnownColumn[];
}

/** A model as the page shows it. */
export interface ExplainedModel extends KnownModel {
  /** One and many of what is predicted about, by the signed framing; null before one is signed. */
  readonly entity: { readonly one: string; readonly many: string } | null;
  readonly judgements: readonly Judgement[];
}
