import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  allSpeak,
  anInitiative,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let sponsor: TestPerson;
let outsider: TestPerson;
let auditor: TestPerson;
let round = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  outsider = await installation.join('Outsider');
  auditor = await installation.join('Auditor', { isAuditor: true });
});
afterAll(() => installation.close());
beforeEach(async () => {
  round += 1;
  [expert, scientist, sponsor] = [
    await installation.join(`Expert ${round}`),
    await installation.join(`Scientist ${round}`),
    await installation.join(`Sponsor ${round}`),
  ];
});

interface Cell {
  readonly role: string;
  readonly step: string;
  readonly needed: number;
  readonly empty: number;
  readonly unheard: number;
  readonly silent: number;
  readonly emptyAt: readonly { readonly slug: string }[];
}

const overview = (person: TestPerson) => installation.does(person, 'GET /api/people');

/** Seats the person as sponsor at the first step; gives the seat. */
async function seatAt(slug: string, person: TestPerson): Promise<{ readonly id: string }> {
  await seat(installation, slug, expert, person, 'sponsor');
  const [row] = await installation.database.query<{ id: string }>(
    `select s.id from seats s join initiatives i on i.no = s.initiative_no
     where i.slug = $1 and s.account_id = $2 and s.step = 'ask' and s.left_at is null`,
    [slug, person.id],
  );
  if (!row) throw new Error('Nobody sat down.');
  return row;
}

async function cell(person: TestPerson, role: string, step: string): Promise<Cell> {
  const { cells }: { cells: readonly Cell[] } = await overview(person);
  return (
    cells.find((each) => each.role === role && each.step === step) ?? {
      role,
      step,
      needed: 0,
      empty: 0,
      unheard: 0,
      silent: 0,
      emptyAt: [],
    }
  );
}

