import type { RawBuilder } from 'kysely';
import type { Database } from '../../platform/database/queryable.ts';
import { ATTENTION_LIMITS } from './attention-limits.ts';
import {
  type ClaimedMail,
  claimMail,
  endMail,
  giveUpCutOff,
  type MailEnd,
  type MailedNotice,
  noticesToMail,
} from './mail.store.ts';
import { type LetterLine, writeLetter } from './mail-letter.ts';
import { signLink } from './mail-link.use-case.ts';

/** Hands one letter to whoever carries mail. */
export type SendLetter = (letter: {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}) => Promise<
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly isFinal: boolean; readonly reason: string }
  /** The connection broke when the letter may have been accepted already. */
  | { readonly kind: 'unknown'; readonly reason: string }
>;

/** What delivering mails needs. */
export interface DeliveryPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly isReaderOf: RawBuilder<boolean>;
  readonly send: SendLetter;
  /** The address that people use, without a slash at its end. */
  readonly publicUrl: string;
  readonly secret: () => Promise<string>;
}

/**
 * Hands over the mails that are due, one person at a time. A notice is taken before its hand-over and never handed over
 * twice: a refusal is tried again later, an accepted letter and one whose fate is unknown are not.
 * @returns how many letters were accepted.
 */
export async function deliverMail(ports: DeliveryPorts): Promise<number> {
  const { database } = ports;
  let accepted = 0;
  const now = ports.now();
  await giveUpCutOff(database, new Date(now.getTime() - ATTENTION_LIMITS.mailHandOverMs), now);
  for (;;) {
    const claimed = await database.transaction((tx) => claimMail(tx, ports.now()));
    if (claimed === null) return accepted;
    const notices = await noticesToMail(database, ports.isReaderOf, claimed);
    const nos = new Set(notices.map(({ no }) => no));
    const stale = claimed.notificationNos.filter((no) => !nos.has(no));
    await endMail(database, stale, { state: 'dropped' }, ports.now());
    if (notices.length === 0) continue;
    const end = await handOver(ports, claimed, notices);
    if (end.state === 'sent') accepted += 1;
    await endMail(database, [...nos], end, ports.now());
  }
}

async function handOver(
  ports: DeliveryPorts,
  claimed: ClaimedMail,
  notices: readonly MailedNotice[],
): Promise<MailEnd> {
  const { publicUrl } = ports;
  const now = ports.now();
  const secret = await ports.secret();
  const offToken = signLink(secret, 'mail-off', claimed.accountId, now);
  const letter = writeLetter({
    name: claimed.name,
    lines: linesOf(notices).map(({ id, ...line }) => ({
      ...line,
      link: `${publicUrl}/from-mail/${signLink(secret, 'notice', id, now)}`,
    })),
    settingsLink: `${publicUrl}/me/notifications`,
    offLink: `${publicUrl}/mail-off/${offToken}`,
  });
  const delivery = await ports.send({
    ...letter,
    to: { name: claimed.name, address: claimed.email },
    headers: {
      'List-Unsubscribe': `<${publicUrl}/api/mail-off/${offToken}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  });
  switch (delivery.kind) {
    case 'accepted':
      return { state: 'sent' };
    case 'unknown':
      return { state: 'failed', failure: `${delivery.reason} It may have arrived, so it is not sent again.` };
    case 'refused': {
      const { reason, isFinal } = delivery;
      if (isFinal || claimed.attempt >= ATTENTION_LIMITS.mailAttempts) return { state: 'failed', failure: reason };
      const waitMs = ATTENTION_LIMITS.mailBackoffMs * 2 ** (claimed.attempt - 1);
      return { state: 'waiting', failure: reason, dueAt: new Date(now.getTime() + waitMs) };
    }
  }
}

/** Notices about the same matter as one line, in the words of the newest; what waits comes first. */
function linesOf(notices: readonly MailedNotice[]): readonly (Omit<LetterLine, 'link'> & { readonly id: string })[] {
  const byMatter = new Map<string, MailedNotice[]>();
  for (const notice of notices) byMatter.set(notice.matter, [...(byMatter.get(notice.matter) ?? []), notice]);
  return [...byMatter.values()].flatMap((same) => {
    const newest = same.at(-1);
    if (!newest) return [];
    const { id, sentence, initiativeName, verb, minutes, isAsk } = newest;
    return [{ id, sentence, initiativeName, verb, minutes, isAsk, count: same.length }];
  });
}
