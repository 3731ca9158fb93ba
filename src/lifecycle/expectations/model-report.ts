import type { ExpectationVersion } from './expectation.ts';
import type { JudgedModel } from './judged-model.ts';
import type { Judgement } from './judgement.schema.ts';

/** How an expectation fared, and when that was measured. */
export interface KeptResult {
  readonly judgement: Judgement;
  readonly judgedAt: Date;
}

/** A model with how each expectation that counts fared on it; null where that was not judged. */
export interface ModelReport {
  readonly judged: JudgedModel;
  readonly lines: readonly { readonly expectation: ExpectationVersion; readonly result: KeptResult | null }[];
}

/** What is expected of the models of an initiative, and how they fared. */
export interface ExpectationsReport {
  readonly expectations: readonly ExpectationVersion[];
  readonly models: readonly ModelReport[];
}
