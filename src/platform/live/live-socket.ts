import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Identify } from '../http/guard.ts';
import { isOwnOrigin } from '../http/origin.ts';
import type { Principal } from '../http/principal.ts';
import type { LiveNotices } from './live-notices.ts';

/** Where pages connect. */
export const LIVE_PATH = '/api/live';

const LIMITS = {
  textBytes: 16_384,
  binaryBytes: 1_048_576,
  topics: 200,
  sockets: 2_000,
  heartbeatMs: 30_000,
  /** Messages that a page may send in a burst, and how many a second it may go on with. */
  burst: 600,
  perSecond: 120,
  /** Bytes that may wait for a page that reads too slowly. */
  waitingBytes: 16_777_216,
} as const;

const watchSchema = z.object({ watch: z.array(z.string().max(200)).max(LIMITS.topics) });

/** The socket of a page, as those see it who send binary messages over it. */
export interface LiveChannelSocket {
  /** Who opened it, to be identified anew whenever a right is asked. */
  readonly headers: { readonly cookie: string | undefined; readonly authorization: string | undefined };
  /** The state of the socket by the numbers of the WebSocket standard. */
  readyState(): number;
  send(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
}

/** What becomes of the binary messages of one socket. */
export interface LiveChannel {
  receive(bytes: Uint8Array): void;
  /** The socket is gone. */
  closed(): void;
}

/** What the socket needs. */
export interface LiveSocketOptions {
  readonly server: Server;
  readonly notices: LiveNotices;
  readonly identify: Identify;
  /** Whether a person may watch a topic; asked when they begin to watch and before every notice. */
  readonly mayWatch: (principal: Principal, topic: string) => Promise<boolean>;
  readonly publicUrl: string | undefined;
  /** Takes the binary messages of a socket; text messages name topics. */
  readonly channel: (socket: LiveChannelSocket) => LiveChannel;
}

interface Watcher {
  readonly socket: WebSocket;
  readonly headers: LiveChannelSocket['headers'];
  readonly channel: LiveChannel;
  topics: ReadonlySet<string>;
  isAlive: boolean;
}

/**
 * The one WebSocket of a page. In text, the page sends `{"watch": [topics]}`; the server answers `{"changed": [topics]}` when
 * one of them changes, and the page reads again what it shows. Nothing but the names of topics travels in text, and rights
 * are asked again before each notice, so that who lost a seat, a session or an account hears nothing more. Binary messages
 * are those of shared documents.
 */
export function openLiveSocket(options: LiveSocketOptions): { close(): Promise<void>; count(): number } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.binaryBytes });
  const watchers = new Set<Watcher>();

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== LIVE_PATH) {
      reject(socket, '404 Not Found');
      return;
    }
    void admit(request, socket, head).catch(() => reject(socket, '500 Internal Server Error'));
  };
  const admit = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { origin, host, cookie, authorization } = request.headers;
    if (origin !== undefined && !isOwnOrigin(origin, host, options.publicUrl)) return reject(socket, '403 Forbidden');
    if (!(await options.identify({ cookie, authorization }))) return reject(socket, '401 Unauthorized');
    if (watchers.size >= LIMITS.sockets) return reject(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (opened) => welcome(opened, { cookie, authorization }));
  };
  const welcome = (socket: WebSocket, headers: LiveChannelSocket['headers']): void => {
    const channel = options.channel(channelSocket(socket, headers));
    const watcher: Watcher = { socket, headers, channel, topics: new Set(), isAlive: true };
    const mayPass = allowance(LIMITS.burst, LIMITS.perSecond);
    watchers.add(watcher);
    watcher.socket.on('message', (data, isBinary) => {
      if (!mayPass(performance.now())) return socket.close(4_429, 'Too many messages.');
      const bytes = bytesOf(data);
      if (isBinary) return channel.receive(bytes);
      if (bytes.byteLength > LIMITS.textBytes) return socket.close(1_009, 'This is too long.');
      void watch(watcher, bytes.toString('utf8'));
    });
    watcher.socket.on('pong', () => {
      watcher.isAlive = true;
    });
    watcher.socket.on('error', () => watcher.socket.terminate());
    watcher.socket.on('close', () => {
      watchers.delete(watcher);
      channel.closed();
    });
  };
  const watch = async (watcher: Watcher, text: string): Promise<void> => {
    const parsed = watchSchema.safeParse(parseJson(text));
    if (!parsed.success) return watcher.socket.close(1_003, 'Send {"watch": ["topic", ...]}.');
    watcher.topics = new Set(parsed.data.watch);
  };

  const unsubscribe = options.notices.subscribe((changed) => {
    for (const watcher of watchers) void tell(watcher, changed);
  });
  const tell = async (watcher: Watcher, changed: readonly string[] | 'everything'): Promise<void> => {
    const watched =
      changed === 'everything' ? [...watcher.topics] : changed.filter((topic) => watcher.topics.has(topic));
    if (watched.length === 0) return;
    const principal = await options.identify(watcher.headers).catch(() => null);
    if (!principal) return watcher.socket.close(4_401, 'Signed out.');
    const allowed = await Promise.all(watched.map((topic) => options.mayWatch(principal, topic).catch(() => false)));
    const topics = watched.filter((_, index) => allowed[index]);
    if (topics.length > 0 && watcher.socket.readyState === WebSocket.OPEN)
      watcher.socket.send(JSON.stringify({ changed: topics }));
  };

  const heartbeat = setInterval(() => {
    for (const watcher of watchers) {
      if (!watcher.isAlive) {
        watcher.socket.terminate();
        continue;
      }
      watcher.isAlive = false;
      watcher.socket.ping();
    }
  }, LIMITS.heartbeatMs);

  options.server.on('upgrade', onUpgrade);
  return {
    count: () => watchers.size,
    close: async () => {
      clearInterval(heartbeat);
      unsubscribe();
      options.server.off('upgrade', onUpgrade);
      for (const { socket } of watchers) socket.close(1_001, 'Throughline is stopping.');
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      for (const { socket } of watchers) socket.terminate();
    },
  };
}

function reject(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** What others may do with a page's socket. A page that does not read what it is sent is cut off before it fills the memory. */
function channelSocket(socket: WebSocket, headers: LiveChannelSocket['headers']): LiveChannelSocket {
  return {
    headers,
    readyState: () => socket.readyState,
    send: (bytes) => {
      if (socket.bufferedAmount > LIMITS.waitingBytes) return socket.terminate();
      socket.send(bytes);
    },
    close: (code, reason) => socket.close(code, reason),
  };
}

/** Counts messages: `burst` at once, and `perSecond` in the long run. */
function allowance(burst: number, perSecond: number): (nowMs: number) => boolean {
  let left: number = burst;
  let lastMs = performance.now();
  return (nowMs) => {
    left = Math.min(burst, left + ((nowMs - lastMs) / 1_000) * perSecond);
    lastMs = nowMs;
    left -= 1;
    return left >= 0;
  };
}

/** A message arrives as one buffer, as several, or as plain memory, as the sender cut it. */
function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
