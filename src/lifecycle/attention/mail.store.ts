import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ATTENTION_LIMITS } from './attention-limits.ts';
import { DEFAULT_MAIL_PREFERENCE, MAIL_MODES, type MailPreference, nextTimeAt } from './notice.ts';

/** How a person wants to be told by mail. */
export async function mailPreference(queryable: Queryable, accountId: string): Promise<MailPreference> {
  const { rows } = await sql<{ mode: string; digest_hour: number; time_zone: string }>`
    select mode, digest_hour, time_zone from mail_preferences where account_id = ${accountId}`.execute(
    queryable.tables(),
  );
  const [row] = rows;
  const mode = MAIL_MODES.find((known) => known === row?.mode);
  return row && mode ? { mode, digestHour: row.digest_hour, timeZone: row.time_zone } : DEFAULT_MAIL_PREFERENCE;
}

/** Stores how a person wants to be told. Mails that wait already follow the new choice. */
export async function setMailPreference(
  tx: Transaction,
  accountId: string,
  { mode, digestHour, timeZone }: MailPreference,
  now: Date,
): Promise<void> {
  await sql`
    insert into mail_preferences (account_id, mode, digest_hour, time_zone)
    values (${accountId}, ${mode}, ${digestHour}, ${timeZone})
    on conflict (account_id) do update
    set mode = excluded.mode, digest_hour = excluded.digest_hour, time_zone = excluded.time_zone`.execute(tx.tables());
  if (mode === 'off') {
    await sql`
      update mail_items set state = 'dropped', changed_at = ${now}
      where account_id = ${accountId} and state = 'waiting'`.execute(tx.tables());
  }
  if (mode === 'daily') {
    await sql`
      update mail_items set due_at = ${nextTimeAt(digestHour, timeZone, now)}
      where account_id = ${accountId} and state = 'waiting' and attempts = 0`.execute(tx.tables());
  }
}

/** Lets a notice be told by mail as its reader wants it: at once when something waits for them, once a day, or not. */
export async function enqueueMail(
  tx: Transaction,
  notice: { readonly no: number; readonly accountId: string; readonly isAsk: boolean; readonly at: Date },
): Promise<void> {
  const { mode, digestHour, timeZone } = await mailPreference(tx, notice.accountId);
  if (mode === 'off' || (mode === 'immediate' && !notice.isAsk)) return;
  const dueAt =
    mode === 'daily'
      ? nextTimeAt(digestHour, timeZone, notice.at)
      : new Date(notice.at.getTime() + ATTENTION_LIMITS.mailWaitMs);
  await sql`
    insert into mail_items (notification_no, account_id, state, due_at, changed_at)
    values (${notice.no}, ${notice.accountId}, 'waiting', ${dueAt}, ${notice.at})
    on conflict (notification_no) do nothing`.execute(tx.tables());
}

/** The notices of one mail, taken so that no other process hands them over. */
export interface ClaimedMail {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly notificationNos: readonly number[];
  /** Which attempt this is, from 1. */
  readonly attempt: number;
}

/** Takes what is due for the person who waits longest; `null` when nothing is due. Commit before the hand-over. */
export async function claimMail(tx: Transaction, now: Date): Promise<ClaimedMail | null> {
  const { rows } = await sql<{
    account_id: string;
    name: string;
    email: string;
    notification_no: number;
    attempts: number;
  }>`
    with first as (
      select account_id from mail_items where state = 'waiting' and due_at <= ${now}
      order by due_at, notification_no limit 1 for update skip locked
    ),
    due as (
      select m.notification_no from mail_items m join first on first.account_id = m.account_id
      where m.state = 'waiting' and m.due_at <= ${now}
      order by m.notification_no limit ${ATTENTION_LIMITS.noticesPerMail} for update of m skip locked
    )
    update mail_items m set state = 'sending', attempts = m.attempts + 1, changed_at = ${now}
    from due, accounts a
    where m.notification_no = due.notification_no and a.id = m.account_id
    returning m.account_id, a.name, a.email, m.notification_no, m.attempts`.execute(tx.tables());
  const [row] = rows;
  if (!row) return null;
  return {
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    notificationNos: rows.map((each) => each.notification_no).sort((a, b) => a - b),
    attempt: Math.max(...rows.map(({ attempts }) => attempts)),
  };
}

