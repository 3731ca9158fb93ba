import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server';
import type { LiveChannel, LiveChannelSocket } from '../live/live-socket.ts';

type SyncClient = ReturnType<Hocuspocus['handleConnection']>;

/** The sync server closes a connection with this code when it was quiet for long, which a page without documents is. */
const QUIET = 4_408;

/**
 * Lets the sync server speak over a socket that is not its own. Its side is opened with the first binary message and
 * dropped when it goes quiet; the socket itself carries notices too and stays.
 */
export function openChannel(socket: LiveChannelSocket, open: (wire: WebSocketLike) => SyncClient): LiveChannel {
  let client: SyncClient | undefined;
  const wire: WebSocketLike = {
    get readyState() {
      return socket.readyState();
    },
    send: (data) => {
      if (data instanceof Uint8Array) socket.send(data);
    },
    close: (code = 1_008, reason = '') => {
      client = undefined;
      if (code !== QUIET) socket.close(code, reason);
    },
  };
  return {
    receive: (bytes) => {
      client ??= open(wire);
      client.handleMessage(bytes);
    },
    closed: () => {
      client?.handleClose({ code: 1_000, reason: 'The socket is closed.' });
      client = undefined;
    },
  };
}
