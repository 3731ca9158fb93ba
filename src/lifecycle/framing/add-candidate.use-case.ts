import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import type { JsonValue } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { CANDIDATE_LIMITS, type Candidate, type CandidateContent, type SourceNote } from './candidate.ts';
import { refuseCandidate } from './candidates.errors.ts';
import {
  findCandidate,
  insertCandidate,
  listCandidates,
  lockCandidates,
  type StoredCandidate,
} from './candidates.store.ts';
import type { ReadBoard } from './read-candidates.use-case.ts';
import { type FramingPorts, framingEvent } from './save-draft.use-case.ts';

/** What every change of the candidates needs. */
export interface CandidatePorts extends FramingPorts {
  readonly readBoard: ReadBoard;
}

/**
 * Adds a candidate, from nothing or from a note of the board, whose words are kept with it as they read now.
 * @throws Problem CANDIDATE_LIMIT, CANDIDATE_NOTE_UNKNOWN
 */
export async function addCandidate(
  ports: CandidatePorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly content: CandidateContent; readonly noteId?: string | undefined },
): Promise<Candidate> {
  const note = given.noteId === undefined ? null : await requireNote(ports, initiative, given.noteId);
  return ports.database.transaction(async (tx) => {
    await lockCandidates(tx, initiative.no);
    const limit = CANDIDATE_LIMITS.perInitiative;
    if ((await listCandidates(tx, initiative.no)).length >= limit) throw refuseCandidate('CANDIDATE_LIMIT', { limit });
    const id = newId();
    const at = ports.now();
    await insertCandidate(tx, initiative.no, { id, content: given.content, note, byName: actor.name, at });
    const candidate = await requireCandidate(tx, initiative, id);
    await recordCandidate(ports, tx, actor, initiative, candidate, {
      kind: 'framing.candidate-added',
      sentence: `added a possible task: "${candidate.content.title}"${note ? ', from a note of the board' : ''}`,
      at,
      ...(note ? { detail: { noteId: note.id, noteAuthor: note.authorName } } : {}),
    });
    return candidate;
  });
}

async function requireNote(ports: CandidatePorts, initiative: StoredInitiative, noteId: string): Promise<SourceNote> {
  const note = (await ports.readBoard(initiative)).find(({ id }) => id === noteId);
  if (!note) throw refuseCandidate('CANDIDATE_NOTE_UNKNOWN');
  return { id: note.id, text: note.text, authorName: note.authorName };
}

/** A candidate of an initiative. @throws Problem CANDIDATE_UNKNOWN */
export async function requireCandidate(
  tx: Transaction,
  initiative: StoredInitiative,
  id: string,
): Promise<StoredCandidate> {
  const found = await findCandidate(tx, initiative.no, id);
  if (!found) throw refuseCandidate('CANDIDATE_UNKNOWN');
  return found;
}

/** Records what happened to a candidate. */
export async function recordCandidate(
  ports: FramingPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  { id, content }: Candidate,
  what: {
    readonly kind: string;
    readonly sentence: string;
    readonly at: Date;
    readonly reason?: string;
    readonly detail?: Readonly<Record<string, JsonValue>>;
  },
): Promise<void> {
  const { at, detail = {}, ...said } = what;
  await appendEvent(
    tx,
    {
      ...said,
      ...(await framingEvent(ports, tx, actor, initiative)),
      objectType: 'framing-candidate',
      objectId: id,
      detail: { slug: initiative.slug, title: content.title, ...detail },
    },
    at,
  );
}