describe('roles by steps over all initiatives', () => {
  it('count the seats that are needed, empty and unheard where a step is under way, and follow each change', async () => {
    const before = await cell(outsider, 'sponsor', 'ask');
    const { slug } = await anInitiative(installation, expert);
    const added = await cell(outsider, 'sponsor', 'ask');
    expect([added.needed - before.needed, added.empty - before.empty]).toEqual([1, 1]);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await seat(installation, slug, expert, scientist, 'data-scientist');
    const seated = await cell(outsider, 'sponsor', 'ask');
    expect([seated.empty - before.empty, seated.unheard - before.unheard]).toEqual([0, 1]);
    await allSpeak(installation, slug, [sponsor, scientist]);
    expect((await cell(outsider, 'sponsor', 'ask')).unheard).toBe(before.unheard);

    const frame = await cell(outsider, 'data-engineer', 'frame');
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/close`, {});
    expect((await cell(outsider, 'sponsor', 'ask')).needed).toBe(before.needed);
    const after = await cell(outsider, 'data-engineer', 'frame');
    expect([after.needed - frame.needed, after.empty - frame.empty]).toEqual([1, 1]);
    expect(after.emptyAt.map((line) => line.slug)).toContain(slug);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/reopen`, { reason: 'Asked wrongly.' });
    expect((await cell(outsider, 'data-engineer', 'frame')).needed).toBe(frame.needed);
  });

  it('call a seat silent once nobody on it has said anything for so many days', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    const before = await cell(outsider, 'sponsor', 'ask');
    installation.moveClock(15);
    const quiet = await cell(outsider, 'sponsor', 'ask');
    expect(quiet.silent).toBeGreaterThan(before.silent);
    await installation.does(sponsor, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'Here I am.' });
    expect((await cell(outsider, 'sponsor', 'ask')).silent).toBe(quiet.silent - 1);
  });

  it('keep a private initiative from people outside in every part of the answer', async () => {
    const { slug } = await anInitiative(installation, expert, { visibility: 'private' });
    await seat(installation, slug, expert, sponsor, 'sponsor');
    installation.moveClock(15);
    const inside = await overview(expert);
    expect(JSON.stringify(inside)).toContain(sponsor.id);
    expect(JSON.stringify(await overview(auditor))).toContain(sponsor.id);
    const outside = JSON.stringify(await overview(outsider));
    expect([outside.includes(slug), outside.includes(sponsor.id)]).toEqual([false, false]);
    expect((await cell(expert, 'sponsor', 'ask')).needed).toBe((await cell(outsider, 'sponsor', 'ask')).needed + 1);
  });

  it('leave people outside and come back the moment that an initiative is made private or open', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    const seen = async (person: TestPerson) => {
      const all = await overview(person);
      const { needed } = await cell(person, 'sponsor', 'ask');
      return { isNamed: JSON.stringify(all).includes(slug), needed };
    };
    const show = (visibility: 'open' | 'private') =>
      installation.does(expert, `PATCH /api/initiatives/${slug}`, { visibility });
    const open = await seen(outsider);
    expect(open.isNamed).toBe(true);
    await show('private');
    expect(await seen(outsider)).toEqual({ isNamed: false, needed: open.needed - 1 });
    expect((await seen(expert)).isNamed).toBe(true);
    expect((await seen(auditor)).isNamed).toBe(true);
    await show('open');
    expect(await seen(outsider)).toEqual(open);
  });

  it('stand after each change as if they were all read anew', async () => {
    const { slug } = await anInitiative(installation, expert);
    const { id: seatId } = await seatAt(slug, sponsor);
    const changes: readonly (() => Promise<unknown>)[] = [
      () => seat(installation, slug, expert, scientist, 'data-scientist'),
      () => installation.does(scientist, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'I agree.' }),
      () => installation.does(expert, `PATCH /api/initiatives/${slug}`, { visibility: 'private' }),
      () => installation.does(expert, `DELETE /api/initiatives/${slug}/seats/${seatId}`),
      () => seat(installation, slug, expert, sponsor, 'sponsor'),
      async () => {
        await allSpeak(installation, slug, [expert, scientist, sponsor]);
        await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/close`, {});
      },
      () => installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/reopen`, { reason: 'A new fact.' }),
    ];
    const settled = async () => {
      await overview(outsider);
      return installation.database.query(
        `select s.* from seats_under_way s order by initiative_no, step, role, account_id nulls first`,
      );
    };
    for (const [place, change] of changes.entries()) {
      await change();
      const afterChange = await settled();
      await installation.database.query('insert into lines_changed (initiative_no) select no from initiatives');
      // Which row of a chair stands for it is free; that one does is what counts.
      const plain = (rows: readonly object[]) => rows.map((row) => ({ ...row, is_first_of_chair: undefined }));
      expect({ place, rows: plain(afterChange) }).toEqual({ place, rows: plain(await settled()) });
    }
  });

  it('lose no change that is made while somebody reads', async () => {
    const started = await Promise.all([
      anInitiative(installation, expert),
      overview(outsider),
      anInitiative(installation, scientist),
      overview(auditor),
      anInitiative(installation, sponsor),
    ]);
    const slugs = [started[0], started[2], started[4]].map(({ slug }) => slug);
    const rows = await installation.database.query<{ n: number }>(
      'select count(*)::int as n from initiatives where slug = any($1)',
      [slugs],
    );
    expect(rows).toEqual([{ n: 3 }]);
    await overview(outsider);
    const settled = await installation.database.query<{ n: number }>(
      `select count(distinct s.initiative_no)::int as n
       from seats_under_way s join initiatives i on i.no = s.initiative_no where i.slug = any($1)`,
      [slugs],
    );
    expect(settled).toEqual([{ n: 3 }]);
  });
});

describe('whom the initiatives wait for', () => {
  it('is who has not been heard where others have, the longest wait first, with those who wait', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    installation.moveClock(3);
    const { awaitedPeople, awaitedSeats } = await overview(outsider);
    expect(awaitedSeats.find((wait: { slug: string }) => wait.slug === slug)).toMatchObject({
      step: 'ask',
      role: 'sponsor',
      person: sponsor.name,
      waiters: [expert.name],
    });
    expect(awaitedPeople.find((person: { name: string }) => person.name === sponsor.name)).toMatchObject({
      seats: 1,
      initiatives: 1,
      oldest: { slug, step: 'ask', role: 'sponsor' },
    });
    await installation.does(sponsor, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'Go on.' });
    expect(JSON.stringify((await overview(outsider)).awaitedPeople)).not.toContain(sponsor.id);
  });

  it('names who holds seats and has never said a word, once that is long', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    const isNamed = async () => JSON.stringify((await overview(outsider)).neverHeard).includes(sponsor.id);
    expect(await isNamed()).toBe(false);
    installation.moveClock(15);
    expect(await isNamed()).toBe(true);
    await installation.does(sponsor, `POST /api/initiatives/${slug}/steps/learn/remarks`, { text: 'Here I am.' });
    expect(await isNamed()).toBe(false);
  });
});

