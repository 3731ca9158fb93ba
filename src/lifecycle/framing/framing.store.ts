import type { JSONColumnType, Selectable } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ROLES } from '../people/index.ts';
import type { FramingContent } from './framing.ts';
import { writerOf } from './framing-drafts.store.ts';
import type { FramingVersion, SignOff, VersionState } from './framing-version.ts';
import type { TranslationWriter } from './translation.ts';

interface FramingTables {
  framing_versions: {
    initiative_no: number;
    version: number;
    iteration: number;
    content: JSONColumnType<FramingContent>;
    content_hash: string;
    state: VersionState;
    proposed_by: string;
    proposed_by_name: string;
    proposed_at: Date;
    amendment_reason: string | null;
    locked_at: Date | null;
    superseded_at: Date | null;
    translated_by: string | null;
    translated_by_name: string | null;
  };
  framing_sign_offs: {
    initiative_no: number;
    version: number;
    role: string;
    account_id: string;
    name: string;
    at: Date;
    content_hash: string;
  };
}

/** Lets one person at a time change the framing of an initiative, until the transaction ends. */
export async function lockFraming(tx: Transaction, initiativeNo: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`framing:${initiativeNo}`]);
}

/** The versions of an initiative with their signatures, newest first, at most `limit`. */
export async function listVersions(
  queryable: Queryable,
  initiativeNo: number,
  limit: number,
): Promise<readonly FramingVersion[]> {
  const rows = await versions(queryable, initiativeNo).orderBy('version', 'desc').limit(limit).execute();
  return withSignOffs(queryable, initiativeNo, rows);
}

/** One version of an initiative, or `null`. */
export async function findVersion(
  queryable: Queryable,
  initiativeNo: number,
  version: number,
): Promise<FramingVersion | null> {
  const rows = await versions(queryable, initiativeNo).where('version', '=', version).execute();
  return (await withSignOffs(queryable, initiativeNo, rows))[0] ?? null;
}

/** The version in a state of which an initiative has at most one: the one in force or the one that waits. */
export async function findVersionInState(
  queryable: Queryable,
  initiativeNo: number,
  state: 'locked' | 'proposed',
): Promise<FramingVersion | null> {
  const rows = await versions(queryable, initiativeNo).where('state', '=', state).execute();
  return (await withSignOffs(queryable, initiativeNo, rows))[0] ?? null;
}

/** The version that one is compared with: the last one signed before it, else the one just before it. */
export async function findVersionBefore(
  queryable: Queryable,
  initiativeNo: number,
  version: number,
): Promise<FramingVersion | null> {
  const rows = await versions(queryable, initiativeNo)
    .where('version', '<', version)
    .orderBy((order) => order.case().when('locked_at', 'is', null).then(1).else(0).end())
    .orderBy('version', 'desc')
    .limit(1)
    .execute();
  return (await withSignOffs(queryable, initiativeNo, rows))[0] ?? null;
}