/** A notice as a mail tells it. */
export interface MailedNotice {
  readonly no: number;
  readonly id: string;
  readonly matter: string;
  readonly sentence: string;
  readonly verb: string;
  readonly minutes: number;
  readonly isAsk: boolean;
  readonly initiativeName: string | null;
}

/** Those of some notices that are still worth a mail: new to their reader, not done, and still theirs to see. */
export async function noticesToMail(
  queryable: Queryable,
  isReaderOf: RawBuilder<boolean>,
  claimed: ClaimedMail,
): Promise<readonly MailedNotice[]> {
  const { rows } = await sql<{
    no: number;
    id: string;
    matter: string;
    sentence: string;
    verb: string;
    minutes: number;
    is_ask: boolean;
    name: string | null;
  }>`
    select n.no, n.id, n.matter, n.sentence, n.verb, n.minutes, n.is_ask, i.name
    from notifications n
    join accounts a on a.id = n.account_id and a.disabled_at is null
    left join initiatives i on i.no = n.initiative_no
    where n.no = any(${[...claimed.notificationNos]}::bigint[]) and n.account_id = ${claimed.accountId}
      and n.read_at is null and n.done_at is null and (n.initiative_no is null or ${isReaderOf})
    order by n.no`.execute(queryable.tables());
  return rows.map((row) => ({
    no: row.no,
    id: row.id,
    matter: row.matter,
    sentence: row.sentence,
    verb: row.verb,
    minutes: row.minutes,
    isAsk: row.is_ask,
    initiativeName: row.name,
  }));
}

/** What became of a hand-over. */
export type MailEnd =
  | { readonly state: 'sent' | 'dropped' }
  | { readonly state: 'failed'; readonly failure: string }
  | { readonly state: 'waiting'; readonly failure: string; readonly dueAt: Date };

/** Notes what became of the notices of a mail. */
export async function endMail(queryable: Queryable, nos: readonly number[], end: MailEnd, now: Date): Promise<void> {
  if (nos.length === 0) return;
  await sql`
    update mail_items set state = ${end.state}, changed_at = ${now}, failure = ${'failure' in end ? end.failure : null},
      due_at = coalesce(${'dueAt' in end ? end.dueAt : null}::timestamptz, due_at)
    where notification_no = any(${[...nos]}::bigint[]) and state = 'sending'`.execute(queryable.tables());
}

/** Gives up hand-overs whose process died in the middle: nobody knows whether they arrived, so they are not repeated. */
export async function giveUpCutOff(queryable: Queryable, before: Date, now: Date): Promise<void> {
  await sql`
    update mail_items set state = 'failed', changed_at = ${now},
      failure = 'The process ended while the mail was handed over. It may have arrived, so it is not sent again.'
    where state = 'sending' and changed_at < ${before}`.execute(queryable.tables());
}

/** What administrators see of the mails. */
export interface MailReport {
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
  readonly failures: readonly {
    readonly at: string;
    readonly name: string;
    readonly attempts: number;
    readonly failure: string;
    /** Whether it is tried again. */
    readonly isGivenUp: boolean;
  }[];
}

/** Counts the mails and lists the newest failures; never what a mail said. */
export async function mailReport(queryable: Queryable): Promise<MailReport> {
  const { rows: counts } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from mail_items group by state`.execute(queryable.tables());
  const { rows } = await sql<{ changed_at: Date; name: string; attempts: number; failure: string; state: string }>`
    select m.changed_at, a.name, m.attempts, m.failure, m.state
    from mail_items m join accounts a on a.id = m.account_id
    where m.failure is not null and m.state in ('failed', 'waiting')
    order by m.changed_at desc limit ${ATTENTION_LIMITS.listedFailures}`.execute(queryable.tables());
  const countOf = (state: string): number => counts.find((row) => row.state === state)?.count ?? 0;
  return {
    waiting: countOf('waiting') + countOf('sending'),
    sent: countOf('sent'),
    failed: countOf('failed'),
    failures: rows.map((row) => ({
      at: row.changed_at.toISOString(),
      name: row.name,
      attempts: row.attempts,
      failure: row.failure,
      isGivenUp: row.state === 'failed',
    })),
  };
}
