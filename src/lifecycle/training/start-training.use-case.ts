import { newId } from '../../platform/database/new-id.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { SourceColumn, SourceTable } from './columns-source.ts';
import { refuseTraining } from './training.errors.ts';
import { changeUnderWay, countUnderWay, insertTraining } from './training.store.ts';
import type { StoredTraining, TrainingRequest } from './training.ts';
import { TRAINING_LIMITS } from './training-limits.ts';
import { recordTraining, requireTraining, TRAINING_JOBS, type TrainingPorts } from './training-ports.use-case.ts';
import type { TrainingResult } from './training-result.schema.ts';

/**
 * Has a model trained in the background.
 * @throws Problem PLAYBOOK_HOLDS, TRAINING_TABLE_UNKNOWN, TRAINING_COLUMN_UNKNOWN, TRAINING_COLUMN_UNFIT,
 * TRAINING_TOO_WIDE, TRAINING_TOO_MANY
 */
export async function startTraining(
  ports: TrainingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  request: TrainingRequest,
): Promise<StoredTraining> {
  await ports.refuseHeld(initiative);
  const table = await ports.source.find(initiative, request.datasetId, request.version);
  if (!table) throw refuseTraining('TRAINING_TABLE_UNKNOWN');
  checkColumns(table, request);
  const id = newId();
  return ports.database.transaction(async (tx) => {
    const limit = TRAINING_LIMITS.underWay;
    await insertTraining(tx, {
      id,
      initiativeNo: initiative.no,
      initiativeId: initiative.id,
      request,
      tableName: table.name,
      tableDigest: table.digest,
      startedBy: { accountId: actor.accountId, name: actor.name },
      startedAt: ports.now(),
    });
    // Counted after the insert, whose lock lets nobody else in between.
    if ((await countUnderWay(tx, initiative.no)) > limit) throw refuseTraining('TRAINING_TOO_MANY', { limit });
    await changeUnderWay(tx, id, { jobId: await ports.jobs.enqueue(tx, TRAINING_JOBS.train, { trainingId: id }) });
    const training = await requireTraining(tx, initiative, id);
    await recordTraining(tx, ports, actor, training, {
      kind: 'training.started',
      did: 'had somebody learn from data:',
    });
    return training;
  });
}

function checkColumns(table: SourceTable, { target, moment, leftOut, rule }: TrainingRequest): void {
  const columnOf = (name: string): SourceColumn => {
    const found = table.columns.find((column) => column.name === name);
    if (!found) throw refuseTraining('TRAINING_COLUMN_UNKNOWN', { column: name.slice(0, 100) });
    return found;
  };
  const unfit = (column: string, reason: string) => refuseTraining('TRAINING_COLUMN_UNFIT', { column, reason });
  if (columnOf(target).kind === 'time') throw unfit(target, 'a moment cannot be predicted as it is.');
  if (columnOf(target).kind === 'id') throw unfit(target, 'it names things, and a name cannot be predicted.');
  if (moment !== null && columnOf(moment).kind !== 'time') throw unfit(moment, 'it does not hold moments.');
  leftOut.forEach(columnOf);
  if (rule !== null) columnOf(rule.column);
  if (rule?.column === target) throw unfit(target, 'the rule of thumb cannot use what is to be predicted.');
  const columns = learnableColumns(table, { target, moment, leftOut }).length;
  const most = TRAINING_LIMITS.columns;
  if (columns > most) throw refuseTraining('TRAINING_TOO_WIDE', { columns, most });
}

/** The columns that a model may learn from: neither left out, nor moments, nor names, nor what is to be predicted. */
export function learnableColumns(
  { columns }: Pick<SourceTable, 'columns'>,
  { target, moment, leftOut }: Pick<TrainingRequest, 'target' | 'moment' | 'leftOut'>,
): readonly SourceColumn[] {
  const without = new Set([target, moment, ...leftOut]);
  return columns.filter(({ name, kind }) => !without.has(name) && kind !== 'time' && kind !== 'id');
}

/** Columns that are not learned from because of what they hold, beside those that people left out. */
export function kindsNotLearned(
  { columns }: Pick<SourceTable, 'columns'>,
  { target, leftOut }: Pick<TrainingRequest, 'target' | 'leftOut'>,
): TrainingResult['unused'] {
  return columns.flatMap(({ name, kind }) => {
    if (name === target || leftOut.includes(name) || (kind !== 'time' && kind !== 'id')) return [];
    return [{ column: name, reason: kind === 'id' ? ('names' as const) : ('moment' as const) }];
  });
}
