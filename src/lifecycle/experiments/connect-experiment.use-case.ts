import type { Database, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { type Caller, INITIATIVE_TAG } from './experiment.ts';
import type { AskGuard, ExperimentAccess } from './experiment-access.use-case.ts';
import { refuseTracking } from './experiments.errors.ts';
import { deleteExperimentTag, setLink, upsertExperimentTags } from './experiments.store.ts';

/** What connecting experiments needs. */
export interface ConnectPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly access: ExperimentAccess;
  readonly guard: AskGuard;
  readonly findInitiative: (slug: string) => Promise<StoredInitiative | null>;
  /** Refuses what the playbook of an initiative holds back until its framing is signed. @throws Problem PLAYBOOK_HOLDS */
  readonly refuseHeld: (initiative: StoredInitiative) => Promise<void>;
  /** Told after a change of what pages show; without an initiative (`null`) of an experiment that is connected to none. */
  readonly announce: (slug: string | null) => void;
}

/**
 * The initiative that somebody wants an experiment connected to.
 * @throws Problem EXPERIMENT_INITIATIVE_UNKNOWN, EXPERIMENT_RIGHT_MISSING, PLAYBOOK_HOLDS
 */
export async function requireTarget(ports: ConnectPorts, caller: Caller, slug: string): Promise<StoredInitiative> {
  const initiative = await ports.findInitiative(slug);
  const answer = initiative ? await ports.guard(caller, 'experiment.build', slug) : ({ kind: 'hidden' } as const);
  if (!initiative || answer.kind === 'hidden')
    throw refuseTracking('EXPERIMENT_INITIATIVE_UNKNOWN', { slug: slug.slice(0, 100) });
  if (answer.kind === 'refused') throw refuseTracking('EXPERIMENT_RIGHT_MISSING', { rule: answer.rule });
  await ports.refuseHeld(initiative);
  return initiative;
}

/**
 * Connects an experiment to the present iteration of an initiative. Runs that exist keep what they were started under.
 * @throws Problem EXPERIMENT_UNKNOWN and those of `requireTarget`
 */
export async function connectExperiment(ports: ConnectPorts, caller: Caller, id: string, slug: string): Promise<void> {
  const experiment = await ports.access.experiment(caller, id, 'change');
  const initiative = await requireTarget(ports, caller, slug);
  await ports.database.transaction(async (tx) => {
    await storeLink(ports, tx, caller, experiment, initiative);
    tx.afterCommit(() => announceChange(ports, [experiment.link?.slug, slug]));
  });
}

/**
 * Puts an experiment back among those that are connected to none. Runs keep what they were started under.
 * @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_NOT_CONNECTED, EXPERIMENT_RIGHT_MISSING
 */
export async function disconnectExperiment(
  ports: ConnectPorts,
  caller: Caller,
  id: string,
  slug: string,
): Promise<void> {
  const experiment = await ports.access.experiment(caller, id, 'change');
  const { link } = experiment;
  if (link?.slug !== slug) throw refuseTracking('EXPERIMENT_NOT_CONNECTED');
  const at = ports.now();
  await ports.database.transaction(async (tx) => {
    await setLink(tx, experiment.no, null);
    await deleteExperimentTag(tx, experiment.no, INITIATIVE_TAG);
    await appendEvent(
      tx,
      {
        ...aboutExperiment(caller, experiment, link.initiativeId),
        kind: 'experiment.disconnected',
        sentence: `took the experiment "${experiment.name}" off this initiative`,
        detail: { experimentId: String(experiment.no), experimentName: experiment.name, slug },
      },
      at,
    );
    tx.afterCommit(() => announceChange(ports, [slug]));
  });
}

/** Stores the connection in a transaction with its tag and its event. */
export async function storeLink(
  ports: Pick<ConnectPorts, 'now'>,
  tx: Transaction,
  caller: Caller,
  experiment: { readonly no: number; readonly name: string },
  initiative: StoredInitiative,
): Promise<void> {
  const at = ports.now();
  const { no: initiativeNo, iteration, slug } = initiative;
  await setLink(tx, experiment.no, { initiativeNo, iteration, by: caller.accountId, at });
  await upsertExperimentTags(tx, experiment.no, [{ key: INITIATIVE_TAG, value: slug }]);
  await appendEvent(
    tx,
    {
      ...aboutExperiment(caller, experiment, initiative.id),
      kind: 'experiment.connected',
      sentence: `connected the experiment "${experiment.name}"`,
      detail: { experimentId: String(experiment.no), experimentName: experiment.name, slug, iteration },
    },
    at,
  );
}

/** What every event about an experiment says. */
export function aboutExperiment(caller: Caller, experiment: { readonly no: number }, initiativeId: string | undefined) {
  return {
    actorId: caller.accountId,
    actorName: caller.name,
    ...(initiativeId === undefined ? {} : { subjectId: initiativeId, section: 'build' }),
    objectType: 'experiment',
    objectId: String(experiment.no),
  };
}

/** After a change: decisions are made anew, and pages read again. */
export function announceChange(
  ports: Pick<ConnectPorts, 'access' | 'announce'>,
  slugs: readonly (string | undefined)[],
): void {
  ports.access.forget();
  for (const slug of new Set(slugs)) ports.announce(slug ?? null);
}
