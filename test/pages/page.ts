import { WebSocket } from 'ws';
import { type Live, openLive } from '../../src/web/data/live.ts';
import type { TestInstallation, TestPerson } from '../installation.ts';

// The page's connection names the states of a socket by the browser's class, which older versions of Node do not have.
Object.assign(globalThis, { WebSocket });

/** Lets the server of an installation listen, and gives its port. */
export async function listen({ throughline }: TestInstallation): Promise<number> {
  await throughline.server.listen({ host: '127.0.0.1', port: 0 });
  const address = throughline.server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on a port.');
  return address.port;
}

/** The connection of a person's page, with a hand on the cable. */
export interface TestPage {
  readonly live: Live;
  /** How often the page has connected. */
  readonly sockets: readonly WebSocket[];
  /** Cuts the cable, and keeps it cut until `plug`. */
  cut(): void;
  plug(): void;
}

/** Opens the one connection of a page, as a browser would. */
export function openPage(port: number | (() => number), person: Pick<TestPerson, 'cookie'>): TestPage {
  const sockets: WebSocket[] = [];
  let isCut = false;
  const live = openLive({
    connect: () => {
      const here = typeof port === 'number' ? port : port();
      const url = isCut ? 'ws://127.0.0.1:1/api/live' : `ws://127.0.0.1:${here}/api/live`;
      const socket = new WebSocket(url, { headers: { cookie: person.cookie, origin: `http://127.0.0.1:${here}` } });
      socket.on('error', () => undefined);
      sockets.push(socket);
      // The socket of Node has everything that the page uses of the browser's.
      return socket as unknown as globalThis.WebSocket;
    },
  });
  return {
    live,
    sockets,
    cut: () => {
      isCut = true;
      sockets.at(-1)?.terminate();
    },
    plug: () => {
      isCut = false;
    },
  };
}

/** Waits until something is so; throws with the last answer when it never is. */
export async function until(check: () => boolean | Promise<boolean>, patienceMs = 120_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error(`It never became so: ${check.toString()}`);
}
