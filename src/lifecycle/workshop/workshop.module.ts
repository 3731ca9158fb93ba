import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { DocumentKind, DocumentRight } from '../../platform/documents/document-kind.ts';
import type { Work } from '../../platform/documents/open-document.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import { type Board, type BoardNote, boardNotes } from './board.ts';
import { dissolveGroup, notesOf, readBoardDocument, setVote } from './board-document.ts';
import type { WorkshopPorts } from './change-session.use-case.ts';
import { type FramingDocument, isAllowedText, readFramingDocument } from './framing-document.ts';
import { hideNotes } from './hide-notes.use-case.ts';
import { judgeBoard } from './judge-board.ts';
import { recordWork } from './record-work.use-case.ts';
import { setVotes } from './set-votes.use-case.ts';
import { showNotes } from './show-notes.use-case.ts';
import { startTimer } from './start-timer.use-case.ts';
import { UntoldWork } from './untold-work.ts';
import { workshopMigrations } from './workshop.migrations.ts';
import { workshopRoutes } from './workshop.routes.ts';
import { boardName, framingDocumentName, workshopDocumentOf } from './workshop-documents.ts';

/** What the room is wired with. */
export interface WorkshopDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly documents: WorkshopPorts['documents'];
  readonly require: (slug: string) => Promise<StoredInitiative>;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
  /** Whether a person may do an action on the initiative at an address: the one guard of the installation. */
  readonly mayDo: (principal: Principal, action: 'initiative.see' | 'workshop.work', slug: string) => Promise<boolean>;
  /** Called after the log of an initiative has something new of its workshop. */
  readonly onTold: (slug: string) => void;
}

/** What the room gives to the composition and to later rooms. */
export interface WorkshopModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** The notes on the board of an initiative as they are stored, in the order in which they were written. */
  readBoard(initiative: Pick<StoredInitiative, 'slug'>): Promise<readonly BoardNote[]>;
  /** The rules of the documents of this room, by their names. */
  kindOf(name: string): DocumentKind | undefined;
  rightOf(principal: Principal, name: string): Promise<DocumentRight>;
  /** What is stored together with changes of a document of this room: that somebody worked there. */
  besides(name: string, work: readonly Work[]): ((tx: Transaction) => Promise<void>) | null;
}

/** Wires the workshop. */
export function workshopModule(dependencies: WorkshopDependencies): WorkshopModule {
  const { documents, mayDo } = dependencies;
  const ports = { ...dependencies, untold: new UntoldWork() };
  const board = async (slug: string): Promise<Board> => readBoardDocument(await documents.read(boardName(slug)));
  return {
    mounted: workshopRoutes({
      now: dependencies.now,
      require: dependencies.require,
      board: (initiative) => board(initiative.slug),
      lines: async ({ slug }) => readFramingDocument(await documents.read(framingDocumentName(slug))).lines,
      hideNotes: (actor, initiative) => hideNotes(dependencies, actor, initiative),
      showNotes: (actor, initiative) => showNotes(dependencies, actor, initiative),
      startTimer: (actor, initiative, minutes) => startTimer(dependencies, actor, initiative, minutes),
      setVotes: (actor, initiative, votesEach) => setVotes(dependencies, actor, initiative, votesEach),
    }),
    migrations: workshopMigrations,
    readBoard: async ({ slug }) => boardNotes(await board(slug)),
    kindOf: (name) => {
      const document = workshopDocumentOf(name);
      if (!document) return undefined;
      return document.kind === 'framing-document' ? FRAMING_DOCUMENT_KIND : BOARD_KIND;
    },
    rightOf: async (principal, name) => {
      const document = workshopDocumentOf(name);
      if (!document || !(await mayDo(principal, 'initiative.see', document.slug))) return 'none';
      // A program reads; what is written here is written by a person who is there.
      const mayWork = principal.via === 'session' && (await mayDo(principal, 'workshop.work', document.slug));
      // Hidden notes are nobody else's to read, whatever else a person may see.
      if (document.kind === 'hidden-notes')
        return mayWork && document.accountId === principal.accountId ? 'write' : 'none';
      return mayWork ? 'write' : 'read';
    },
    besides: (name, work) => {
      const document = workshopDocumentOf(name);
      return document && recordWork(ports, document, name, work);
    },
  };
}

/** A board, and in the same shape the notes that one person writes while notes are hidden. */
const BOARD_KIND: DocumentKind<Board> = {
  maxBytes: 2_000_000,
  see: readBoardDocument,
  judge: (before, after, author) => {
    const judgement = judgeBoard(before, after, { id: author.accountId, name: author.name });
    if (judgement.kind === 'forged') return { kind: 'refused', ending: 'change-refused' };
    const { notes, groups, votes } = judgement.corrections;
    const counts = { ...judgement.work };
    if (notes.length + groups.length + votes.length === 0) return { kind: 'accepted', counts };
    return {
      kind: 'corrected',
      counts,
      correct: (document) => {
        for (const id of notes) notesOf(document).delete(id);
        for (const id of groups) dissolveGroup(document, id);
        for (const id of votes) setVote(document, id, author.accountId, false);
      },
    };
  },
};

const FRAMING_DOCUMENT_KIND: DocumentKind<FramingDocument> = {
  maxBytes: 4_000_000,
  see: readFramingDocument,
  judge: (_before, after) =>
    isAllowedText(after) ? { kind: 'accepted', counts: { edits: 1 } } : { kind: 'refused', ending: 'change-refused' },
};
