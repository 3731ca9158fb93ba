import type { Transaction } from '../../platform/database/queryable.ts';
import { type Caller, type Experiment, refuseTooMany } from '../experiments/index.ts';
import { EVALUATION_SET_LIMITS, type EvaluationSet } from './evaluation-set.ts';
import {
  addToExperiments,
  changeOwnerOfSet,
  type NumberedSet,
  takeFromExperiments,
  touchSet,
} from './evaluation-sets.store.ts';
import { refuseEvaluation } from './evaluations.errors.ts';
import {
  type EvaluationPorts,
  holdPresentSet,
  recordEvaluation,
  requireLoggable,
  requireSet,
} from './require-evaluation-set.use-case.ts';

/** Lets a set belong to further experiments; see `EvaluationSets.addExperiments`. */
export async function addSetToExperiments(
  ports: EvaluationPorts,
  caller: Caller,
  id: string,
  experimentIds: readonly string[],
): Promise<EvaluationSet> {
  refuseTooMany(experimentIds.length, EVALUATION_SET_LIMITS.experiments, 'experiments');
  const { no } = await requireSet(ports, caller, id, 'log');
  const given = await requireLoggable(ports, caller, experimentIds);
  return ports.database.transaction(async (tx) => {
    const present = await holdPresentSet(tx, no, id);
    const added = given.filter((experiment) => !present.experimentNos.includes(experiment.no));
    const count = present.experimentNos.length + added.length;
    const most = EVALUATION_SET_LIMITS.experiments;
    if (count > most)
      throw refuseEvaluation('EVALUATION_SET_FULL', { name: present.set.name, count, what: 'experiments', most });
    await addToExperiments(
      tx,
      no,
      added.map((experiment) => experiment.no),
    );
    await recordTies(ports, tx, caller, present, added, 'added');
    return changed(ports, tx, no, id);
  });
}

/** Takes a set out of experiments; see `EvaluationSets.removeExperiments`. Ids of those that it is not in change nothing. */
export async function takeSetFromExperiments(
  ports: EvaluationPorts,
  caller: Caller,
  id: string,
  experimentIds: readonly string[],
): Promise<EvaluationSet> {
  refuseTooMany(experimentIds.length, EVALUATION_SET_LIMITS.experiments, 'experiments');
  const { no, seen } = await requireSet(ports, caller, id, 'log');
  const taken = seen.filter((experiment) => experimentIds.includes(String(experiment.no)));
  // Whoever may change the set by one experiment does not decide about it in the others.
  for (const experiment of taken) await ports.access.experiment(caller, String(experiment.no), 'log');
  return ports.database.transaction(async (tx) => {
    const present = await holdPresentSet(tx, no, id);
    if (taken.length === 0) return present.set;
    const nos = taken.map((experiment) => experiment.no);
    await takeFromExperiments(tx, no, nos);
    // Whoever takes it out of the last one sees what nobody else sees any more; they could see it before.
    if (present.experimentNos.every((other) => nos.includes(other))) await changeOwnerOfSet(tx, no, caller.accountId);
    await recordTies(ports, tx, caller, present, taken, 'taken out');
    return changed(ports, tx, no, id);
  });
}

async function changed(ports: EvaluationPorts, tx: Transaction, no: number, id: string): Promise<EvaluationSet> {
  await touchSet(tx, no, ports.now().getTime());
  return (await holdPresentSet(tx, no, id)).set;
}

async function recordTies(
  ports: EvaluationPorts,
  tx: Transaction,
  caller: Caller,
  { set }: NumberedSet,
  experiments: readonly Experiment[],
  what: 'added' | 'taken out',
): Promise<void> {
  for (const experiment of experiments) {
    const where = `the experiment "${experiment.name}"`;
    const did =
      what === 'added' ? `added the evaluation set "${set.name}" to` : `took the evaluation set "${set.name}" out of`;
    await recordEvaluation(ports, tx, caller, [experiment], {
      kind: what === 'added' ? 'evaluation-set.added' : 'evaluation-set.taken-out',
      sentence: `${did} ${where}`,
      objectType: 'evaluation-set',
      objectId: set.id,
      detail: { name: set.name, experimentId: String(experiment.no), experimentName: experiment.name },
    });
  }
}
