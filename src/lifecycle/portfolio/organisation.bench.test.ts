import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { fillOrganisation } from '../../../test/organisation.ts';

const SIZE = { initiatives: 10_000, people: 2_000, events: 1_000_000 } as const;
/** People who ask in turn. */
const ASKERS = 12;
/** How often each view is asked for, after it was asked for once by everybody. */
const ROUNDS = 5;
/** What must hold, ms. */
const LIMIT_MS = 150;

/** The views that must answer at once; `:n` is a number that differs from request to request. */
const VIEWS: Readonly<Record<string, string>> = {
  Today: '/api/today',
  Initiatives: '/api/portfolio?limit=50',
  'Initiatives, few for Today': '/api/portfolio?limit=8',
  'Initiatives at a step': '/api/portfolio?limit=50&step=review',
  'Initiatives with words': '/api/portfolio?limit=50&q=region%20:n',
  'Search, a common word': '/api/search?q=churn',
  'Search, a rare word': '/api/search?q=region%20:n',
  'Search, the beginning of a word': '/api/search?q=cust',
  People: '/api/people',
  'People, what lateness costs': '/api/lateness',
  'People, who left': '/api/departures',
  Notifications: '/api/notifications',
  'The bell': '/api/notifications/count',
};

let installation: TestInstallation;
const askers: TestPerson[] = [];

beforeAll(async () => {
  installation = await openTestInstallation();
  for (let number = 1; number <= ASKERS; number += 1) askers.push(await installation.join(`Asker ${number}`));
  const startedMs = performance.now();
  await fillOrganisation(installation.database, SIZE);
  console.info(`The organisation was made in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s.`);
});
afterAll(() => installation.close());

describe(`${SIZE.initiatives} initiatives, ${SIZE.people} people, ${SIZE.events} events`, () => {
  it.each(Object.entries(VIEWS))('%s', async (name, path) => {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [place, asker] of askers.entries()) {
        const startedMs = performance.now();
        await installation.does(asker, `GET ${path.replace(':n', String(100 + round * 31 + place))}`);
        if (round > 0) times.push(performance.now() - startedMs);
      }
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    console.info(`${name}: p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms`);
    expect(at(0.95), 'milliseconds at the 95th percentile').toBeLessThan(LIMIT_MS);
  });
});
