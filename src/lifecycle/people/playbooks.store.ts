import { createHash } from 'node:crypto';
import { type JSONColumnType, type Selectable, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { playbookContentSchema } from './playbook.schema.ts';
import { PLAYBOOK_LIMITS, type Playbook, type PlaybookContent } from './playbook.ts';

interface PlaybookTables {
  playbooks: {
    key: string;
    draft_revision: number;
    created_by: string | null;
    created_by_name: string;
    created_at: Date;
  };
  playbook_versions: {
    id: string;
    key: string;
    version: number;
    content: JSONColumnType<object>;
    content_hash: string;
    change_note: string;
    published_by: string | null;
    published_by_name: string;
    published_at: Date;
  };
  playbook_steps: { playbook: string; place: number; step: string; part: string; name: string };
  playbook_drafts: {
    key: string;
    content: JSONColumnType<object>;
    updated_by: string;
    updated_by_name: string;
    updated_at: Date;
  };
}

/** A published version, without its content. */
export interface VersionHead {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly contentHash: string;
  readonly changeNote: string;
  readonly publishedByName: string;
  readonly publishedAt: Date;
}

/** A published version. */
export interface PlaybookVersion extends VersionHead {
  readonly content: PlaybookContent;
}

/** What somebody is drawing; nobody is bound by it. */
export interface PlaybookDraft {
  readonly content: PlaybookContent;
  readonly updatedByName: string;
  readonly updatedAt: Date;
}

/** A playbook with its draft. The revision counts the saves, so that a page left open never overwrites newer words. */
export interface StoredPlaybook {
  readonly key: string;
  readonly revision: number;
  readonly draft: PlaybookDraft | null;
}

/** The digest of a playbook's content: whoever publishes or compares speaks of exactly this text. */
export function contentHashOf(content: PlaybookContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Every playbook with its draft and its latest version, in the order of their keys. */
export async function listPlaybooks(
  queryable: Queryable,
): Promise<readonly (StoredPlaybook & { readonly latest: PlaybookVersion | null })[]> {
  const db = queryable.tables<PlaybookTables>();
  const books = await db.selectFrom('playbooks').selectAll().orderBy('key').limit(PLAYBOOK_LIMITS.playbooks).execute();
  const drafts = await db.selectFrom('playbook_drafts').selectAll().execute();
  const versions = await db
    .selectFrom('playbook_versions')
    .selectAll()
    .distinctOn('key')
    .orderBy('key')
    .orderBy('version', 'desc')
    .execute();
  return books.map((book) => {
    const draft = drafts.find(({ key }) => key === book.key);
    const latest = versions.find(({ key }) => key === book.key);
    return {
      key: book.key,
      revision: book.draft_revision,
      draft: draft ? toDraft(draft) : null,
      latest: latest ? toVersion(latest) : null,
    };
  });
}

/** A playbook by its key, or `null`; `forUpdate` makes everybody else who changes it wait. */
export async function findPlaybook(
  queryable: Queryable,
  key: string,
  forUpdate = false,
): Promise<StoredPlaybook | null> {
  const db = queryable.tables<PlaybookTables>();
  const query = db.selectFrom('playbooks').selectAll().where('key', '=', key);
  const book = await (forUpdate ? query.forUpdate() : query).executeTakeFirst();
  if (!book) return null;
  const draft = await db.selectFrom('playbook_drafts').selectAll().where('key', '=', key).executeTakeFirst();
  return { key, revision: book.draft_revision, draft: draft ? toDraft(draft) : null };
}

/** Stores a new playbook under a key that is free; returns whether it was. */
export async function insertPlaybook(
  tx: Transaction,
  book: { readonly key: string; readonly createdBy: string; readonly createdByName: string; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .tables<PlaybookTables>()
    .insertInto('playbooks')
    .values({
      key: book.key,
      draft_revision: 0,
      created_by: book.createdBy,
      created_by_name: book.createdByName,
      created_at: book.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** How many playbooks there are. */
export async function countPlaybooks(queryable: Queryable): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from playbooks`.execute(
    queryable.tables(),
  );
  return rows[0]?.count ?? 0;
}

/** Stores the draft in place of the one before and counts the revision up; returns it. */
export async function putPlaybookDraft(
  tx: Transaction,
  draft: {
    readonly key: string;
    readonly content: PlaybookContent;
    readonly updatedBy: string;
    readonly updatedByName: string;
    readonly at: Date;
  },
): Promise<number> {
  const changing = {
    content: JSON.stringify(draft.content),
    updated_by: draft.updatedBy,
    updated_by_name: draft.updatedByName,
    updated_at: draft.at,
  };
  await tx
    .tables<PlaybookTables>()
    .insertInto('playbook_drafts')
    .values({ key: draft.key, ...changing })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(changing))
    .execute();
  return countRevisionUp(tx, draft.key);
}

/** Takes the draft away and counts the revision up, so that a page which still shows it cannot save it again. */
export async function removePlaybookDraft(tx: Transaction, key: string): Promise<void> {
  await tx.tables<PlaybookTables>().deleteFrom('playbook_drafts').where('key', '=', key).execute();
  await countRevisionUp(tx, key);
}

async function countRevisionUp(tx: Transaction, key: string): Promise<number> {
  const row = await tx
    .tables<PlaybookTables>()
    .updateTable('playbooks')
    .set((set) => ({ draft_revision: set('draft_revision', '+', 1) }))
    .where('key', '=', key)
    .returning('draft_revision')
    .executeTakeFirstOrThrow();
  return row.draft_revision;
}

/** Stores a version for good. */
export async function insertVersion(
  tx: Transaction,
  version: PlaybookVersion & { readonly publishedBy: string },
): Promise<void> {
  const db = tx.tables<PlaybookTables>();
  await db
    .insertInto('playbook_versions')
    .values({
      id: version.id,
      key: version.key,
      version: version.version,
      content: JSON.stringify(version.content),
      content_hash: version.contentHash,
      change_note: version.changeNote,
      published_by: version.publishedBy,
      published_by_name: version.publishedByName,
      published_at: version.publishedAt,
    })
    .execute();
  await db
    .insertInto('playbook_steps')
    .values(
      version.content.steps.map(({ step, part, name }, place) => ({ playbook: version.id, place, step, part, name })),
    )
    .execute();
}

/** The versions of a playbook without their content, the newest first. */
export async function versionsOf(queryable: Queryable, key: string): Promise<readonly VersionHead[]> {
  const rows = await queryable
    .tables<PlaybookTables>()
    .selectFrom('playbook_versions')
    .select([
      'id',
      'key',
      'version',
      'content_hash',
      'change_note',
      'published_by',
      'published_by_name',
      'published_at',
    ])
    .where('key', '=', key)
    .orderBy('version', 'desc')
    .limit(PLAYBOOK_LIMITS.versions)
    .execute();
  return rows.map(toHead);
}

/** The latest version of a playbook, or `null` before the first is published. */
export async function latestVersion(queryable: Queryable, key: string): Promise<PlaybookVersion | null> {
  const row = await queryable
    .tables<PlaybookTables>()
    .selectFrom('playbook_versions')
    .selectAll()
    .where('key', '=', key)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toVersion(row) : null;
}

/** A version by its id, e.g. `standard@1`, or `null`. */
export async function findPlaybookVersion(queryable: Queryable, id: string): Promise<PlaybookVersion | null> {
  const row = await queryable
    .tables<PlaybookTables>()
    .selectFrom('playbook_versions')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toVersion(row) : null;
}

/** The most versions that a process remembers. */
const REMEMBERED = 200;

/** Reads published versions by id; they never change, so each is read from the database once. */
export class PlaybookReader {
  readonly #known = new Map<string, Playbook>();

  /** @throws RangeError for an id that was never published, which the database keeps from happening */
  async read(queryable: Queryable, id: string): Promise<Playbook> {
    const known = this.#known.get(id);
    if (known) return known;
    const found = await findPlaybookVersion(queryable, id);
    if (!found) throw new RangeError(`There is no playbook "${id}".`);
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    const playbook = { id, ...found.content };
    this.#known.set(id, playbook);
    return playbook;
  }
}

function toHead(row: Omit<Selectable<PlaybookTables['playbook_versions']>, 'content'>): VersionHead {
  return {
    id: row.id,
    key: row.key,
    version: row.version,
    contentHash: row.content_hash,
    changeNote: row.change_note,
    publishedByName: row.published_by_name,
    publishedAt: row.published_at,
  };
}

function toVersion(row: Selectable<PlaybookTables['playbook_versions']>): PlaybookVersion {
  return { ...toHead(row), content: playbookContentSchema.parse(row.content) };
}

function toDraft(row: Selectable<PlaybookTables['playbook_drafts']>): PlaybookDraft {
  return {
    content: playbookContentSchema.parse(row.content),
    updatedByName: row.updated_by_name,
    updatedAt: row.updated_at,
  };
}
