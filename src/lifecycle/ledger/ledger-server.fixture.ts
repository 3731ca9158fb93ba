import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { MountedApi } from '../../platform/http/handlers.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';

/** Says nothing. */
export const log = pino({ level: 'silent' });

/** The id of an initiative, or of something that is not there, by a number. */
export const idOf = (number: number) => `0190c6f4-2d5e-7000-8000-${String(number).padStart(12, '0')}`;

/** Initiatives as tests of the ledger have them: `churn-7` is the one with the number 7. */
export const initiativesByNumber = {
  bySlug: async (slug: string): Promise<LedgerInitiative | null> => {
    const number = Number(/^churn-(\d+)$/.exec(slug)?.[1]);
    return Number.isSafeInteger(number) ? { id: idOf(number), no: number } : null;
  },
};

/** Serves one room to Ana, who may do everything. */
export async function serveToAna(api: MountedApi): Promise<FastifyInstance> {
  return createServer({
    apis: [api],
    identify: async () => ({
      accountId: '0190c6f4-2d5e-7000-8000-00000000000a',
      name: 'Ana',
      email: 'ana@example.com',
      via: 'session',
      scopes: 'all',
      isAdministrator: false,
      isAuditor: false,
    }),
    guard: async () => ({ kind: 'allowed' }),
    log,
    metrics: createMetrics(),
    publicUrl: undefined,
    isBehindProxy: false,
    isReady: async () => true,
    webRoot: undefined,
    version: '0.0.0',
  });
}
