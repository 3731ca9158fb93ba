import type { Queryable } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import type { DrawingPorts } from './draft-playbook.use-case.ts';
import { findRetirement, insertRetirement, removeRetirement } from './playbook-retirements.store.ts';
import { refusePlaybook } from './playbooks.errors.ts';
import { findPlaybook, latestVersion } from './playbooks.store.ts';
import { SUITED_PLAYBOOK } from './shipped-playbooks.ts';

/**
 * Retires a playbook with a reason, or offers it again: a retired one can neither be chosen for a new initiative nor be moved
 * to from another playbook. Initiatives that are on it stay, and may go on to its newer versions. Saying the same again
 * changes nothing.
 * @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_CHOSEN_BY_ITSELF for those that stand for "no choice"
 */
export async function retirePlaybook(
  ports: DrawingPorts,
  actor: Actor,
  key: string,
  wish: { readonly isRetired: true; readonly reason: string } | { readonly isRetired: false },
): Promise<void> {
  const usual: readonly string[] = Object.values(SUITED_PLAYBOOK);
  await ports.database.transaction(async (tx) => {
    if (!(await findPlaybook(tx, key, true))) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: key });
    const name = (await latestVersion(tx, key))?.content.name ?? key;
    if (wish.isRetired && usual.includes(key)) throw refusePlaybook('PLAYBOOK_CHOSEN_BY_ITSELF', { playbook: name });
    if (((await findRetirement(tx, key)) !== null) === wish.isRetired) return;
    const at = ports.now();
    if (wish.isRetired) {
      const { accountId: retiredBy, name: retiredByName } = actor;
      await insertRetirement(tx, { key, reason: wish.reason, retiredBy, retiredByName, retiredAt: at });
    } else {
      await removeRetirement(tx, key);
    }
    await appendEvent(
      tx,
      {
        kind: wish.isRetired ? 'playbook.retired' : 'playbook.offered-again',
        sentence: wish.isRetired ? `retired the playbook "${name}"` : `offered the playbook "${name}" again`,
        actorId: actor.accountId,
        actorName: actor.name,
        objectType: 'playbook',
        objectId: key,
        ...(wish.isRetired ? { reason: wish.reason } : {}),
        detail: { key },
      },
      at,
    );
  });
}

/** Refuses a playbook that is not offered any more. @throws Problem PLAYBOOK_RETIRED */
export async function refuseRetired(queryable: Queryable, key: string, name: string): Promise<void> {
  const retirement = await findRetirement(queryable, key);
  if (retirement) throw refusePlaybook('PLAYBOOK_RETIRED', { playbook: name, reason: retirement.reason });
}
