import { z } from 'zod';
import { simpleRuleSchema } from './simple-rule.ts';
import { TRAINING_LIMITS } from './training-limits.ts';
import type { TrainingResult } from './training-result.schema.ts';

/** How far a training can be. */
export const TRAINING_STATES = ['waiting', 'training', 'trained', 'failed', 'cancelled'] as const;

/** How far a training is: it waits for its turn, is under way, has a model, could not be done, or was stopped. */
export type TrainingState = (typeof TRAINING_STATES)[number];

/** What somebody wants to have learned from which table. */
export const trainingRequestSchema = z
  .object({
    datasetId: z.uuid(),
    version: z.number().int().min(1),
    /** The column to predict. */
    target: z.string().min(1).max(500),
    /** Of two values the one to foresee ("Yes" of a column that says who left); guessed when absent. */
    outcome: z.string().min(1).max(500).nullable().default(null),
    /** The column with the moment from which a row is: the model is then checked on what came later. */
    moment: z.string().min(1).max(500).nullable().default(null),
    /** Columns that must not be used, because they are known only afterwards, say. */
    leftOut: z.array(z.string().max(500)).max(5_000).readonly().default([]),
    /** A rule of thumb to stand beside the model. */
    rule: simpleRuleSchema.nullable().default(null),
    /** Same table, same wishes and same seed give the same model to the last byte. */
    seed: z.number().int().min(0).max(TRAINING_LIMITS.seed).default(1),
  })
  .meta({ id: 'TrainingRequest' });

/** What somebody wants to have learned. */
export type TrainingRequest = z.infer<typeof trainingRequestSchema>;

/** Where a training stands among runs and models. */
export interface TrainingRun {
  readonly experimentId: string;
  readonly runId: string;
  /** Null until its files are kept. */
  readonly modelId: string | null;
}

/** A training of an initiative. */
export interface StoredTraining {
  readonly id: string;
  readonly initiativeNo: number;
  readonly initiativeId: string;
  /** From 1 within the initiative. */
  readonly number: number;
  readonly state: TrainingState;
  readonly request: TrainingRequest;
  /** Name and digest of the version that it learns from, as they were when it was started. */
  readonly tableName: string;
  readonly tableDigest: string;
  readonly startedBy: { readonly accountId: string; readonly name: string };
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly failure: string | null;
  readonly jobId: string | null;
  readonly result: TrainingResult | null;
  /** SHA-256 of the model's document, in hexadecimal. */
  readonly modelDigest: string | null;
  readonly run: TrainingRun | null;
}

/** How far a training is: fits done, of how many. */
export interface TrainingProgress {
  readonly done: number;
  readonly of: number;
}

/** What the page calls a training. */
export function trainingName({ number, tableName }: Pick<StoredTraining, 'number' | 'tableName'>): string {
  return `First model ${number} from "${tableName}"`;
}

/** Whether a training can still be stopped. */
export function isUnderWay(state: TrainingState): boolean {
  return state === 'waiting' || state === 'training';
}
