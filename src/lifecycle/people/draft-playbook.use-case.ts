import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { type Actor, slugOf } from '../initiatives/index.ts';
import { PLAYBOOK_LIMITS, type PlaybookContent } from './playbook.ts';
import { readPlaybookFile } from './playbook-yaml.ts';
import { refusePlaybook } from './playbooks.errors.ts';
import {
  countPlaybooks,
  findPlaybook,
  insertPlaybook,
  latestVersion,
  putPlaybookDraft,
  removePlaybookDraft,
  type StoredPlaybook,
} from './playbooks.store.ts';

/** What drawing playbooks needs. */
export interface DrawingPorts {
  readonly database: Database;
  readonly now: () => Date;
}

/** A draft as it was saved. */
export interface SavedPlaybookDraft {
  readonly key: string;
  readonly revision: number;
}

/**
 * Begins a new playbook with a draft like the latest version of another one.
 * @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_KEY_TAKEN, PLAYBOOK_TOO_MANY
 */
export async function beginPlaybook(
  ports: DrawingPorts,
  actor: Actor,
  asked: { readonly name: string; readonly from: string },
): Promise<SavedPlaybookDraft> {
  const key = slugOf(asked.name)
    .slice(0, PLAYBOOK_LIMITS.keyLength)
    .replace(/-+$/, '')
    .replace(/^(?=\d)/, 'p-');
  return ports.database.transaction(async (tx) => {
    const model = await latestVersion(tx, asked.from);
    if (!model) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: asked.from });
    if (!(await addPlaybook(ports, tx, actor, key))) throw refusePlaybook('PLAYBOOK_KEY_TAKEN', { key });
    const revision = await keepDraft(
      ports,
      tx,
      actor,
      { key, revision: 0, draft: null },
      { ...model.content, name: asked.name },
    );
    return { key, revision };
  });
}

/**
 * Saves a draft when its writer began with the newest one; saving the same again changes nothing.
 * @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_DRAFT_CHANGED naming who saved a newer one
 */
export async function savePlaybookDraft(
  ports: DrawingPorts,
  actor: Actor,
  key: string,
  given: { readonly content: PlaybookContent; readonly revision: number },
): Promise<SavedPlaybookDraft> {
  return ports.database.transaction(async (tx) => {
    const book = await findPlaybook(tx, key, true);
    if (!book) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: key });
    return { key, revision: await keepNewest(ports, tx, actor, book, given) };
  });
}

/**
 * Takes a file in as the draft of the playbook that it names; a key that is new begins a new playbook.
 * @throws Problem PLAYBOOK_FILE_INVALID with line and column of each fault, PLAYBOOK_DRAFT_CHANGED, PLAYBOOK_TOO_MANY
 */
export async function importPlaybook(
  ports: DrawingPorts,
  actor: Actor,
  given: { readonly text: string; readonly revision: number },
): Promise<SavedPlaybookDraft> {
  const file = readPlaybookFile(given.text);
  if (file.kind === 'refused') {
    const fields = file.problems.map(({ line, column, message }) => ({
      path: `line ${line}, column ${column}`,
      message,
    }));
    const [first] = fields;
    throw refusePlaybook('PLAYBOOK_FILE_INVALID', { first: first ? `${first.path}: ${first.message}` : '' }, fields);
  }
  const { key, content } = file;
  return ports.database.transaction(async (tx) => {
    const isNew = !(await findPlaybook(tx, key));
    if (isNew) await addPlaybook(ports, tx, actor, key);
    const book = await findPlaybook(tx, key, true);
    if (!book) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: key });
    return { key, revision: await keepNewest(ports, tx, actor, book, { content, revision: given.revision }) };
  });
}

/** Takes a draft away; versions that were published stay. @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_NO_DRAFT */
export async function discardPlaybookDraft(ports: DrawingPorts, actor: Actor, key: string): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const book = await findPlaybook(tx, key, true);
    if (!book) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: key });
    if (!book.draft) throw refusePlaybook('PLAYBOOK_NO_DRAFT', { key });
    await removePlaybookDraft(tx, key);
    await record(
      ports,
      tx,
      actor,
      key,
      'playbook.discarded',
      `discarded the draft of the playbook "${book.draft.content.name}"`,
    );
  });
}

/** Refuses whoever did not begin with the newest draft. @throws Problem PLAYBOOK_DRAFT_CHANGED */
export function requireNewestDraft(book: StoredPlaybook, revision: number): void {
  if (book.revision === revision) return;
  const what = book.draft
    ? `${book.draft.updatedByName} saved a newer one on ${book.draft.updatedAt.toISOString().slice(0, 16).replace('T', ' at ')} UTC`
    : 'somebody published or discarded it meanwhile';
  throw refusePlaybook('PLAYBOOK_DRAFT_CHANGED', { what });
}

async function addPlaybook(ports: DrawingPorts, tx: Transaction, actor: Actor, key: string): Promise<boolean> {
  const limit = PLAYBOOK_LIMITS.playbooks;
  if ((await countPlaybooks(tx)) >= limit) throw refusePlaybook('PLAYBOOK_TOO_MANY', { limit });
  return insertPlaybook(tx, { key, createdBy: actor.accountId, createdByName: actor.name, at: ports.now() });
}

async function keepNewest(
  ports: DrawingPorts,
  tx: Transaction,
  actor: Actor,
  book: StoredPlaybook,
  given: { readonly content: PlaybookContent; readonly revision: number },
): Promise<number> {
  if (book.draft && isDeepStrictEqual(book.draft.content, given.content)) return book.revision;
  requireNewestDraft(book, given.revision);
  return keepDraft(ports, tx, actor, book, given.content);
}

/** A page saves while one draws, so only the beginning of a draft, and each change of hands, is an event. */
async function keepDraft(
  ports: DrawingPorts,
  tx: Transaction,
  actor: Actor,
  book: StoredPlaybook,
  content: PlaybookContent,
): Promise<number> {
  const revision = await putPlaybookDraft(tx, {
    key: book.key,
    content,
    updatedBy: actor.accountId,
    updatedByName: actor.name,
    at: ports.now(),
  });
  if (book.draft?.updatedByName !== actor.name) {
    await record(
      ports,
      tx,
      actor,
      book.key,
      'playbook.drafted',
      `worked on the draft of the playbook "${content.name}"`,
    );
  }
  return revision;
}

async function record(
  ports: DrawingPorts,
  tx: Transaction,
  actor: Actor,
  key: string,
  kind: string,
  sentence: string,
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind,
      sentence,
      actorId: actor.accountId,
      actorName: actor.name,
      objectType: 'playbook',
      objectId: key,
      detail: { key },
    },
    ports.now(),
  );
}
