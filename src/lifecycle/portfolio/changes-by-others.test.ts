import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../feedback/line-rooms.fixture.ts';
import { DECISION_KINDS, type StoredInitiative } from '../initiatives/index.ts';
import { openPortfolioTest, type PortfolioTest } from './portfolio.fixture.ts';

/** Runs of one day, more than Today tells of things. */
const RUNS = 1_240;

let room: PortfolioTest;
let line: StoredInitiative;

beforeAll(async () => {
  room = await openPortfolioTest();
});
afterAll(() => room.end());
beforeEach(async () => {
  await room.begin();
  line = await room.start(room.ana, 'Churn of spring');
  await room.seat(line, room.ben, 'data-scientist');
});

interface Happened {
  readonly kind: string;
  /** What each says; `%s` is its number. */
  readonly sentence: string;
  readonly times?: number;
  readonly at?: Date;
}

/** Records events as a room would, `times` of them. */
async function happen(person: Person, { kind, sentence, times = 1, at = room.now }: Happened): Promise<void> {
  await room.database.query(
    `insert into events (id, at, kind, sentence, actor_id, actor_name, subject_id, section, object_type, object_id, detail)
     select uuidv7(), $1, $2, replace($3, '%s', n::text), $4, $5, $6, 'build', 'run', n::text, '{}'
     from generate_series(1, $7::int) n order by n`,
    [at, kind, sentence, person.accountId, person.name, line.id, times],
  );
}

async function told(reader: Person): Promise<readonly string[]> {
  const { changes } = await room.today(reader);
  return changes.map(({ actorName, sentence }) => `${actorName} ${sentence}`);
}

describe('what others did', () => {
  it('tells thousands of runs as one thing, so that what people did stays on the page', async () => {
    await happen(room.cy, { kind: 'flag.raised', sentence: 'flagged the score of customer 7' });
    await happen(room.ben, { kind: 'run.started', sentence: 'started the run "%s"', times: RUNS });
    await happen(room.ben, { kind: 'run.finished', sentence: 'finished the run "%s"', times: RUNS });
    await happen(room.ben, { kind: 'model.logged', sentence: 'logged the model "%s"', times: RUNS - 2 });
    await happen(room.ben, { kind: 'run.failed', sentence: 'saw the failure of the run "%s"', times: 1 });
    const { changes } = await room.today(room.ana);
    expect(changes.slice(0, 2)).toMatchObject([
      {
        actorName: 'Ben',
        sentence: 'started 1,240 runs, logged 1,238 models and saw 1 run fail',
        path: `/i/${line.slug}/build`,
        step: 'build',
      },
      { actorName: 'Cy', sentence: 'flagged the score of customer 7' },
    ]);
  });

  it("one's own runs, however many, hide nothing that others did", async () => {
    await happen(room.cy, { kind: 'flag.raised', sentence: 'flagged the score of customer 7' });
    await happen(room.ben, { kind: 'run.started', sentence: 'started the run "%s"', times: RUNS });
    const [newest, ...before] = await told(room.ben);
    expect(newest).toBe('Cy flagged the score of customer 7');
    expect(before.every((entry) => entry.startsWith('Ana '))).toBe(true);
  });

  it('joins what one person did in one day, never several days or people, and tells each decision on its own', async () => {
    const nextDay = new Date(room.now.getTime() + 86_400_000);
    await happen(room.ben, { kind: 'run.started', sentence: 'started the run "%s"', times: 2 });
    await happen(room.cy, { kind: 'run.started', sentence: 'started the run "%s"', times: 3 });
    await happen(room.ben, { kind: 'run.started', sentence: 'started the run "%s"', times: 4, at: nextDay });
    await happen(room.cy, { kind: 'ticket.answered', sentence: 'answered for the %s. time', times: 2, at: nextDay });
    expect((await told(room.ana)).slice(0, 5)).toEqual([
      'Cy answered for the 2. time',
      'Cy answered for the 1. time',
      'Ben started 4 runs',
      'Cy started 3 runs',
      'Ben started 2 runs',
    ]);
  });

  it('tells the story of a single run by how it stands, and other things by the newest and how many more', async () => {
    await happen(room.cy, { kind: 'framing.drafted', sentence: 'changed the draft', times: 14 });
    await happen(room.ben, { kind: 'run.started', sentence: 'started the run "a"' });
    await happen(room.ben, { kind: 'run.finished', sentence: 'finished the run "a"' });
    await happen(room.cy, { kind: 'comment.said', sentence: 'said: "%s"', times: 4 });
    expect((await told(room.ana)).slice(0, 3)).toEqual([
      'Cy said: "4", and 3 more like it that day',
      'Ben finished the run "a"',
      'Cy changed the draft, 14 times',
    ]);
  });

  it('knows in the database which kinds are decisions', async () => {
    const rows = await room.database.query<{ kind: string }>(
      `select kind from unnest($1::text[]) kind where told_as(kind, 7) = '7'`,
      [[...DECISION_KINDS, 'run.started', 'comment.said', 'flag.raised']],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(DECISION_KINDS);
  });
});