/** Stores a version that waits for signatures, under the next number of its initiative; needs `lockFraming`. */
export async function insertVersion(
  tx: Transaction,
  initiativeNo: number,
  version: {
    readonly iteration: number;
    readonly content: FramingContent;
    readonly contentHash: string;
    readonly proposedBy: string;
    readonly proposedByName: string;
    readonly proposedAt: Date;
    readonly amendmentReason: string | null;
    readonly writer: TranslationWriter | null;
  },
): Promise<FramingVersion> {
  const db = tx.tables<FramingTables>();
  const { last } = await db
    .selectFrom('framing_versions')
    .select((select) => select.fn.max('version').as('last'))
    .where('initiative_no', '=', initiativeNo)
    .executeTakeFirstOrThrow();
  const row = await db
    .insertInto('framing_versions')
    .values({
      initiative_no: initiativeNo,
      version: (last ?? 0) + 1,
      iteration: version.iteration,
      content: JSON.stringify(version.content),
      content_hash: version.contentHash,
      state: 'proposed',
      proposed_by: version.proposedBy,
      proposed_by_name: version.proposedByName,
      proposed_at: version.proposedAt,
      amendment_reason: version.amendmentReason,
      translated_by: version.writer?.accountId ?? null,
      translated_by_name: version.writer?.name ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toVersion(row, []);
}

/** Gives up a version that waits for signatures. */
export async function withdrawVersion(tx: Transaction, initiativeNo: number, version: number): Promise<void> {
  await changeState(tx, initiativeNo, version, { state: 'withdrawn' });
}

/** Puts a version in force; the one that was in force must have been superseded before. */
export async function lockVersion(tx: Transaction, initiativeNo: number, version: number, at: Date): Promise<void> {
  await changeState(tx, initiativeNo, version, { state: 'locked', locked_at: at });
}

/** Ends the force of a version. */
export async function supersedeVersion(
  tx: Transaction,
  initiativeNo: number,
  version: number,
  at: Date,
): Promise<void> {
  await changeState(tx, initiativeNo, version, { state: 'superseded', superseded_at: at });
}

/** Stores a signature. */
export async function insertSignOff(
  tx: Transaction,
  initiativeNo: number,
  version: number,
  signOff: Omit<SignOff, 'at'> & { readonly at: Date },
): Promise<void> {
  await tx
    .tables<FramingTables>()
    .insertInto('framing_sign_offs')
    .values({
      initiative_no: initiativeNo,
      version,
      role: signOff.role,
      account_id: signOff.accountId,
      name: signOff.name,
      at: signOff.at,
      content_hash: signOff.contentHash,
    })
    .execute();
}

function versions(queryable: Queryable, initiativeNo: number) {
  return queryable
    .tables<FramingTables>()
    .selectFrom('framing_versions')
    .selectAll()
    .where('initiative_no', '=', initiativeNo);
}

async function changeState(
  tx: Transaction,
  initiativeNo: number,
  version: number,
  change: { readonly state: VersionState; readonly locked_at?: Date; readonly superseded_at?: Date },
): Promise<void> {
  await tx
    .tables<FramingTables>()
    .updateTable('framing_versions')
    .set(change)
    .where('initiative_no', '=', initiativeNo)
    .where('version', '=', version)
    .execute();
}

async function withSignOffs(
  queryable: Queryable,
  initiativeNo: number,
  rows: readonly Selectable<FramingTables['framing_versions']>[],
): Promise<readonly FramingVersion[]> {
  if (rows.length === 0) return [];
  const signOffs = await queryable
    .tables<FramingTables>()
    .selectFrom('framing_sign_offs')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .where(
      'version',
      'in',
      rows.map((row) => row.version),
    )
    .orderBy('at')
    .orderBy('role')
    .execute();
  return rows.map((row) =>
    toVersion(
      row,
      signOffs.filter((signOff) => signOff.version === row.version),
    ),
  );
}

function toVersion(
  row: Selectable<FramingTables['framing_versions']>,
  signOffs: readonly Selectable<FramingTables['framing_sign_offs']>[],
): FramingVersion {
  return {
    version: row.version,
    iteration: row.iteration,
    state: row.state,
    content: row.content,
    contentHash: row.content_hash,
    proposedBy: row.proposed_by,
    proposedByName: row.proposed_by_name,
    proposedAt: row.proposed_at.toISOString(),
    amendmentReason: row.amendment_reason,
    writer: writerOf(row.translated_by, row.translated_by_name),
    lockedAt: row.locked_at?.toISOString() ?? null,
    signOffs: signOffs.flatMap((signOff) => {
      const role = ROLES.find((known) => known === signOff.role);
      return role
        ? [
            {
              accountId: signOff.account_id,
              name: signOff.name,
              role,
              at: signOff.at.toISOString(),
              contentHash: signOff.content_hash,
            },
          ]
        : [];
    }),
  };
}
