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

const LIMITS = { messageBytes: 16_384, topics: 200, sockets: 2_000, heartbeatMs: 30_000 } as const;

const watchSchema = z.object({ watch: z.array(z.string().max(200)).max(LIMITS.topics) });

/** What the socket needs. */
export interface LiveSocketOptions {
  readonly server: Server;
  readonly notices: LiveNotices;
  readonly identify: Identify;
  /** Whether a person may watch a topic; asked when they begin to watch and before every notice. */
  readonly mayWatch: (principal: Principal, topic: string) => Promise<boolean>;
  readonly publicUrl: string | undefined;
}

interface Watcher {
  readonly socket: WebSocket;
  readonly headers: { readonly cookie: string | undefined; readonly authorization: string | undefined };
  topics: ReadonlySet<string>;
  isAlive: boolean;
}

/**
 * The one WebSocket of a page. The page sends `{"watch": [topics]}`; the server answers `{"changed": [topics]}` when one of
 * them changes, and the page reads again what it shows. Nothing but the names of topics travels here, and rights are asked
 * again before each notice, so that who lost a seat, a session or an account hears nothing more.
 */
export function openLiveSocket(options: LiveSocketOptions): { close(): Promise<void>; count(): number } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.messageBytes });
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
    sockets.handleUpgrade(request, socket, head, (opened) =>
      welcome({ socket: opened, headers: { cookie, authorization }, topics: new Set(), isAlive: true }),
    );
  };
  const welcome = (watcher: Watcher): void => {
    watchers.add(watcher);
    watcher.socket.on('message', (data) => void watch(watcher, textOf(data)));
    watcher.socket.on('pong', () => {
      watcher.isAlive = true;
    });
    watcher.socket.on('error', () => watcher.socket.terminate());
    watcher.socket.on('close', () => watchers.delete(watcher));
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

/** A message arrives as one buffer, as several, or as plain memory, as the sender cut it. */
function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
