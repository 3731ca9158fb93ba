import type { z } from 'zod';
import type { Money } from '../../learning/index.ts';
import type { WithheldColumns } from '../datasets/index.ts';
import type { LockedFraming } from '../framing/index.ts';
import { checkShown, type StoredCheck } from '../signals/index.ts';
import type { SourceTable } from './columns-source.ts';
import { saidByCheck } from './said-by-check.ts';
import type {
  actingPolicySchema,
  moneySchema,
  offeredTableSchema,
  trainingSchema,
  trainingSummarySchema,
} from './training.schema.ts';
import { type StoredTraining, type TrainingProgress, trainingName } from './training.ts';
import { tableShown, trainingShown } from './training-shown.ts';

interface Now {
  readonly training: StoredTraining;
  readonly progress: TrainingProgress | null;
}

/** A training in a list, as it travels. */
export function presentSummary(now: Now): z.infer<typeof trainingSummarySchema> {
  const { result } = now.training;
  return { ...head(now), family: result?.choice.family ?? null, quality: result?.quality ?? null };
}

/** A training, as it travels: without words of columns that are withheld. */
export function presentTraining(
  now: Now,
  policy: z.infer<typeof actingPolicySchema> | null,
  withheld: WithheldColumns,
): z.infer<typeof trainingSchema> {
  const { request, tableDigest, result, modelDigest, run } = trainingShown(now.training, withheld);
  return { ...head(now), request, tableDigest, result, modelDigest, run, policy, withheld: [...withheld] };
}

function head({ training, progress }: Now) {
  const { id, number, state, tableName, request, startedBy, startedAt, finishedAt, failure } = training;
  return {
    id,
    number,
    name: trainingName(training),
    state,
    datasetId: request.datasetId,
    tableName,
    version: request.version,
    target: request.target,
    startedBy: startedBy.name,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    progress,
    failure,
  };
}

/** A table that can be learned from, with what checks say about it, as it travels: without words that are withheld. */
export function presentTable(
  table: SourceTable,
  checks: readonly StoredCheck[],
  withheld: WithheldColumns,
): z.infer<typeof offeredTableSchema> {
  const { datasetId, columns } = tableShown(table, withheld);
  return {
    ...table,
    columns: columns.map((column) => ({ ...column, values: [...column.values] })),
    said: saidByCheck(
      checks.filter((check) => check.datasetId === datasetId).map((check) => checkShown(check, withheld)),
      datasetId,
      columns.map(({ name }) => name),
    ),
  };
}

/** What a signed framing says about acting, as it travels. */
export function presentPolicy(framing: LockedFraming | null): z.infer<typeof actingPolicySchema> | null {
  if (framing === null) return null;
  const { predictionTask, decisionPolicy, successCriterion } = framing.content;
  return {
    version: framing.version,
    heuristic: predictionTask.heuristic,
    entity: predictionTask.entity,
    action: decisionPolicy.action,
    valueCents: successCriterion.valuePerOutcomeCents ?? null,
    costCents: decisionPolicy.costPerActionCents ?? null,
    capacityPerCycle: decisionPolicy.capacityPerCycle ?? null,
    cycleDays: decisionPolicy.cycleDays,
    currency: successCriterion.currency,
  };
}

/** What acting would bring, as it travels. */
export function presentMoney(
  money: Money & { readonly units: number; readonly events: number },
): z.infer<typeof moneySchema> {
  return money.kind === 'unavailable' ? money : { ...money, points: [...money.points] };
}
