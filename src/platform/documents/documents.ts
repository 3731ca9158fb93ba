import { type Connection, Hocuspocus } from '@hocuspocus/server';
import * as Y from 'yjs';
import { DOCUMENT_ENDINGS, type DocumentEnding } from '../contract/index.ts';
import type { Database, Queryable, Transaction } from '../database/database.ts';
import type { Identify } from '../http/guard.ts';
import type { Principal } from '../http/principal.ts';
import type { LiveChannel, LiveChannelSocket } from '../live/live-socket.ts';
import type { Log } from '../log/log.ts';
import { openChangeNotices } from './change-notices.ts';
import { openChannel } from './channel.ts';
import type { DocumentKind, DocumentRight } from './document-kind.ts';
import { appendChanges, changesSince, lastSeqs, namesBeginningWith, storeSnapshot } from './documents.store.ts';
import { DOCUMENT_LIMITS } from './documents-limits.ts';
import { DocumentRefused, OpenDocument, type OpenDocumentPorts, type Work } from './open-document.ts';
import { honestPresence } from './presence.ts';

/** What shared documents are made of; the rooms give the kinds and decide the rights. */
export interface DocumentsOptions {
  readonly database: Database;
  readonly log: Log;
  readonly identify: Identify;
  /** The rules of the document with this name; `undefined` when no room has such documents. */
  readonly kindOf: (name: string) => DocumentKind | undefined;
  readonly rightOf: (principal: Principal, name: string) => Promise<DocumentRight>;
  /**
   * What must be stored together with changes, seeing who did what in them; `null` when nothing, which is the usual case
   * and spares a transaction. Each person stands in `work` once.
   */
  readonly besides: (name: string, work: readonly Work[]) => ((tx: Transaction) => Promise<void>) | null;
}

/** The shared documents of this process. */
export interface Documents {
  /** Takes the binary messages of a page's socket. */
  channel(socket: LiveChannelSocket): LiveChannel;
  /** Changes a document as the server, together with what `inTransaction` stores; people who have it open see it at once. */
  change(
    name: string,
    change: (document: Y.Doc) => void,
    inTransaction: (tx: Transaction) => Promise<void>,
  ): Promise<void>;
  /** A document as it is stored, on its own; empty when nothing was ever written. */
  read(name: string): Promise<Y.Doc>;
  /** The names of stored documents that begin with a text. */
  names(beginning: string, limit: number): Promise<readonly string[]>;
  /** Waits for changes under way. Close the sockets first. */
  close(): Promise<void>;
}

/** What the sync server knows of a connection. */
interface ConnectionContext {
  readonly socket: LiveChannelSocket;
  readonly principal: Principal;
}

