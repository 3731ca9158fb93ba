import { reconnectDelay } from './reconnect-delay.ts';

/** The live connection as a page knows it; a connection that was never asked for counts as connected. */
export type LiveState = 'connected' | 'lost';

/** What somebody who speaks in binary messages over the page's connection is told. */
export interface BinaryListener {
  /** The connection is there, now or at last. */
  onOpen(): void;
  onBytes(bytes: ArrayBuffer): void;
  /** The connection is gone; attach again for the next one. */
  onClose(code: number): void;
}

/** A part in the page's connection for binary messages. */
export interface BinaryPart {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  detach(): void;
}

/** Change notices of the server over one WebSocket, shared by everything on the page. */
export interface Live {
  /** Calls back when the topic changes, and after a gap in which it may have changed. Returns how to stop. */
  watch(topic: string, onChange: () => void): () => void;
  /** Takes part in the connection with binary messages, which are those of shared documents; opens it when need be. */
  attach(listener: BinaryListener): BinaryPart;
  state(): LiveState;
  /** Calls back when `state()` changes. Returns how to stop. */
  subscribe(onState: () => void): () => void;
  /** Opens it anew at once, unless it is just being opened: an open socket may be dead without knowing it. */
  renew(): void;
  close(): void;
}

/** What a connection is made of; the socket is an argument so that rules can be tested without a network. */
export interface LiveOptions {
  readonly connect: () => WebSocket;
  /** Called when the server ends the connection because nobody is signed in any more. */
  readonly onSignedOut?: () => void;
}

/** The server closes with this code when the session ended. */
const SIGNED_OUT = 4_401;
/** The code with which a socket ends that nobody waits for any more. */
const GOING_AWAY = 1_001;
/** A connection that takes longer than this, ms, may have missed a change after the page read its first answers. */
const SLOW_START_MS = 1_000;

/** The address of the change notices for a page's address. */
export function liveUrl(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/api/live`;
}

/** Opens the connection with the first topic that is watched, and opens it again for as long as any topic is. */
export function openLive(options: LiveOptions): Live {
  const watchers = new Map<string, Set<() => void>>();
  const listeners = new Set<() => void>();
  const parts = new Set<BinaryListener>();
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let state: LiveState = 'connected';
  let hasGap = false;
  let isClosed = false;

  const setState = (next: LiveState): void => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const sendTopics = (): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ watch: [...watchers.keys()] }));
  };
  const tell = (topics: Iterable<string>): void => {
    for (const topic of topics) for (const onChange of watchers.get(topic) ?? []) onChange();
  };
  const open = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (isClosed || socket || watchers.size + parts.size === 0) return;
    const opened = options.connect();
    const askedAt = Date.now();
    opened.binaryType = 'arraybuffer';
    socket = opened;
    opened.addEventListener('open', () => {
      if (socket !== opened) return;
      attempt = 0;
      setState('connected');
      sendTopics();
      // What changed while the connection was down, or slow to come, was told to nobody: everything watched is read again.
      if (hasGap || Date.now() - askedAt > SLOW_START_MS) tell(watchers.keys());
      hasGap = false;
      for (const part of parts) part.onOpen();
    });
    opened.addEventListener('message', ({ data }) => {
      if (socket !== opened) return;
      if (!(data instanceof ArrayBuffer)) return tell(changedTopics(data));
      for (const part of parts) part.onBytes(data);
    });
    opened.addEventListener('close', ({ code }) => {
      if (socket !== opened) return;
      lose(code);
      if (isClosed) return;
      if (code === SIGNED_OUT) return options.onSignedOut?.();
      timer = setTimeout(open, reconnectDelay(attempt, Math.random()));
      attempt += 1;
    });
  };
  const lose = (code: number): void => {
    socket = undefined;
    hasGap = true;
    if (!isClosed) setState('lost');
    for (const part of parts) part.onClose(code);
  };

  return {
    watch: (topic, onChange) => {
      const callbacks = watchers.get(topic) ?? new Set();
      callbacks.add(onChange);
      if (!watchers.has(topic)) {
        watchers.set(topic, callbacks);
        sendTopics();
      }
      if (timer === undefined || state === 'connected') open();
      return () => {
        callbacks.delete(onChange);
        if (callbacks.size > 0 || watchers.get(topic) !== callbacks) return;
        watchers.delete(topic);
        sendTopics();
      };
    },
    attach: (listener) => {
      parts.add(listener);
      if (timer === undefined || state === 'connected') open();
      // Whoever attaches must have the part in hand before the first call.
      if (socket?.readyState === WebSocket.OPEN) queueMicrotask(() => parts.has(listener) && listener.onOpen());
      return {
        send: (bytes) => {
          if (socket?.readyState === WebSocket.OPEN) socket.send(bytes);
        },
        detach: () => void parts.delete(listener),
      };
    },
    state: () => state,
    subscribe: (onState) => {
      listeners.add(onState);
      return () => listeners.delete(onState);
    },
    renew: () => {
      attempt = 0;
      const old = socket;
      if (old?.readyState === WebSocket.OPEN) {
        lose(GOING_AWAY);
        old.close();
      }
      open();
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

/** The topics of a notice; none when it is not one. */
function changedTopics(data: unknown): readonly string[] {
  if (typeof data !== 'string') return [];
  try {
    const notice: unknown = JSON.parse(data);
    if (typeof notice !== 'object' || notice === null || !('changed' in notice)) return [];
    return Array.isArray(notice.changed) ? notice.changed.filter((topic) => typeof topic === 'string') : [];
  } catch {
    return [];
  }
}
