import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isWorthRetrying, problemOf } from './problem.ts';

/** How long an answer is taken as fresh, ms. Change notices refresh it earlier. */
const FRESH_MS = 30_000;
/** How often a failing question is asked again. */
const RETRIES = 2;

export interface QueryClientOptions {
  /** Called when the server says that nobody is signed in. */
  readonly onSignedOut?: () => void;
}

/** The store of answers: refusals are final, failures are asked again twice, and an expired session is noticed once. */
export function createQueryClient({ onSignedOut }: QueryClientOptions = {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (problemOf(error).status === 401) onSignedOut?.();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < RETRIES && isWorthRetrying(problemOf(error)),
        // The page decides where a problem is shown; it must not tear down the page around it.
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  });
}