/** Opens the shared documents on the database; every change that people are shown is stored there before. */
export async function openDocuments(options: DocumentsOptions): Promise<Documents> {
  const { database, log } = options;
  const open = new Map<string, OpenDocument>();
  const notices = await openChangeNotices(database, log, {
    changed: (name, seq) => {
      const document = open.get(name);
      if (document && document.seq < seq) document.catchUp().catch(warn('other processes’ changes were not read'));
    },
    gap: () => void look().catch(warn('other processes’ changes were not read')),
  });
  const warn = (sentence: string) => (error: unknown) => log.warn({ err: error }, sentence);

  const portsFor = (name: string): OpenDocumentPorts => ({
    since: (seq) => changesSince(database, name, seq),
    refused,
    store: async (changes, work, inTransaction) => {
      const beside = inTransaction ?? (work.length > 0 ? options.besides(name, work) : null);
      const append = async (queryable: Queryable): Promise<number> =>
        changes.length > 0 ? appendChanges(queryable, name, changes) : 0;
      const last = beside
        ? await database.transaction(async (tx) => {
            const seq = await append(tx);
            await beside(tx);
            return seq;
          })
        : await append(database);
      notices.announce(name, last);
      return last;
    },
  });

  const server = new Hocuspocus<ConnectionContext>({
    quiet: true,
    onAuthenticate: async ({ documentName, context, connectionConfig }) => {
      const right = await rightNow(context.socket, documentName);
      if (right.kind === 'none') throw refused('not-allowed');
      connectionConfig.readOnly = right.kind === 'read';
      // The page may know more than this process, when it was connected to another one until now.
      await open.get(documentName)?.catchUp();
      return { principal: right.principal };
    },
    onLoadDocument: async ({ documentName, document }) => {
      const kind = options.kindOf(documentName);
      if (!kind) throw refused('not-allowed');
      const stored = await changesSince(database, documentName, 0);
      open.set(documentName, new OpenDocument(kind, portsFor(documentName), document, stored));
    },
    beforeSync: async ({ documentName, context, connection, type, payload }) => {
      if (type === SYNC_STEP_1 || connection.readOnly) return;
      const { accountId, name } = context.principal;
      await open.get(documentName)?.take(payload, { accountId, name });
      await putTogether(documentName);
    },
    beforeHandleAwareness: async ({ document, connection, states }) => {
      if (!connection) return;
      for (const [page, state] of states) {
        const isSomebodyElse = document
          .getConnections()
          .some((other) => other !== connection && document.getClients(other).has(page));
        if (isSomebodyElse) states.delete(page);
        else states.set(page, honestPresence(state, contextOf(connection).principal));
      }
    },
    afterUnloadDocument: async ({ documentName }) => {
      open.delete(documentName);
    },
  });

  const rightNow = async (
    socket: LiveChannelSocket,
    name: string,
  ): Promise<{ kind: 'write' | 'read'; principal: Principal } | { kind: 'none' }> => {
    const principal = await options.identify(socket.headers);
    if (!principal || name.length > DOCUMENT_LIMITS.nameLength || !options.kindOf(name)) return { kind: 'none' };
    const kind = await options.rightOf(principal, name);
    return kind === 'none' ? { kind } : { kind, principal };
  };
  const putTogether = async (name: string): Promise<void> => {
    const document = open.get(name);
    if (!document || document.looseCount < DOCUMENT_LIMITS.changesPerSnapshot) return;
    document.noteSnapshot();
    await database.transaction((tx) => storeSnapshot(tx, name, mergedState)).catch(warn('no snapshot was stored'));
  };

  /** Asks one person after the other, so that a full house does not hold everybody up every few seconds. */
  const checkRights = async (): Promise<void> => {
    for (const document of [...server.documents.values()]) {
      for (const connection of document.getConnections()) await checkConnection(connection);
    }
  };
  const checkConnection = async (connection: Connection): Promise<void> => {
    const right = await rightNow(contextOf(connection).socket, connection.document.name);
    if (right.kind === 'none') connection.close(endingEvent('not-allowed'));
    else connection.readOnly = right.kind === 'read';
  };
  /** Reads what other processes stored, even if their notice was lost. */
  const look = async (): Promise<void> => {
    if (open.size === 0) return;
    for (const { name, last_seq } of await lastSeqs(database, [...open.keys()])) {
      const document = open.get(name);
      if (document && document.seq < last_seq) await document.catchUp();
    }
  };
  let isLooking = false;
  const round = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    Promise.all([checkRights(), look()])
      .catch(warn('open documents were not looked after'))
      .finally(() => {
        isLooking = false;
      });
  }, DOCUMENT_LIMITS.rightsEveryMs);

  return {
    channel: (socket) => openChannel(socket, (wire) => server.handleConnection(wire, NO_REQUEST, { socket } as never)),
    change: async (name, change, inTransaction) => {
      const direct = await server.openDirectConnection(name);
      try {
        const document = open.get(name);
        if (!document) throw new Error(`The document "${name}" was not loaded.`);
        await document.catchUp();
        await document.change(change, inTransaction);
      } finally {
        await direct.disconnect();
      }
    },
    read: async (name) => {
      const document = new Y.Doc();
      const { updates } = await changesSince(database, name, 0);
      for (const update of updates) Y.applyUpdate(document, update);
      return document;
    },
    names: (beginning, limit) => namesBeginningWith(database, beginning, limit),
    close: async () => {
      clearInterval(round);
      await Promise.all([...open.values()].map((document) => document.settled()));
      await notices.close();
    },
  };
}

/** The message of the sync protocol that asks and changes nothing. */
const SYNC_STEP_1 = 0;

/** The sync server wants a request; ours was judged before the upgrade and says nothing more. */
const NO_REQUEST = new Request('http://localhost/');

function refused(ending: DocumentEnding): DocumentRefused {
  return new DocumentRefused(ending, DOCUMENT_ENDINGS[ending].code);
}

function endingEvent(ending: DocumentEnding): { readonly code: number; readonly reason: string } {
  return { code: DOCUMENT_ENDINGS[ending].code, reason: ending };
}

function contextOf(connection: Connection): ConnectionContext {
  return connection.context;
}

function mergedState(updates: readonly Uint8Array[]): Uint8Array {
  const document = new Y.Doc();
  for (const update of updates) Y.applyUpdate(document, update);
  return Y.encodeStateAsUpdate(document);
}
