import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { DOCUMENT_ENDINGS, type DocumentEnding, endingOf } from '../../platform/contract/index.ts';
import type { Live } from '../data/live.ts';
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

/** Opens a document of the server, or gives the one that this page has open already. */
export function openSharedDocument(live: Live, name: string): SharedDocument {
  const page = pages.get(live) ?? newPage(live);
  const held = page.documents.get(name) ?? new HeldDocument(page.socket, name, () => forget(live, page, name));
  page.documents.set(name, held);
  held.hold();
  return held;
}

function newPage(live: Live): Page {
  const socket = new HocuspocusProviderWebsocket({ url: 'live', WebSocketPolyfill: liveWebSocket(live) });
  const page = { socket, documents: new Map() };
  pages.set(live, page);
  globalThis.addEventListener?.('beforeunload', (event) => {
    // The browser asks whether to leave; the words are its own.
    if ([...page.documents.values()].some((held: HeldDocument) => held.hasUnsaved())) event.preventDefault();
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
  readonly #onGone: () => void;
  readonly #listeners = new Set<() => void>();
  #holders = 0;
  #isGone = false;
  #wasRead = false;
  #isConnected = false;
  #ending: DocumentEnding | undefined;
  #state: SharedState = 'opening';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: HocuspocusProviderWebsocket, name: string, onGone: () => void) {
    this.#onGone = onGone;
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
    if (ending && !DOCUMENT_ENDINGS[ending].mayRetry) this.#ending = ending;
    else this.#timer = setTimeout(() => void this.#openAgain(), AGAIN_AFTER_MS);
    this.#update();
  }

  async #openAgain(): Promise<void> {
    // The server has closed it already; to detach would send one more closing, which would end the new beginning.
    await this.#provider.sendToken();
    this.#provider.startSync();
  }

  #update(): void {
    const state = this.#ending ?? this.#present();
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
