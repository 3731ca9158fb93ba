import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import type { SettingPorts } from './change-departments.use-case.ts';
import { deleteSteward, insertSteward } from './idea-settings.store.ts';
import { refuseIdea } from './ideas.errors.ts';
import type { PromotePorts } from './promote-idea.use-case.ts';

/** Makes a person a steward of ideas; naming one again changes nothing. @throws Problem STEWARD_UNKNOWN */
export async function nameSteward(
  ports: SettingPorts & Pick<PromotePorts, 'findPerson'>,
  actor: Actor,
  accountId: string,
): Promise<{ readonly accountId: string; readonly name: string }> {
  const person = await ports.findPerson(accountId);
  if (!person) throw refuseIdea('STEWARD_UNKNOWN');
  await ports.database.transaction(async (tx) => {
    const isNew = await insertSteward(tx, accountId, actor.accountId, ports.now());
    if (isNew) await record(ports, tx, actor, accountId, `made ${person.name} a steward of ideas`);
  });
  return { accountId, name: person.name };
}

/** Ends the stewardship of a person; ending it again changes nothing. */
export async function dismissSteward(
  ports: SettingPorts & Pick<PromotePorts, 'findPerson'>,
  actor: Actor,
  accountId: string,
): Promise<void> {
  const person = await ports.findPerson(accountId);
  await ports.database.transaction(async (tx) => {
    if (!(await deleteSteward(tx, accountId))) return;
    await record(ports, tx, actor, accountId, `ended the stewardship of ${person?.name ?? 'a former account'}`);
  });
}

async function record(
  ports: SettingPorts,
  tx: Transaction,
  actor: Actor,
  accountId: string,
  sentence: string,
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: 'steward.changed',
      sentence,
      actorId: actor.accountId,
      actorName: actor.name,
      objectType: 'account',
      objectId: accountId,
    },
    ports.now(),
  );
}
