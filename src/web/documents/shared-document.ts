import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { DOCUMENT_ENDINGS, type DocumentEnding, endingOf } from '../../platform/contract/index.ts';
import { browserStorage } from '../data/kept-work.ts';
import type { Live } from '../data/live.ts';
import { documentsWithKeptChanges, KeptChanges } from './kept-changes.ts';
import { liveWebSocket } from './live-web-socket.ts';
import { PatientProvider } from './patient-provider.ts';

/**
 * Where a shared document stands: not read yet; everything stored; changes on their way; no connection; or ended by the
 * server for a reason.
 */
export type SharedState = 'opening' | 'saved' | 'saving' | 'lost' | DocumentEnding;

/** A document that several people write at once. It may be changed at any time, with or without a connection. */
export interface SharedDocument {
  readonly document: Y.Doc;
  /** Who else has it open, and where their cursors are. */
  readonly awareness: Awareness;
  state(): SharedState;
  /** Whether there are changes that the server has not stored yet. */
  hasUnsaved(): boolean;
  /** Calls back when the state changes. Returns how to stop. */
  subscribe(onState: () => void): () => void;
  /** Lets go of it. Changes that are not stored yet are still brought to the server while the page lives. */
  release(): void;
}

/** A change may wait so long to travel with the next, ms: a typist's letters go together. */
const TOGETHER_MS = 25;
const AGAIN_AFTER_MS = 1_500;

interface Page {
  readonly socket: HocuspocusProviderWebsocket;
  readonly documents: Map<string, HeldDocument>;
}

const pages = new WeakMap<Live, Page>();

/**
 * Opens a document of the server, or gives the one that this page has open already.
 * @param accountId who writes; what the server does not have yet is kept in this browser under their name.
 */
export function openSharedDocument(live: Live, name: string, accountId: string): SharedDocument {
  const page = pages.get(live) ?? newPage(live);
  const held = page.documents.get(name) ?? newDocument(live, page, name, accountId);
  page.documents.set(name, held);
  held.hold();
  return held;
}

/** Brings to the server what this browser kept of a person when their pages were closed, document by document. */
export function deliverKeptChanges(live: Live, accountId: string): void {
  const storage = browserStorage();
  if (storage === null) return;
  for (const name of documentsWithKeptChanges(storage, accountId)) {
    const shared = openSharedDocument(live, name, accountId);
    const stop = shared.subscribe(() => {
      if (shared.state() === 'opening' || shared.state() === 'saving' || shared.state() === 'lost') return;
      stop();
      shared.release();
    });
  }
}

function newDocument(live: Live, page: Page, name: string, accountId: string): HeldDocument {
  const storage = browserStorage();
  const kept = storage === null ? null : new KeptChanges(storage, accountId, name);
  return new HeldDocument(page.socket, name, kept, () => forget(live, page, name));
}

function newPage(live: Live): Page {
  const socket = new HocuspocusProviderWebsocket({ url: 'live', WebSocketPolyfill: liveWebSocket(live) });
  const page = { socket, documents: new Map() };
  pages.set(live, page);
  globalThis.addEventListener?.('beforeunload', (event) => {
    // The browser asks whether to leave; the words are its own.
    if ([...page.documents.values()].some((held: HeldDocument) => held.wouldLose())) event.preventDefault();
  });
  return page;
}

function forget(live: Live, page: Page, name: string): void {
  page.documents.delete(name);
  if (page.documents.size > 0) return;
  pages.delete(live);
  page.socket.destroy();
}

class HeldDocument implements SharedDocument {
  readonly document = new Y.Doc();
  readonly awareness: Awareness;
  readonly #provider: PatientProvider;
  readonly #kept: KeptChanges | null;
  readonly #onGone: () => void;
  readonly #listeners = new Set<() => void>();
  #holders = 0;
  #isGone = false;
  #wasRead = false;
  #isConnected = false;
  #ending: DocumentEnding | undefined;
  #state: SharedState = 'opening';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: HocuspocusProviderWebsocket, name: string, kept: KeptChanges | null, onGone: () => void) {
    this.#onGone = onGone;
    this.#kept = kept;
    // Before the provider listens, so that a change is kept before anything says that it is on its way.
    this.document.on('update', (change: Uint8Array, _origin: unknown, _document: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.#kept?.add(change);
    });
    this.#provider = new PatientProvider({
      websocketProvider: socket,
      name,
      document: this.document,
      sessionAwareness: true,
      flushDelay: TOGETHER_MS,
      onAuthenticated: () => {
        this.#isConnected = true;
      },
      onSynced: () => {
        // Only now, because what was kept depends on what the server has.
        if (!this.#wasRead) this.#kept?.restore(this.document);
        this.#wasRead = true;
        this.#update();
      },
      onAuthenticationFailed: ({ reason }) => this.#ended(reason),
      onUnsyncedChanges: () => this.#update(),
      onClose: ({ event }) => {
        this.#isConnected = false;
        // The socket's own end is an event of the browser; the end of this document alone is not.
        if (event instanceof Event) this.#update();
        else this.#ended(event.reason);
      },
    });
    const { awareness } = this.#provider;
    if (!awareness) throw new Error('A provider that was given no awareness makes its own.');
    this.awareness = awareness;
    this.#provider.attach();
  }

  state(): SharedState {
    return this.#state;
  }

  hasUnsaved(): boolean {
    return this.#wasRead && this.#provider.hasUnsyncedChanges;
  }

  /** Whether something would be lost if the page were closed now. */
  wouldLose(): boolean {
    return this.hasUnsaved() && this.#kept?.isKept !== true;
  }

  subscribe(onState: () => void): () => void {
    this.#listeners.add(onState);
    return () => this.#listeners.delete(onState);
  }

  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    this.#letGo();
  }

  #ended(reason: string): void {
    const ending = endingOf(reason);
    if (ending && !DOCUMENT_ENDINGS[ending].mayRetry) {
      this.#ending = ending;
      // Nobody finds words here that they may not read any more, and what was refused once would be refused for ever.
      this.#kept?.forget();
    } else this.#timer = setTimeout(() => void this.#openAgain(), AGAIN_AFTER_MS);
    this.#update();
  }

  async #openAgain(): Promise<void> {
    // The server has closed it already; to detach would send one more closing, which would end the new beginning.
    await this.#provider.sendToken();
    this.#provider.startSync();
  }

  #update(): void {
    const state = this.#ending ?? this.#present();
    if (state === 'saved') this.#kept?.saved();
    if (state !== this.#state) {
      this.#state = state;
      for (const listener of this.#listeners) listener();
    }
    this.#letGo();
  }

  #present(): SharedState {
    if (!this.#wasRead) return 'opening';
    if (!this.#isConnected) return 'lost';
    return this.#provider.hasUnsyncedChanges ? 'saving' : 'saved';
  }

  /** Ends it when nobody holds it and nothing waits to be stored any more. */
  #letGo(): void {
    if (this.#isGone || this.#holders > 0 || (this.hasUnsaved() && !this.#ending)) return;
    this.#isGone = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#onGone();
    this.#provider.destroy();
    this.document.destroy();
  }
}
