import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { isWorthRetrying, problemOf } from './problem.ts';

/** How long an answer is taken as fresh, ms. Change notices refresh it earlier. */
const FRESH_MS = 30_000;
/** How often a failing question is asked again. */
const RETRIES = 2;

export interface QueryClientOptions {
  /** The way to the server: when it is back, everything shown is read again. */
  readonly connection?: Connection;
  /** The time of the page: on a new day everything shown is read again, because the server counts from today. */
  readonly clock?: Clock;
  /** Called when the server says that nobody is signed in. */
  readonly onSignedOut?: () => void;
}

/**
 * The store of answers: refusals are final, failures are asked again twice, and an expired session is noticed once. What
 * cannot be sent without a connection fails on the spot, so that the page can say so: held back, it would look as if it
 * were on its way, and be lost with the page. What changes something is never sent twice by itself.
 */
export function createQueryClient({ connection, clock, onSignedOut }: QueryClientOptions = {}): QueryClient {
  // A button must be off before the browser hands over the next click: of two that waited together, the second would send again.
  notifyManager.setScheduler(queueMicrotask);
  const noticeSignedOut = (error: unknown): void => {
    // A password that is not right is refused with the same status, by the page that asks for it.
    if (problemOf(error).code === 'SIGN_IN_NEEDED') onSignedOut?.();
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignedOut }),
    mutationCache: new MutationCache({
      onError: (error) => {
        noticeSignedOut(error);
        if (problemOf(error).code === 'ANSWER_LOST') connection?.answerWasLost();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // The connection tells when it is back, better than the browser does.
        networkMode: 'always',
        retry: (failures, error) =>
          failures < RETRIES && isWorthRetrying(problemOf(error)) && (connection?.state().lostSince ?? null) === null,
        // The page decides where a problem is shown; it must not tear down the page around it.
        throwOnError: false,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  connection?.onBack(() => void client.invalidateQueries());
  let day = clock?.today();
  clock?.subscribe(() => {
    if (clock.today() === day) return;
    day = clock.today();
    void client.invalidateQueries();
  });
  return client;
}