describe('the cost of lateness over all initiatives', () => {
  it('is given by the role that was missed, and only from initiatives that one may see', async () => {
    const roleOf = async (person: TestPerson) => {
      const { roles } = await installation.does(person, 'GET /api/lateness');
      return roles.find((each: { role: string }) => each.role === 'data-engineer')?.findings ?? 0;
    };
    const before = await roleOf(outsider);
    for (const visibility of ['open', 'private'] as const) {
      const { slug } = await anInitiative(installation, expert, { visibility });
      await seat(installation, slug, expert, scientist, 'data-engineer');
      await installation.does(scientist, `POST /api/initiatives/${slug}/findings`, {
        step: 'prepare',
        title: 'The dates are wrong',
        seen: 'Half of the contracts end before they begin.',
        causeStep: 'ask',
      });
    }
    expect([await roleOf(outsider), await roleOf(auditor)]).toEqual([before + 1, before + 2]);
  });
});

describe('the tables that lost somebody', () => {
  it('are listed for administrators with who sits there now, page by page, without private ones', async () => {
    const { slug } = await anInitiative(installation, expert);
    const { slug: other } = await anInitiative(installation, expert);
    const { slug: hidden } = await anInitiative(installation, expert, { visibility: 'private' });
    for (const each of [slug, other, hidden]) await seat(installation, each, expert, sponsor, 'sponsor');
    await installation.does(installation.administrator, `PATCH /api/accounts/${sponsor.id}`, { isDisabled: true });
    await seat(installation, other, expert, scientist, 'sponsor');
    expect((await installation.call(expert, 'GET /api/departures')).status).toBe(403);
    const first = await installation.does(installation.administrator, 'GET /api/departures?limit=1');
    const second = await installation.does(
      installation.administrator,
      `GET /api/departures?limit=1&cursor=${first.nextCursor}`,
    );
    expect(first.departures).toMatchObject([{ slug: other, person: sponsor.name }]);
    expect(first.departures[0].seats[0].now).toEqual([scientist.name]);
    expect(second.departures).toMatchObject([{ slug, person: sponsor.name }]);
    expect(second.departures[0].seats.map((each: { step: string; now: string[] }) => [each.step, each.now])).toEqual(
      expect.arrayContaining([
        ['Ask', []],
        ['Frame', []],
        ['Learn', []],
      ]),
    );
    const all = await installation.call(installation.administrator, 'GET /api/departures');
    expect(all.text).not.toContain(hidden);
  });
});

describe('the people of one department', () => {
  it('are those of the initiatives that came from its ideas, and of no others', async () => {
    const { administrator, does } = installation;
    const department = await does(administrator, 'POST /api/departments', { name: `Shipping ${round}` });
    const sentence = 'How can we lose fewer parcels?';
    const idea = await does(expert, 'POST /api/ideas', { sentence, departmentId: department.id });
    const { slug } = await does(expert, `POST /api/ideas/${idea.id}/promotion`, {});
    await anInitiative(installation, scientist);
    const within = async (person: TestPerson): Promise<readonly string[]> => {
      const { cells } = await does(person, `GET /api/people?department=${department.id}`);
      return [...new Set<string>(cells.flatMap((cell: Cell) => cell.emptyAt.map((line) => line.slug)))];
    };
    expect(await within(outsider)).toEqual([slug]);
    await does(expert, `PATCH /api/initiatives/${slug}`, { visibility: 'private' });
    expect(await within(outsider)).toEqual([]);
    expect(await within(auditor)).toEqual([slug]);
    expect((await does(outsider, `GET /api/lateness?department=${department.id}`)).findings).toBe(0);
    expect((await installation.call(outsider, 'GET /api/people?department=Shipping')).status).toBe(400);
  });
});
