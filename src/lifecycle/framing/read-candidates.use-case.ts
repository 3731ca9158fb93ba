import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { CANDIDATE_LIMITS, type Candidate, rankCandidates } from './candidate.ts';
import { listCandidates } from './candidates.store.ts';

/** A note of the workshop's board, as the room of the board tells it. */
export interface BoardNote {
  readonly id: string;
  readonly text: string;
  readonly groupId: string | null;
  readonly groupTitle: string | null;
  readonly votes: number;
  readonly authorId: string;
  readonly authorName: string;
}

/** Reads the notes of an initiative's board; none where there is no board. */
export type ReadBoard = (initiative: StoredInitiative) => Promise<readonly BoardNote[]>;

/** What is compared, and the notes from which more could be made. */
export interface CandidatesReading {
  readonly candidates: readonly Candidate[];
  readonly notes: readonly BoardNote[];
}

/** The candidates in the order of comparison, and the notes that none of them came from, most votes first. */
export async function readCandidates(
  queryable: Queryable,
  initiative: StoredInitiative,
  readBoard: ReadBoard,
): Promise<CandidatesReading> {
  const candidates = await listCandidates(queryable, initiative.no);
  const used = new Set(candidates.map(({ note }) => note?.id));
  const notes = (await readBoard(initiative))
    .filter(({ id }) => !used.has(id))
    .toSorted((one, other) => other.votes - one.votes)
    .slice(0, CANDIDATE_LIMITS.notes);
  return { candidates: rankCandidates(candidates), notes };
}
