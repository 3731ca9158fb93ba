import type { FastifyInstance } from 'fastify';
import type { Log } from '../log/log.ts';
import type { Identify } from './guard.ts';

/** What a protocol that is not ours needs of the server that it is mounted on. */
export interface ServerTools {
  readonly identify: Identify;
  readonly log: Log;
  readonly publicUrl: string | undefined;
}

/** Mounts addresses that no contract of ours describes, because somebody else's protocol does. */
export type ServerExtension = (server: FastifyInstance, tools: ServerTools) => Promise<void>;
