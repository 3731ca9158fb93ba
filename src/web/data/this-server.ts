import { useSyncExternalStore } from 'react';
import type { ClientOptions } from '../../platform/contract/index.ts';
import { type ConnectionState, openConnection } from './connection.ts';
import { keepSentFiles } from './sent-files.ts';

/** The one way of this page to the server that it came from. */
export const connection = openConnection({ send: (input, init) => globalThis.fetch(input, init) });

/** The files that this page sends, also while its reader is elsewhere in the product. */
export const sentFiles = keepSentFiles();

/** How every client of a page reaches the server: as whoever is signed in, and by the one connection. */
export const thisServer: ClientOptions = { baseUrl: '', fetch: connection.fetch };

/** Whether the server answers at the moment, and since when it does not. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state);
}
