import {
  countWorkingAdministrators,
  endSessions,
  findPerson,
  lockAdministration,
  type Person,
  writeFlags,
} from './accounts.store.ts';
import { refuseAuth } from './auth.errors.ts';
import type { Actor, AuthPorts } from './auth-ports.ts';
import { revokeResetLinks } from './links.store.ts';

type Flags = Pick<Person, 'isAdministrator' | 'isAuditor' | 'isDisabled'>;

/** The flags to change; those that are absent stay. */
export interface AccountChange {
  readonly isAdministrator?: boolean | undefined;
  readonly isAuditor?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

/**
 * Disables or enables an account, or changes its flags. Disabling ends its sessions and links at once, takes from
 * the person what other rooms gave them, and its tokens are refused until it is enabled again.
 * @throws Problem ACCOUNT_UNKNOWN, LAST_ADMINISTRATOR
 */
export async function changeAccount(
  ports: AuthPorts,
  actor: Actor,
  id: string,
  change: AccountChange,
): Promise<Person> {
  return ports.database.transaction(async (tx) => {
    await lockAdministration(tx);
    const before = await findPerson(tx, id);
    if (!before) throw refuseAuth('ACCOUNT_UNKNOWN');
    const flags: Flags = {
      isAdministrator: change.isAdministrator ?? before.isAdministrator,
      isAuditor: change.isAuditor ?? before.isAuditor,
      isDisabled: change.isDisabled ?? before.isDisabled,
    };
    if (describeChange(before, flags) === '') return before;
    const now = ports.clock();
    await writeFlags(tx, id, flags, now);
    if ((await countWorkingAdministrators(tx)) === 0) throw refuseAuth('LAST_ADMINISTRATOR', { name: before.name });
    if (flags.isDisabled) {
      await endSessions(tx, id);
      await revokeResetLinks(tx, id, now);
    }
    if (flags.isDisabled && !before.isDisabled) await ports.onDisabled(tx, actor, { id, name: before.name });
    const { isAdministrator, isAuditor, isDisabled } = before;
    await ports.record(tx, {
      actorId: actor.accountId,
      actorName: actor.name,
      kind: 'account.changed',
      sentence: describeChange(before, flags),
      objectType: 'account',
      objectId: id,
      detail: { before: { isAdministrator, isAuditor, isDisabled }, after: { ...flags } },
    });
    return { ...before, ...flags };
  });
}

/** What changed, in words; empty when nothing did. */
function describeChange(before: Person, after: Flags): string {
  const { name } = before;
  const changes = [
    after.isDisabled !== before.isDisabled && `${after.isDisabled ? 'disabled' : 'enabled'} the account of ${name}`,
    after.isAdministrator !== before.isAdministrator &&
      (after.isAdministrator ? `made ${name} an administrator` : `took the rights of an administrator from ${name}`),
    after.isAuditor !== before.isAuditor &&
      (after.isAuditor ? `made ${name} an auditor` : `took the rights of an auditor from ${name}`),
  ];
  return changes.filter((change) => change !== false).join(', ');
}
