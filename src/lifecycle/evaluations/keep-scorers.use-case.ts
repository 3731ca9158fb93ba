import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../platform/database/queryable.ts';
import { type Caller, type Experiment, refuseTracking, refuseValue } from '../experiments/index.ts';
import { refuseEvaluation } from './evaluations.errors.ts';
import { type EvaluationPorts, recordEvaluation } from './require-evaluation-set.use-case.ts';
import { SCORER_LIMITS, type Scorers, type ScorerVersion } from './scorer.ts';
import {
  countScorers,
  countVersions,
  findVersion,
  type HeldScorer,
  holdScorer,
  insertScorer,
  insertVersion,
  lastVersions,
  markScorerDeleted,
  markVersionsDeleted,
  versionsOf,
} from './scorers.store.ts';

/** Opens the scorers. */
export function openScorers(ports: EvaluationPorts): Scorers {
  const { database } = ports;
  const active = async (caller: Caller, id: string, wish: 'see' | 'log'): Promise<Experiment> => {
    const experiment = await ports.access.experiment(caller, id, wish);
    if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_DELETED', { id });
    return experiment;
  };
  return {
    register: async (caller, id, scorer) => registerScorer(ports, caller, await active(caller, id, 'log'), scorer),
    list: async (caller, id) => lastVersions(database, (await active(caller, id, 'see')).no),
    versions: async (caller, id, name) => {
      const versions = await versionsOf(database, (await active(caller, id, 'see')).no, name);
      if (versions.length === 0) throw unknownScorer(id, name);
      return versions;
    },
    get: async (caller, id, name, version) => {
      const found = await findVersion(database, (await active(caller, id, 'see')).no, name, version);
      if (!found) throw unknownScorer(id, name, version);
      return found;
    },
    delete: async (caller, id, name, version) =>
      deleteScorer(ports, caller, await active(caller, id, 'log'), name, version),
  };
}

async function registerScorer(
  ports: EvaluationPorts,
  caller: Caller,
  experiment: Experiment,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<ScorerVersion> {
  checkLength('name', name, SCORER_LIMITS.nameLength);
  checkLength('serialized_scorer', text, SCORER_LIMITS.textLength);
  if (name.trim() === '') throw refuseValue('name', name, 'it needs more than spaces.');
  const createdMs = ports.now().getTime();
  return ports.database.transaction(async (tx) => {
    const held = await heldOrNew(tx, experiment.no, name);
    if ((await countVersions(tx, held.no)) >= SCORER_LIMITS.versions)
      throw refuseEvaluation('SCORERS_FULL', { most: SCORER_LIMITS.versions, what: 'versions of this scorer' });
    const version = held.lastVersion + 1;
    await insertVersion(tx, held.no, { version, text, createdMs }, caller.accountId);
    await recordEvaluation(ports, tx, caller, [experiment], {
      kind: 'scorer.registered',
      sentence: `registered version ${version} of the scorer "${name}" in the experiment "${experiment.name}"`,
      ...aboutScorer(held, experiment, name),
    });
    return { scorerId: held.id, experimentNo: experiment.no, name, version, text, createdMs };
  });
}

async function heldOrNew(tx: Transaction, experimentNo: number, name: string): Promise<HeldScorer> {
  const found = await holdScorer(tx, experimentNo, name);
  if (found) return found;
  if ((await countScorers(tx, experimentNo)) >= SCORER_LIMITS.perExperiment)
    throw refuseEvaluation('SCORERS_FULL', { most: SCORER_LIMITS.perExperiment, what: 'scorers in this experiment' });
  await insertScorer(tx, randomUUID(), experimentNo, name);
  const inserted = await holdScorer(tx, experimentNo, name);
  if (!inserted) throw new Error(`the scorer "${name}" was deleted while it was registered`);
  return inserted;
}

async function deleteScorer(
  ports: EvaluationPorts,
  caller: Caller,
  experiment: Experiment,
  name: string,
  version: number | undefined,
): Promise<void> {
  const atMs = ports.now().getTime();
  const unknown = unknownScorer(String(experiment.no), name, version);
  await ports.database.transaction(async (tx) => {
    const held = await holdScorer(tx, experiment.no, name);
    if (!held) throw unknown;
    if ((await markVersionsDeleted(tx, held.no, version, { atMs, by: caller.name })) === 0) throw unknown;
    // The name is free again when the whole scorer goes; numbers of versions are not while it stays.
    if (version === undefined) await markScorerDeleted(tx, held.no, atMs);
    const what = version === undefined ? '' : `version ${version} of `;
    await recordEvaluation(ports, tx, caller, [experiment], {
      kind: 'scorer.deleted',
      sentence: `deleted ${what}the scorer "${name}" of the experiment "${experiment.name}"`,
      ...aboutScorer(held, experiment, name),
    });
  });
}

function aboutScorer({ id }: HeldScorer, experiment: Experiment, name: string) {
  return {
    objectType: 'scorer',
    objectId: id,
    detail: { name, experimentId: String(experiment.no), experimentName: experiment.name },
  } as const;
}

function unknownScorer(id: string, name: string, version?: number) {
  const what = version === undefined ? '' : ` and version ${version}`;
  return refuseEvaluation('SCORER_UNKNOWN', { id, name: name.slice(0, 100), version: what });
}

function checkLength(path: string, text: string, most: number): void {
  if (text.length > most) throw refuseValue(path, text, `it has at most ${most} characters.`);
}
