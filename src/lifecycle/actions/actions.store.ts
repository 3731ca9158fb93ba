import type { Generated, JSONColumnType, Selectable } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { FramingContent } from '../framing/index.ts';
import type { PhaseReader, StoredPhase } from './phase.ts';

interface ActionTables {
  phases: {
    no: Generated<number>;
    id: string;
    initiative_no: number;
    initiative_id: string;
    number: number;
    iteration: number;
    framing_version: number;
    content: JSONColumnType<FramingContent>;
    content_hash: string;
    salt: string;
    opened_at: Date;
    closed_at: Date | null;
  };
  phase_confirmations: { phase_no: number; framing_version: number; content_hash: string; confirmed_at: Date };
}

/** The phases of initiatives for the later rooms of the line. */
export function phaseReader(queryable: Queryable): PhaseReader {
  return {
    open: (initiativeId) => findOpenPhase(queryable, initiativeId),
    list: (initiativeId) => listPhases(queryable, initiativeId),
  };
}

/** The phase that is open, or `null`. */
export async function findOpenPhase(queryable: Queryable, initiativeId: string): Promise<StoredPhase | null> {
  const row = await queryable
    .tables<ActionTables>()
    .selectFrom('phases')
    .selectAll()
    .where('initiative_id', '=', initiativeId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row ? toPhase(row) : null;
}

/** The phases of an initiative in their order. */
async function listPhases(queryable: Queryable, initiativeId: string): Promise<readonly StoredPhase[]> {
  const rows = await queryable
    .tables<ActionTables>()
    .selectFrom('phases')
    .selectAll()
    .where('initiative_id', '=', initiativeId)
    .orderBy('number')
    .execute();
  return rows.map(toPhase);
}

/** Stores an open phase under the next number of its initiative. */
export async function insertPhase(
  tx: Transaction,
  initiative: { readonly no: number; readonly id: string },
  phase: {
    readonly id: string;
    readonly iteration: number;
    readonly framingVersion: number;
    readonly content: FramingContent;
    readonly contentHash: string;
    readonly salt: string;
    readonly openedAt: Date;
  },
): Promise<StoredPhase> {
  const db = tx.tables<ActionTables>();
  const { last } = await db
    .selectFrom('phases')
    .select((select) => select.fn.max('number').as('last'))
    .where('initiative_id', '=', initiative.id)
    .executeTakeFirstOrThrow();
  const row = await db
    .insertInto('phases')
    .values({
      id: phase.id,
      initiative_no: initiative.no,
      initiative_id: initiative.id,
      number: (last ?? 0) + 1,
      iteration: phase.iteration,
      framing_version: phase.framingVersion,
      content: JSON.stringify(phase.content),
      content_hash: phase.contentHash,
      salt: phase.salt,
      opened_at: phase.openedAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toPhase(row);
}

/** Closes an open phase. */
export async function closePhase(tx: Transaction, phaseNo: number, at: Date): Promise<void> {
  await tx.tables<ActionTables>().updateTable('phases').set({ closed_at: at }).where('no', '=', phaseNo).execute();
}

/** Records that a later version of the framing left the measured part of a phase as it was. */
export async function insertConfirmation(
  tx: Transaction,
  phaseNo: number,
  confirmation: { readonly framingVersion: number; readonly contentHash: string; readonly at: Date },
): Promise<void> {
  await tx
    .tables<ActionTables>()
    .insertInto('phase_confirmations')
    .values({
      phase_no: phaseNo,
      framing_version: confirmation.framingVersion,
      content_hash: confirmation.contentHash,
      confirmed_at: confirmation.at,
    })
    .execute();
}

/** For each phase, by its number in the tables, the later framing versions that left its measured part as it was. */
export async function confirmationsOf(
  queryable: Queryable,
  initiativeId: string,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const rows = await queryable
    .tables<ActionTables>()
    .selectFrom('phase_confirmations')
    .innerJoin('phases', 'phases.no', 'phase_confirmations.phase_no')
    .select(['phase_confirmations.phase_no', 'phase_confirmations.framing_version'])
    .where('phases.initiative_id', '=', initiativeId)
    .orderBy('phase_confirmations.framing_version')
    .execute();
  const versions = new Map<number, readonly number[]>();
  for (const row of rows) versions.set(row.phase_no, [...(versions.get(row.phase_no) ?? []), row.framing_version]);
  return versions;
}

function toPhase(row: Selectable<ActionTables['phases']>): StoredPhase {
  return {
    no: row.no,
    id: row.id,
    number: row.number,
    iteration: row.iteration,
    framingVersion: row.framing_version,
    contentHash: row.content_hash,
    content: row.content,
    salt: row.salt,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}
