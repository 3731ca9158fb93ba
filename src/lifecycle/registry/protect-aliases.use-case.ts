import { appendEvent } from '../../platform/events/events.store.ts';
import { listProtectedAliases, replaceProtectedAliases } from './deployments.store.ts';
import type { RegistryPorts } from './judge-right.use-case.ts';
import type { Caller } from './model-registry.ts';
import { checkAlias } from './move-alias.use-case.ts';

/** Says which aliases of the installation move only by approval, and returns them. @throws Problem ALIAS_INVALID */
export async function protectAliases(
  ports: RegistryPorts,
  caller: Caller,
  aliases: readonly string[],
): Promise<readonly string[]> {
  for (const alias of aliases) checkAlias(alias);
  const wanted = [...new Set(aliases.map((alias) => alias.toLowerCase()))].sort();
  return ports.database.transaction(async (tx) => {
    const at = ports.now();
    const before = await listProtectedAliases(tx);
    await replaceProtectedAliases(tx, wanted, at);
    const words = wanted.length === 0 ? 'no alias' : wanted.map((alias) => `"${alias}"`).join(', ');
    await appendEvent(
      tx,
      {
        kind: 'aliases.protected',
        sentence: `decided that ${words} move${wanted.length === 1 ? 's' : ''} only by approval`,
        actorId: caller.accountId,
        actorName: caller.name,
        objectType: 'installation',
        objectId: 'protected-aliases',
        detail: { before, after: wanted },
      },
      at,
    );
    return wanted;
  });
}
