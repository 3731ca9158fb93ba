import type { Database } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import { refuseAttention } from './attention.errors.ts';
import { mailPreference, setMailPreference } from './mail.store.ts';
import { isTimeZone, type MailPreference } from './notice.ts';

const MODE_WORDS: Readonly<Record<MailPreference['mode'], string>> = {
  immediate: 'a mail for each thing that waits',
  daily: 'one mail a day',
  off: 'no mails',
};

/**
 * Changes when a person is told by mail.
 * @throws Problem TIME_ZONE_UNKNOWN
 */
export async function changeMail(
  ports: { readonly database: Database; readonly now: () => Date },
  actor: Actor,
  preference: MailPreference,
): Promise<MailPreference> {
  const { timeZone } = preference;
  if (!isTimeZone(timeZone)) throw refuseAttention('TIME_ZONE_UNKNOWN', { timeZone });
  await ports.database.transaction(async (tx) => {
    const at = ports.now();
    await setMailPreference(tx, actor.accountId, preference, at);
    await appendEvent(
      tx,
      {
        kind: 'mail.preference-changed',
        sentence: `chose ${MODE_WORDS[preference.mode]}`,
        actorId: actor.accountId,
        actorName: actor.name,
        objectType: 'account',
        objectId: actor.accountId,
        detail: { mode: preference.mode },
      },
      at,
    );
  });
  return preference;
}

/** Ends the mails to a person; ending them again changes nothing. Nobody has to be signed in, so the link is the reason. */
export async function endMails(
  ports: { readonly database: Database; readonly now: () => Date },
  person: Actor,
): Promise<void> {
  const before = await mailPreference(ports.database, person.accountId);
  if (before.mode !== 'off') await changeMail(ports, person, { ...before, mode: 'off' });
}
