import { NothingLeft, notSent } from '../../platform/contract/index.ts';
import { reconnectDelay } from './reconnect-delay.ts';

/** Whether the server answers this page. A page that has not asked yet counts as connected. */
export interface ConnectionState {
  /** Since when nothing comes back from the server; `null` while it answers. */
  readonly lostSince: Date | null;
}

/**
 * The way to the server that every request of a page takes. What the browser says of itself does not decide: it calls itself
 * online while the server restarts, and offline beside a server on the same machine. Only an answer of the server decides.
 */
export interface Connection {
  /**
   * Sends a request as the browser's `fetch` does. While the connection is lost it looks first whether the server is there,
   * and sends nothing when it is not, so that a page can say for certain that nothing was sent.
   * @throws NothingLeft when there is no connection.
   */
  readonly fetch: typeof globalThis.fetch;
  /**
   * The same for what does not travel by `fetch`: passes when something may be sent.
   * @throws Problem `NOT_SENT` when there is no connection.
   */
  mayWrite(): Promise<void>;
  /** Something failed that may mean that the connection is lost: looks whether it is. */
  doubt(): void;
  /** Nobody knows what became of something that was sent: what is shown is read again as soon as the server answers. */
  answerWasLost(): void;
  /** The server was heard in another way. */
  heard(): void;
  state(): ConnectionState;
  /** Calls back when `state()` changes. Returns how to stop. */
  subscribe(onState: () => void): () => void;
  /** Calls back when the server answers again and what is shown may be out of date. Returns how to stop. */
  onBack(onBack: () => void): () => void;
}

/** What a connection is made of; arguments so that the rules can be tested without a network. */
export interface ConnectionOptions {
  readonly send: typeof globalThis.fetch;
  readonly now?: () => Date;
}

/** An address that answers everybody at once while the server runs. */
const ALIVE_PATH = '/health';
/** How long the server may take to say that it is there, ms. */
const LOOK_MS = 8_000;
/** How often a request without an answer is a reason to look whether the server is there, ms. */
const OVERDUE_MS = 5_000;

/** Opens the way to the server; it looks for the server by itself for as long as it is lost. */
export function openConnection({ send, now = () => new Date() }: ConnectionOptions): Connection {
  const stateListeners = new Set<() => void>();
  const backListeners = new Set<() => void>();
  let state: ConnectionState = { lostSince: null };
  let isOutOfDate = false;
  let looking: Promise<boolean> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const setState = (lostSince: Date | null): void => {
    if ((lostSince === null) === (state.lostSince === null)) return;
    state = { lostSince };
    if (lostSince !== null) isOutOfDate = true;
    for (const listener of stateListeners) listener();
  };
  const heard = (): void => {
    clearTimeout(timer);
    attempt = 0;
    setState(null);
    if (!isOutOfDate) return;
    isOutOfDate = false;
    for (const listener of backListeners) listener();
  };
  const notHeard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), reconnectDelay(attempt, Math.random()));
    attempt += 1;
    setState(now());
  };
  const look = (): Promise<boolean> => {
    looking ??= isAlive(send).then((isThere) => {
      looking = undefined;
      if (isThere) heard();
      else notHeard();
      return isThere;
    });
    return looking;
  };
  const isThere = async (): Promise<boolean> => state.lostSince === null || (await look());

  const request: typeof globalThis.fetch = async (input, init) => {
    if (!(await isThere())) throw new NothingLeft('no connection');
    const given = init?.signal;
    const ending = new AbortController();
    const end = () => ending.abort(given?.reason);
    given?.addEventListener('abort', end, { once: true });
    if (given?.aborted) end();
    const overdue = setInterval(() => {
      void look().then((isBackNow) => isBackNow || ending.abort(new TypeError('no answer')));
    }, OVERDUE_MS);
    try {
      const response = await send(input, { ...init, signal: ending.signal });
      if (isGateway(response.status)) void look();
      return response;
    } catch (cause) {
      if (!given?.aborted) void look();
      throw cause;
    } finally {
      clearInterval(overdue);
    }
  };

  return {
    fetch: request,
    mayWrite: async () => {
      if (!(await isThere())) throw notSent();
    },
    doubt: () => void look(),
    answerWasLost: () => {
      isOutOfDate = true;
      void look();
    },
    heard: () => {
      if (state.lostSince !== null) heard();
    },
    state: () => state,
    subscribe: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onBack: (listener) => {
      backListeners.add(listener);
      return () => backListeners.delete(listener);
    },
  };
}

async function isAlive(send: typeof globalThis.fetch): Promise<boolean> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), LOOK_MS);
  try {
    const answer = await send(ALIVE_PATH, { cache: 'no-store', signal: ending.signal });
    // A proxy that shows a page of its own in place of the server is no server.
    return answer.ok && (answer.headers.get('content-type') ?? '').includes('json');
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Answers that a proxy gives when the server behind it does not. */
function isGateway(status: number): boolean {
  return status >= 502 && status <= 504;
}
