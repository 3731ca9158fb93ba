import type { Generated, JSONColumnType, Selectable } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import {
  CANDIDATE_LIMITS,
  CANDIDATE_STATES,
  type Candidate,
  type CandidateContent,
  type CandidateState,
  type SourceNote,
} from './candidate.ts';

interface CandidateTables {
  framing_candidates: {
    no: Generated<number>;
    id: string;
    initiative_no: number;
    state: string;
    content: JSONColumnType<CandidateContent>;
    note: JSONColumnType<SourceNote> | null;
    revision: number;
    created_by_name: string;
    updated_by_name: string;
    updated_at: Date;
    decided_by_name: string | null;
    decided_at: Date | null;
    decided_reason: string | null;
  };
  framing_candidate_supports: {
    candidate_no: number;
    account_id: string;
    name: string;
    at: Date;
  };
}

/** A candidate with the key under which its rows are joined. */
export type StoredCandidate = Candidate & { readonly no: number };

/** Lets one person at a time change the candidates of an initiative, until the transaction ends. */
export async function lockCandidates(tx: Transaction, initiativeNo: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`framing-candidates:${initiativeNo}`]);
}

/** All candidates of an initiative, oldest first. */
export async function listCandidates(queryable: Queryable, initiativeNo: number): Promise<readonly StoredCandidate[]> {
  const rows = await queryable
    .tables<CandidateTables>()
    .selectFrom('framing_candidates')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .orderBy('no')
    .limit(CANDIDATE_LIMITS.perInitiative)
    .execute();
  return withSupporters(queryable, rows);
}

/** One candidate of an initiative, or `null`. */
export async function findCandidate(
  queryable: Queryable,
  initiativeNo: number,
  id: string,
): Promise<StoredCandidate | null> {
  const rows = await queryable
    .tables<CandidateTables>()
    .selectFrom('framing_candidates')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .where('id', '=', id)
    .execute();
  return (await withSupporters(queryable, rows))[0] ?? null;
}

/** What the candidate says that is chosen for the framing; `null` while none is. */
export async function findChosen(queryable: Queryable, initiativeNo: number): Promise<CandidateContent | null> {
  const rows = await queryable
    .tables<CandidateTables>()
    .selectFrom('framing_candidates')
    .select('content')
    .where('initiative_no', '=', initiativeNo)
    .where('state', '=', 'chosen')
    .limit(1)
    .execute();
  return rows[0]?.content ?? null;
}

/** Stores a new candidate, which is compared from now on. */
export async function insertCandidate(
  tx: Transaction,
  initiativeNo: number,
  candidate: {
    readonly id: string;
    readonly content: CandidateContent;
    readonly note: SourceNote | null;
    readonly byName: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .tables<CandidateTables>()
    .insertInto('framing_candidates')
    .values({
      id: candidate.id,
      initiative_no: initiativeNo,
      state: 'open',
      content: JSON.stringify(candidate.content),
      note: candidate.note && JSON.stringify(candidate.note),
      revision: 1,
      created_by_name: candidate.byName,
      updated_by_name: candidate.byName,
      updated_at: candidate.at,
    })
    .execute();
}

/** Stores what a candidate says now. */
export async function putContent(
  tx: Transaction,
  no: number,
  change: { readonly content: CandidateContent; readonly byName: string; readonly at: Date },
): Promise<void> {
  await tx
    .tables<CandidateTables>()
    .updateTable('framing_candidates')
    .set((set) => ({
      content: JSON.stringify(change.content),
      revision: set('revision', '+', 1),
      updated_by_name: change.byName,
      updated_at: change.at,
    }))
    .where('no', '=', no)
    .execute();
}

/** Stores where a candidate stands, with who decided that and why; an open one has no decision. */
export async function putState(
  tx: Transaction,
  no: number,
  state: CandidateState,
  decision: { readonly byName: string; readonly at: Date; readonly reason: string } | null,
): Promise<void> {
  await tx
    .tables<CandidateTables>()
    .updateTable('framing_candidates')
    .set({
      state,
      decided_by_name: decision?.byName ?? null,
      decided_at: decision?.at ?? null,
      decided_reason: decision?.reason ?? null,
    })
    .where('no', '=', no)
    .execute();
}

/** Gives a person's support; returns whether it is new. */
export async function insertSupport(
  tx: Transaction,
  no: number,
  supporter: { readonly accountId: string; readonly name: string; readonly at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .tables<CandidateTables>()
    .insertInto('framing_candidate_supports')
    .values({ candidate_no: no, account_id: supporter.accountId, name: supporter.name, at: supporter.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes a person's support back; returns whether there was one. */
export async function deleteSupport(tx: Transaction, no: number, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .tables<CandidateTables>()
    .deleteFrom('framing_candidate_supports')
    .where('candidate_no', '=', no)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

async function withSupporters(
  queryable: Queryable,
  rows: readonly Selectable<CandidateTables['framing_candidates']>[],
): Promise<readonly StoredCandidate[]> {
  if (rows.length === 0) return [];
  const supports = await queryable
    .tables<CandidateTables>()
    .selectFrom('framing_candidate_supports')
    .selectAll()
    .where(
      'candidate_no',
      'in',
      rows.map(({ no }) => no),
    )
    .orderBy('at')
    .execute();
  return rows.flatMap((row) => {
    const state = CANDIDATE_STATES.find((known) => known === row.state);
    if (!state) return [];
    const { decided_by_name: byName, decided_at: at, decided_reason: reason } = row;
    return [
      {
        no: row.no,
        id: row.id,
        state,
        content: row.content,
        note: row.note,
        revision: row.revision,
        createdByName: row.created_by_name,
        updatedByName: row.updated_by_name,
        updatedAt: row.updated_at.toISOString(),
        decision: byName === null || at === null || reason === null ? null : { byName, at: at.toISOString(), reason },
        supporters: supports
          .filter((support) => support.candidate_no === row.no)
          .map(({ account_id: accountId, name }) => ({ accountId, name })),
      },
    ];
  });
}
