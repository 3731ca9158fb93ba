import type { RawBuilder } from 'kysely';
import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Step } from '../line-order.ts';
import type { Role } from '../people/index.ts';
import { ATTENTION_LIMITS } from './attention-limits.ts';
import {
  hasUntoldEvents,
  holdProgress,
  insertNotice,
  nextEvents,
  type SealedEvent,
  seated,
  setProgress,
  settleMatter,
  tellable,
  withdrawWords,
} from './follow.store.ts';
import { enqueueMail } from './mail.store.ts';
import { matterOf, type Settlement, settlementsOf } from './matter.ts';
import { type Addressee, NOTICE_RULES, wordsOf } from './notice-rules.ts';

/** What turning events into notices needs. */
export interface FollowPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** The rule `initiative.see` in SQL for account `a` and initiative `i`. */
  readonly isReaderOf: RawBuilder<boolean>;
  /** Whether mails are sent at all; without it none wait. */
  readonly sendsMail: boolean;
  /** The roles whose signatures the framing of an initiative needs. */
  readonly signersOf: (queryable: Queryable, initiativeId: string) => Promise<readonly Role[]>;
  /** Accounts that sit at the steps of a part of the line, by the playbook of the initiative. */
  readonly seatedAt: (queryable: Queryable, initiativeId: string, part: Step) => Promise<readonly string[]>;
  /** Accounts that a step needs and has not heard yet; of the step under way when none is named. */
  readonly unheardAt: (queryable: Queryable, initiativeId: string, step: string | null) => Promise<readonly string[]>;
  /** Called after the commit with everybody whose list changed. */
  readonly onTold: (accountIds: readonly string[]) => void;
}

/**
 * Turns sealed events into notices, each event once for each person: the notices and the place up to which events were
 * read are stored together, so a process that dies leaves nothing half told. Of several processes one works at a time.
 * @returns how many events were read.
 */
export async function followEvents(ports: FollowPorts): Promise<number> {
  let total = 0;
  while (await hasUntoldEvents(ports.database)) {
    const count = await ports.database.transaction((tx) => followSome(ports, tx));
    if (count === 0) break;
    total += count;
  }
  return total;
}

async function followSome(ports: FollowPorts, tx: Transaction): Promise<number> {
  const position = await holdProgress(tx);
  if (position === null) return 0;
  const events = await nextEvents(tx, position);
  const changed = new Set<string>();
  for (const event of events) {
    for (const accountId of await tellOf(ports, tx, event)) changed.add(accountId);
  }
  const last = events.at(-1);
  if (last) await setProgress(tx, last.position);
  if (changed.size > 0) tx.afterCommit(() => ports.onTold([...changed]));
  return events.length;
}

async function tellOf(ports: FollowPorts, tx: Transaction, event: SealedEvent): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const settlement of settlementsOf(event)) {
    const whose = accountOf(settlement, event);
    if (whose === null && settlement.for !== 'everybody') continue;
    changed.push(...(await settleMatter(tx, settlement.matter, whose, event.at)));
  }
  if (event.kind === 'comment.removed') {
    changed.push(
      ...(await withdrawWords(tx, event.objectId, `${event.actorName} said something, and removed it later`)),
    );
  }
  // Whoever did it knows; of several rows the first that names somebody holds.
  const told = new Set<string>(event.actorId === null ? [] : [event.actorId]);
  for (const rule of NOTICE_RULES[event.kind] ?? []) {
    const named = (await resolve(ports, tx, event, rule.to(event))).filter((id) => !told.has(id));
    const words = wordsOf(rule, event);
    const sentence = shorten(words.sentence);
    for (const accountId of await tellable(tx, ports.isReaderOf, event.initiativeNo, named)) {
      told.add(accountId);
      const no = await insertNotice(tx, { ...words, sentence, accountId, event, matter: matterOf(event) });
      if (no === null) continue;
      changed.push(accountId);
      if (ports.sendsMail) await enqueueMail(tx, { no, accountId, isAsk: words.isAsk, at: ports.now() });
    }
  }
  return changed;
}

/** The one for whom a matter is settled; `null` for everybody, and for an event that nobody did. */
function accountOf(settlement: Settlement, { actorId }: SealedEvent): string | null {
  if (settlement.for === 'everybody') return null;
  return settlement.for === 'actor' ? actorId : settlement.for.accountId;
}

async function resolve(
  ports: FollowPorts,
  tx: Transaction,
  { initiativeId, initiativeNo }: SealedEvent,
  addressee: Addressee,
): Promise<readonly string[]> {
  if (addressee.kind === 'accounts') return addressee.ids;
  if (initiativeId === null || initiativeNo === null) return [];
  switch (addressee.kind) {
    case 'roles':
      return seated(tx, initiativeNo, addressee.roles);
    case 'table':
      return seated(tx, initiativeNo, 'any');
    case 'part':
      return ports.seatedAt(tx, initiativeId, addressee.part);
    case 'signers':
      return seated(tx, initiativeNo, await ports.signersOf(tx, initiativeId));
    case 'unheard':
      return ports.unheardAt(tx, initiativeId, addressee.step);
  }
}

function shorten(sentence: string): string {
  const flat = sentence.replaceAll(/\s+/g, ' ');
  const { sentenceLength } = ATTENTION_LIMITS;
  return flat.length <= sentenceLength ? flat : `${flat.slice(0, sentenceLength - 4).trimEnd()} ...`;
}
