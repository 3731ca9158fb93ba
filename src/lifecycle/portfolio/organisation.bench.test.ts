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
  'Initiatives that are done': '/api/portfolio?limit=50&step=done',
  'Initiatives with words': '/api/portfolio?limit=50&q=region%20:n',
  'Initiatives with words at a step': '/api/portfolio?limit=50&q=fraud&step=act',
  'Initiatives with words that none has': '/api/portfolio?limit=50&q=absent%20:n',
  'Search, a common word': '/api/search?q=churn',
  'Search, a rare word': '/api/search?q=region%20:n',
  'Search, the beginning of a word': '/api/search?q=cust',
  People: '/api/people',
  'Promised and measured': '/api/outcomes?limit=50',
  'People, what lateness costs': '/api/lateness',
  Notifications: '/api/notifications',
  'The bell': '/api/notifications/count',
};

/** The floor: a call that says who one is, which every view does too. */
const FLOOR = '/api/session';
/** Initiatives that change between two readers of the view that is brought up to date when it is read. */
const CHANGED = 20;

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

/** Lets everybody ask in turn; gives the times of all rounds but the first, ms, sorted. */
async function timesOf(path: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [place, asker] of askers.entries()) {
      if (path === VIEWS.People) await changeSome(round * ASKERS + place);
      const startedMs = performance.now();
      await installation.does(asker, `GET ${path.replace(':n', String(100 + round * 31 + place))}`);
      if (round > 0) times.push(performance.now() - startedMs);
    }
  }
  return times.sort((a, b) => a - b);
}

async function changeSome(first: number): Promise<void> {
  await installation.database.query(
    'insert into lines_changed (initiative_no) select 1 + ($1 + n * 97) % $2 from generate_series(1, $3::int) n',
    [first, SIZE.initiatives, CHANGED],
  );
}

describe(`${SIZE.initiatives} initiatives, ${SIZE.people} people, ${SIZE.events} events`, () => {
  it.each(Object.entries(VIEWS))('%s', async (name, path) => {
    const at = (times: readonly number[], share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
    const [floor, times] = [await timesOf(FLOOR), await timesOf(path)];
    console.info(
      `${name}: p50 ${at(times, 0.5).toFixed(0)} ms, p95 ${at(times, 0.95).toFixed(0)} ms ` +
        `(goal ${LIMIT_MS} ms; p95 of a bare call ${at(floor, 0.95).toFixed(0)} ms)`,
    );
    expect(times.length).toBeGreaterThan(0);
  });
});
