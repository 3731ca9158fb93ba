import { type Money, moneyByThreshold } from '../../learning/index.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { refuseTraining } from './training.errors.ts';
import { findModel, type KeptModel, listTrainings, readProgress } from './training.store.ts';
import { isUnderWay, type StoredTraining, type TrainingProgress } from './training.ts';
import { TRAINING_LIMITS } from './training-limits.ts';
import { requireTraining } from './training-ports.use-case.ts';
import type { TrainingResult } from './training-result.schema.ts';

/** A training with how far it is; null unless it is under way. */
export interface TrainingNow {
  readonly training: StoredTraining;
  readonly progress: TrainingProgress | null;
}

/** What acting is worth, in minor units of one currency. */
export interface ActingTerms {
  readonly valueCents: number;
  readonly costCents: number;
  readonly capacity: number | null;
}

/** The trainings of an initiative, the newest first. */
export async function readTrainings(queryable: Queryable, { no }: StoredInitiative): Promise<readonly TrainingNow[]> {
  return withProgress(queryable, await listTrainings(queryable, no, TRAINING_LIMITS.listed));
}

/** One training. @throws Problem TRAINING_UNKNOWN */
export async function readTraining(
  queryable: Queryable,
  initiative: StoredInitiative,
  id: string,
): Promise<TrainingNow> {
  const training = await requireTraining(queryable, initiative, id);
  const [now] = await withProgress(queryable, [training]);
  return now ?? { training, progress: null };
}

async function withProgress(
  queryable: Queryable,
  trainings: readonly StoredTraining[],
): Promise<readonly TrainingNow[]> {
  const ids = trainings.flatMap(({ id, state }) => (isUnderWay(state) ? [id] : []));
  const progress = await readProgress(queryable, ids);
  return trainings.map((training) => ({ training, progress: progress.get(training.id) ?? null }));
}

/** A training with the model that it came to. */
export interface LearnedModel {
  readonly training: StoredTraining;
  readonly result: TrainingResult;
  readonly kept: KeptModel;
}

/** The model of a training that is done. @throws Problem TRAINING_UNKNOWN, TRAINING_NOT_DONE */
export async function readLearnedModel(
  queryable: Queryable,
  initiative: Pick<StoredInitiative, 'no'>,
  id: string,
): Promise<LearnedModel> {
  const training = await requireTraining(queryable, initiative, id);
  const kept = await findModel(queryable, id);
  if (training.result === null || kept === null) throw refuseTraining('TRAINING_NOT_DONE');
  return { training, result: training.result, kept };
}

/**
 * What acting on those with the highest probabilities would bring, by how many are acted upon, on rows that the model had
 * not seen. Capacity is of those rows.
 * @throws Problem TRAINING_UNKNOWN, TRAINING_NOT_DONE, TRAINING_NOT_TWO_OUTCOMES
 */
export async function readMoney(
  queryable: Queryable,
  initiative: StoredInitiative,
  id: string,
  { valueCents, costCents, capacity }: ActingTerms,
): Promise<Money & { readonly units: number; readonly events: number }> {
  const { kept } = await readLearnedModel(queryable, initiative, id);
  if (kept.foreseen === null) throw refuseTraining('TRAINING_NOT_TWO_OUTCOMES');
  const terms = { valuePerSuccess: valueCents, costPerAction: costCents, capacity };
  const { outcome } = kept.foreseen;
  return {
    ...moneyByThreshold(kept.foreseen, terms, TRAINING_LIMITS.moneyPoints),
    units: outcome.length,
    events: outcome.reduce((sum, one) => sum + one, 0),
  };
}
