import { Problem } from '../../platform/contract/index.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { checkArtifactLocation, checkExperimentName, checkExperimentTag } from './check-logged.ts';
import {
  aboutExperiment,
  announceChange,
  type ConnectPorts,
  requireTarget,
  storeLink,
} from './connect-experiment.use-case.ts';
import { type Caller, INITIATIVE_TAG, slugInName } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { insertExperiment, upsertExperimentTags } from './experiments.store.ts';
import type { NewExperiment } from './tracking.ts';

/**
 * Creates an experiment and connects it where its tag `throughline.initiative` or the beginning of its name says. A tag
 * is a clear wish, so that what keeps it from coming true refuses the whole; a name may look like an address by chance,
 * so that the experiment then waits among those that are not connected. Where only the playbook holds it back, the name
 * is no chance, and whoever builds there is told who has not signed.
 * @returns its id.
 * @throws Problem EXPERIMENT_NAME_TAKEN, LOGGED_VALUE_INVALID and those of `requireTarget`
 */
export async function createExperiment(ports: ConnectPorts, caller: Caller, asked: NewExperiment): Promise<string> {
  checkExperimentName(asked.name, 'name');
  const artifactLocation = checkArtifactLocation(asked.artifactLocation);
  for (const tag of asked.tags) checkExperimentTag(tag);
  const tags = new Map(asked.tags.map(({ key, value }) => [key, value]));
  const initiative = await targetOf(ports, caller, asked.name, tags.get(INITIATIVE_TAG));
  const at = ports.now();
  return ports.database.transaction(async (tx) => {
    const no = await insertExperiment(tx, {
      name: asked.name,
      artifactLocation,
      atMs: at.getTime(),
      createdBy: caller.accountId,
    });
    if (no === null) throw refuseTracking('EXPERIMENT_NAME_TAKEN', { name: asked.name });
    await upsertExperimentTags(
      tx,
      no,
      [...tags].map(([key, value]) => ({ key, value })),
    );
    await appendEvent(
      tx,
      {
        ...aboutExperiment(caller, { no }, initiative?.id),
        kind: 'experiment.created',
        sentence: `created the experiment "${asked.name}"`,
        detail: { experimentId: String(no), experimentName: asked.name, slug: initiative?.slug ?? null },
      },
      at,
    );
    if (initiative) await storeLink(ports, tx, caller, { no, name: asked.name }, initiative);
    tx.afterCommit(() => announceChange(ports, [initiative?.slug]));
    return String(no);
  });
}

async function targetOf(
  ports: ConnectPorts,
  caller: Caller,
  name: string,
  tagged: string | undefined,
): Promise<StoredInitiative | null> {
  if (tagged !== undefined) return requireTarget(ports, caller, tagged);
  const slug = slugInName(name);
  if (slug === null) return null;
  try {
    return await requireTarget(ports, caller, slug);
  } catch (error) {
    // Whoever may build there means that initiative: left outside it, their runs would be missing from its page, and
    // everybody would read those of a private one.
    if (error instanceof Problem && error.code !== 'PLAYBOOK_HOLDS') return null;
    throw error;
  }
}
