import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { type Caller, type Experiment, refuseTracking } from '../experiments/index.ts';
import { findSet, holdSet, type NumberedSet, type SetLife } from './evaluation-sets.store.ts';
import { refuseEvaluation } from './evaluations.errors.ts';

/** Who may do what with experiments. */
interface AskAccess {
  /** @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
  experiment(caller: Caller, id: string, wish: 'see' | 'log'): Promise<Experiment>;
  /** The numbers of those experiments that somebody may see. @throws Problem BATCH_TOO_LARGE */
  seenAmong(caller: Caller, ids: readonly string[]): Promise<readonly number[]>;
  /** Those of some experiments with which somebody may do what they wish; numbers of none are passed over. */
  allowedAmong(caller: Caller, nos: readonly number[], wish: 'see' | 'log'): Promise<readonly Experiment[]>;
}

/** What keeping evaluation sets and scorers needs. */
export interface EvaluationPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly access: AskAccess;
  /** The numbers of the initiatives that somebody may see. */
  readonly visibleInitiatives: (queryable: Queryable, caller: Caller) => Promise<readonly number[]>;
  /** Tells open pages that something changed for an initiative, or for what is connected to none. */
  readonly announce: (slug: string | null) => void;
}

/** A set with those of its experiments that the caller may see. */
export interface FoundSet extends NumberedSet {
  readonly seen: readonly Experiment[];
}

/** A set that the caller may see, or `null`; what is hidden is as good as absent. */
export async function findSeenSet(
  ports: EvaluationPorts,
  caller: Caller,
  id: string,
  life: SetLife = 'active',
): Promise<FoundSet | null> {
  const found = await findSet(ports.database, id, life);
  if (!found) return null;
  const seen = await ports.access.allowedAmong(caller, found.experimentNos, 'see');
  const isOwn = found.experimentNos.length === 0 && (caller.isAuditor || mayChangeOwn(caller, found));
  return seen.length > 0 || isOwn ? { ...found, seen } : null;
}

/** A set that the caller may see, or change. @throws Problem EVALUATION_SET_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
export async function requireSet(
  ports: EvaluationPorts,
  caller: Caller,
  id: string,
  wish: 'see' | 'log',
  life: SetLife = 'active',
): Promise<FoundSet> {
  const found = await findSeenSet(ports, caller, id, life);
  if (!found) throw unknownSet(id);
  if (wish === 'log' && (await ports.access.allowedAmong(caller, found.experimentNos, 'log')).length === 0)
    await refuseChange(ports, caller, found);
  return found;
}

/** Refuses a change by somebody who may log to none of the experiments of a set, and lets its owner pass where it has none. */
export async function refuseChange(ports: EvaluationPorts, caller: Caller, found: FoundSet): Promise<void> {
  for (const { no } of found.seen) await ports.access.experiment(caller, String(no), 'log');
  if (!mayChangeOwn(caller, found)) throw refuseTracking('EXPERIMENT_RIGHT_MISSING', { rule: OWNED_RULE });
}

const OWNED_RULE = 'an evaluation set that belongs to no experiment is changed by its owner and by administrators.';

function mayChangeOwn(caller: Caller, { ownerId }: NumberedSet): boolean {
  return caller.isAdministrator || ownerId === caller.accountId;
}

/** A set as it is, held until the end of the transaction, so that it changes one time after the other. @throws Problem EVALUATION_SET_UNKNOWN */
export async function holdPresentSet(tx: Transaction, no: number, id: string): Promise<NumberedSet> {
  const present = (await holdSet(tx, no)) ? await findSet(tx, id) : null;
  if (!present) throw unknownSet(id);
  return present;
}

/** Says that there is no set of an id. */
export function unknownSet(id: string) {
  return refuseEvaluation('EVALUATION_SET_UNKNOWN', { id: id.slice(0, 100) });
}

/** Experiments to which the caller may log, none of them deleted. @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_DELETED, EXPERIMENT_RIGHT_MISSING */
export async function requireLoggable(
  { access }: EvaluationPorts,
  caller: Caller,
  ids: readonly string[],
): Promise<readonly Experiment[]> {
  const experiments = new Map<number, Experiment>();
  for (const id of new Set(ids)) {
    const experiment = await access.experiment(caller, id, 'log');
    if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_DELETED', { id });
    experiments.set(experiment.no, experiment);
  }
  return [...experiments.values()];
}

/** Tells open pages once the transaction is over that sets of these experiments have changed. */
export function announceSets(ports: EvaluationPorts, tx: Transaction, experiments: readonly Experiment[]): void {
  const slugs = new Set(experiments.map(({ link }) => link?.slug ?? null));
  tx.afterCommit(() => {
    for (const slug of slugs) ports.announce(slug);
  });
}

/** Records what somebody did, once in the story of each initiative that it concerns, and tells open pages. */
export async function recordEvaluation(
  ports: EvaluationPorts,
  tx: Transaction,
  caller: Caller,
  experiments: readonly Experiment[],
  told: {
    readonly kind: string;
    readonly sentence: string;
    readonly objectType: 'evaluation-set' | 'scorer';
    readonly objectId: string;
    readonly detail: Readonly<Record<string, string | number>>;
  },
): Promise<void> {
  const stories = new Set(experiments.map(({ link }) => link?.initiativeId));
  if (stories.size === 0) stories.add(undefined);
  for (const initiativeId of stories) {
    const story = initiativeId === undefined ? {} : { subjectId: initiativeId, section: 'build' };
    await appendEvent(tx, { ...told, ...story, actorId: caller.accountId, actorName: caller.name }, ports.now());
  }
  announceSets(ports, tx, experiments);
}
