import { normalizeIP } from '@better-auth/core/utils/ip';
import { refuse } from '../contract/index.ts';
import type { Queryable } from '../database/database.ts';
import type { RateLimit } from './auth-limits.ts';
import { countAttempt, forgetAttempts, giveAttemptBack } from './rate-limits.store.ts';
import { hashSecret } from './secrets.ts';

/** A limit and whom it counts: an e-mail address, a network address or an account. */
interface LimitedSubject {
  readonly limit: RateLimit;
  readonly subject: string;
}

/** Lets attempts through until a limit is reached. */
export interface RateLimiter {
  /**
   * Counts an attempt before `work` runs, so that many at once cannot slip through, and corrects the count when `work`
   * succeeds. Limits are asked in order, and one that is reached spares the counts of those after it.
   * @throws Problem TOO_MANY_REQUESTS with the seconds until the window ends
   */
  attempt<T>(subjects: readonly LimitedSubject[], work: () => Promise<T>): Promise<T>;
}

/** Makes the rate limiter on counters in the database. */
export function createRateLimiter(db: Queryable, clock: () => Date): RateLimiter {
  return {
    attempt: async (subjects, work) => {
      for (const { limit, subject } of subjects) {
        const now = clock();
        const count = await countAttempt(db, counterKey(limit, subject), limit.windowSeconds, now);
        if (count.attempts <= limit.attempts) continue;
        const seconds = Math.max(1, Math.ceil((count.windowEndsAt.getTime() - now.getTime()) / 1000));
        throw refuse('TOO_MANY_REQUESTS', { seconds });
      }
      const result = await work();
      for (const { limit, subject } of subjects) {
        const correct = limit.onSuccess === 'forget' ? forgetAttempts : giveAttemptBack;
        await correct(db, counterKey(limit, subject));
      }
      return result;
    },
  };
}

/** What a network address counts as: itself, or the first half of an IPv6 address, because one household has all of it. */
export function networkOf(address: string): string {
  return normalizeIP(address, { ipv6Subnet: 64 });
}

function counterKey(limit: RateLimit, subject: string): string {
  return `${limit.name}:${hashSecret(subject)}`;
}
