import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../feedback/line-rooms.fixture.ts';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { STEPS } from '../line-order.ts';
import { kinds, MEASURED, openPortfolioTest, type PortfolioTest, START, slugs } from './portfolio.fixture.ts';

let room: PortfolioTest;

beforeAll(async () => {
  room = await openPortfolioTest();
});
afterAll(() => room.end());
beforeEach(() => room.begin());

describe('the list of initiatives', () => {
  it('shows where each one is, who sits there, who is missing, its KPI, its verdict and what was sent back', async () => {
    const line = await room.start(room.ana, 'Fewer leavers in spring');
    await room.seat(line, room.ben, 'data-scientist');
    await room.lockFraming(line);
    await room.addKpiPoints(line, [11.8, 11.2]);
    await room.close(line, 'ask');
    await room.takeVerdict(line, 'ACCURATE_ACTION_INEFFECTIVE');
    room.now = new Date('2026-03-12T08:00:00.000Z');
    const { initiatives: found, nextCursor } = await room.list(room.cy, { q: 'leavers in spring' });
    expect(nextCursor).toBeNull();
    expect(found).toEqual([
      {
        slug: line.slug,
        name: 'Fewer leavers in spring',
        question: 'Fewer leavers in spring?',
        visibility: 'open',
        iteration: 1,
        step: 'frame',
        part: 'frame',
        stepName: 'Frame',
        daysInStep: 9,
        lastActivityAt: START.toISOString(),
        kpi: {
          name: 'Quarterly churn',
          unit: '% of customers a quarter',
          direction: 'down',
          baseline: 12,
          target: 10,
          due: '2026-12-31',
        },
        kpiNow: { value: 11.2, periodEnd: '2026-02-28' },
        lastVerdict: {
          state: 'ACCURATE_ACTION_INEFFECTIVE',
          headline: 'The calls keep nobody.',
          brokenLink: 'action',
          takenAt: START.toISOString(),
        },
        faces: [
          { accountId: room.ana.accountId, name: 'Ana', role: 'sme' },
          { accountId: room.ben.accountId, name: 'Ben', role: 'data-scientist' },
        ],
        peopleCount: 2,
        emptySeats: ['sponsor', 'data-engineer'],
        openTickets: 1,
      },
    ]);
  });

  it('counts the days of a step from its last opening', async () => {
    const line = await room.start(room.ana, 'Opened again');
    await room.close(line, 'ask');
    room.now = new Date('2026-03-22T09:00:00.000Z');
    await room.request(room.ana, 'POST', `/api/initiatives/${line.slug}/steps/ask/reopen`, {
      reason: 'The goal has changed.',
    });
    room.now = new Date('2026-03-25T10:00:00.000Z');
    const { initiatives: found } = await room.list(room.ana, { q: 'Opened again' });
    expect(found).toMatchObject([{ step: 'ask', daysInStep: 3 }]);
  });

  it('is found by words of the name or the question, taken literally, and by step', async () => {
    const line = await room.start(room.ana, 'Churn 10% off');
    await room.start(room.ana, 'Churn 10 points off');
    for (const step of STEPS) await room.close(line, step);
    expect(slugs(await room.list(room.ana, { q: '10% OFF' }))).toEqual([line.slug]);
    expect(slugs(await room.list(room.ana, { q: 'churn 10', step: 'done' }))).toEqual([line.slug]);
    expect(slugs(await room.list(room.ana, { q: 'churn 10', step: 'ask' }))).toEqual(['churn-10-points-off']);
    expect(slugs(await room.list(room.ana, { q: '10_ off' }))).toEqual([]);
  });

  it('is leafed through in the order of the first page, whatever happens meanwhile', async () => {
    const made: StoredInitiative[] = [];
    for (const name of ['Leaf one', 'Leaf two', 'Leaf three', 'Leaf four', 'Leaf five'])
      made.push(await room.start(room.ana, name));
    const first = await room.list(room.ana, { q: 'leaf', limit: 2 });
    expect(slugs(first)).toEqual(['leaf-five', 'leaf-four']);
    const [oldest] = made;
    if (oldest) await room.remark(oldest, room.ana, 'ask', 'I am back.');
    await room.start(room.ana, 'Leaf six');
    const second = await room.list(room.ana, { q: 'leaf', limit: 2, cursor: first.nextCursor });
    expect(slugs(second)).toEqual(['leaf-three', 'leaf-two']);
    const third = await room.list(room.ana, { q: 'leaf', limit: 2, cursor: second.nextCursor });
    expect([slugs(third), third.nextCursor]).toEqual([['leaf-one'], null]);
    expect(slugs(await room.list(room.ana, { q: 'leaf', limit: 2 }))).toEqual(['leaf-six', 'leaf-one']);
  });

  it('refuses a cursor that it never gave', async () => {
    const refused = await room.request(room.ana, 'GET', '/api/portfolio?cursor=next');
    expect([refused.status, refused.json.code]).toEqual([400, 'INPUT_INVALID']);
  });
});

describe('today', () => {
  it('asks the founder to fill empty seats, and each required person to speak', async () => {
    const line = await room.start(room.ana, 'New question');
    await room.seat(line, room.ben, 'data-scientist', ['ask']);
    const forAna = await room.today(room.ana);
    expect(kinds(forAna)).toEqual(['fill-seats']);
    expect(forAna.waiting[0]).toMatchObject({
      sentence: 'Nobody sits at Ask as business sponsor.',
      path: `/i/${line.slug}/overview#seats`,
      since: START.toISOString(),
    });
    expect(kinds(await room.today(room.ben))).toEqual(['speak']);
    await room.remark(line, room.ben, 'ask', 'I can predict that.');
    expect(kinds(await room.today(room.ben))).toEqual([]);
  });

  it('offers to close a step when everybody was heard, exactly as the gate allows it', async () => {
    const line = await room.start(room.ana, 'Ready to close');
    for (const [person, role] of [
      [room.ben, 'data-scientist'],
      [room.cy, 'sponsor'],
    ] as const) {
      await room.seat(line, person, role, ['ask']);
      await room.remark(line, person, 'ask', 'Yes, please.');
    }
    expect(kinds(await room.today(room.ana))).toEqual(['close-step']);
    const closed = await room.request(room.ana, 'POST', `/api/initiatives/${line.slug}/steps/ask/close`, {});
    expect(closed.status).toBe(200);
    expect(kinds(await room.today(room.ana))).not.toContain('close-step');
  });

  it('asks for the signature of a framing, and later for the verdict on its day', async () => {
    const line = await room.start(room.ana, 'To be signed');
    await room.close(line, 'ask');
    await room.seat(line, room.ben, 'data-scientist');
    await room.propose(line, 1);
    expect(kinds(await room.today(room.ana))).toContain('sign-framing');
    expect(kinds(await room.today(room.ben))).not.toContain('sign-framing');
    await room.database.query(
      `insert into framing_translation_approvals (initiative_no, text_hash, translation, account_id, name, at)
       values ($1, 'hash', $2, $3, 'Ana', $4)`,
      [line.no, CHURN_FRAMING.translation, room.ana.accountId, room.now],
    );
    await room.sign(line, 1, room.ana, 'sme');
    expect(kinds(await room.today(room.ana))).not.toContain('sign-framing');
    expect(kinds(await room.today(room.ben))).toEqual(['sign-framing']);
    await room.database.query(
      "update framing_versions set state = 'locked', locked_at = now() where initiative_no = $1",
      [line.no],
    );
    expect(kinds(await room.today(room.ben))).not.toContain('take-verdict');
    room.now = new Date('2026-09-30T06:00:00.000Z');
    expect(kinds(await room.today(room.ben))).toContain('take-verdict');
    await room.takeVerdict(line, 'TOO_EARLY');
    expect(kinds(await room.today(room.ben))).not.toContain('take-verdict');
  });

  it('asks for answers to return tickets in the roles that a person holds, until they are given', async () => {
    const line = await room.start(room.ana, 'Sent back');
    await room.seat(line, room.ben, 'data-scientist');
    await room.seat(line, room.cy, 'devops');
    await room.takeVerdict(line, 'ACCURATE_ACTION_INEFFECTIVE');
    const [item] = (await room.today(room.ben)).waiting.filter(({ kind }) => kind === 'answer-ticket');
    const path = expect.stringMatching(new RegExp(`^/i/${line.slug}/learn#ticket-[0-9a-f-]{36}$`));
    expect(item).toMatchObject({ slug: line.slug, verb: 'Answer', path });
    expect(kinds(await room.today(room.cy))).not.toContain('answer-ticket');
    const { tickets } = (await room.request(room.ben, 'GET', `/api/initiatives/${line.slug}/tickets`)).json;
    await room.database.query(
      `update return_ticket_roles set answered_at = now(), answered_by = $1, answer_kind = 'accept', answer_text = 'Done.'
       where ticket_id = $2 and role = 'data-scientist'`,
      [room.ben.accountId, tickets[0].id],
    );
    expect(kinds(await room.today(room.ben))).not.toContain('answer-ticket');
    expect(kinds(await room.today(room.ana))).toContain('answer-ticket');
  });

  it('says whether it works in the words of the verdict with the KPI, or what would measure it', async () => {
    const line = await room.start(room.ana, 'Does it work');
    expect((await room.today(room.ana)).working).toEqual([
      {
        slug: line.slug,
        name: 'Does it work',
        sentence: 'Not measured yet: sign the framing, which says what counts as success.',
        state: null,
        takenAt: null,
        path: `/i/${line.slug}/frame`,
        kpi: null,
        points: [],
      },
    ]);
    await room.lockFraming(line);
    await room.addKpiPoints(
      line,
      Array.from({ length: 30 }, (_, index) => 12 - index / 10),
    );
    await room.takeVerdict(line, 'WORKS');
    const [told] = (await room.today(room.ana)).working;
    expect(told).toMatchObject({ sentence: 'The calls keep nobody.', state: 'WORKS', kpi: { target: 10 } });
    const points = told?.points ?? [];
    expect(points).toHaveLength(24);
    expect(points.map(({ periodEnd }) => periodEnd)).toEqual(points.map(({ periodEnd }) => periodEnd).sort());
    expect(points.at(-1)?.value).toBeCloseTo(9.1);
  });

  it('lists what others changed, newest first, never what one did oneself', async () => {
    const line = await room.start(room.ana, 'Talked about');
    await room.seat(line, room.ben, 'data-scientist');
    for (let number = 1; number <= 25; number += 1) {
      room.now = new Date(START.getTime() + number * 86_400_000);
      await room.remark(line, room.ben, 'build', `Remark ${number}.`);
    }
    const { changes } = await room.today(room.ana);
    expect(changes).toHaveLength(20);
    expect(changes[0]).toMatchObject({
      actorName: 'Ben',
      sentence: 'said: "Remark 25."',
      step: 'build',
      slug: line.slug,
      path: `/i/${line.slug}/build`,
    });
    const own = (await room.today(room.ben)).changes.map(({ actorName }) => actorName);
    expect(new Set(own)).toEqual(new Set(['Ana']));
  });
});

describe('promised against measured', () => {
  it('shows what each framing promised beside what the last verdict measured, with the label of the money', async () => {
    const line = await room.start(room.ana, 'Promised');
    await room.lockFraming(line);
    const [before] = (await room.outcomes(room.ana)).results;
    expect(before).toMatchObject({
      slug: line.slug,
      promised: { change: 2, claimedCents: 120_000_000, currency: 'EUR' },
      measured: null,
      money: null,
      grade: null,
      lastVerdict: null,
    });
    await room.takeVerdict(line, 'WORKS', MEASURED);
    const [after] = (await room.outcomes(room.ana)).results;
    expect(after).toMatchObject({
      kpi: { baseline: 12, target: 10, unit: '% of customers a quarter' },
      measured: { interval: { lower: 0.4, upper: 1.8 }, point: 1.1 },
      money: { intervalMinor: { lower: 800_000, upper: 4_200_000 }, label: 'measured', currency: 'EUR' },
      grade: 'A',
      lastVerdict: { state: 'WORKS', brokenLink: null },
    });
  });

  it('adds claimed, measured and validated money up to three figures, over all pages', async () => {
    const own = await room.addPerson('Dee');
    await room.database.query("update initiatives set visibility = 'private'");
    for (const name of ['Sum one', 'Sum two', 'Sum three'])
      await room.lockFraming(await room.start(own, name, 'private'));
    const one = await room.initiatives.require('sum-one');
    const two = await room.initiatives.require('sum-two');
    await room.takeVerdict(one, 'WORKS', MEASURED);
    await room.takeVerdict(two, 'WORKS', { ...MEASURED, label: 'validated' });
    const page = await room.outcomes(own, 'limit=2');
    expect(page.results.map(({ slug }: { slug: string }) => slug)).toEqual(['sum-three', 'sum-two']);
    expect(page.totals).toEqual([
      {
        currency: 'EUR',
        claimed: { cents: 360_000_000, initiatives: 3 },
        measured: { intervalMinor: { lower: 800_000, upper: 4_200_000 }, pointMinor: 2_500_000, initiatives: 1 },
        validated: { intervalMinor: { lower: 800_000, upper: 4_200_000 }, pointMinor: 2_500_000, initiatives: 1 },
      },
    ]);
    const rest = await room.outcomes(own, `limit=2&cursor=${page.nextCursor}`);
    expect([rest.results.length, rest.nextCursor, rest.isComplete]).toEqual([1, null, true]);
    expect(rest.totals).toEqual(page.totals);
  });
});

describe('a private initiative', () => {
  it('leaves no trace in any of the three views of people outside, administrators included', async () => {
    const line = await room.start(room.ana, 'Secret plan', 'private');
    await room.seat(line, room.ben, 'data-scientist');
    await room.lockFraming(line);
    await room.addKpiPoints(line, [11]);
    await room.takeVerdict(line, 'WORKS', MEASURED);
    const traces = async (person: Person) => {
      const views = ['/api/portfolio?limit=200', '/api/portfolio?q=secret', '/api/today', '/api/outcomes?limit=200'];
      const seen = await Promise.all(
        views.map(async (view) => JSON.stringify((await room.request(person, 'GET', view)).json)),
      );
      return seen.map((text) => text.includes('secret-plan'));
    };
    expect(await traces(room.cy)).toEqual([false, false, false, false]);
    expect((await room.outcomes(room.cy)).totals).toEqual([]);
    expect(await traces(room.ben)).toEqual([true, true, true, true]);
    const auditor = await room.addPerson('Aud', true);
    expect(await traces(auditor)).toEqual([true, true, false, true]);
    await room.database.query('update seats set left_at = now() where account_id = $1', [room.ana.accountId]);
    expect(await traces(room.ana)).toEqual([false, false, false, false]);
  });
});

describe('each view', () => {
  it('asks the database as often for forty initiatives as for one', async () => {
    const eve = await room.addPerson('Eve');
    const count = async () => {
      const counts: number[] = [];
      for (const view of ['/api/portfolio?q=many', '/api/today', '/api/outcomes']) {
        room.statements = 0;
        expect((await room.request(eve, 'GET', view)).status).toBe(200);
        counts.push(room.statements);
      }
      return counts;
    };
    await room.lockFraming(await room.start(eve, 'Many lines 0'));
    const forOne = await count();
    for (let number = 1; number < 40; number += 1)
      await room.lockFraming(await room.start(eve, `Many lines ${number}`));
    expect(await count()).toEqual(forOne);
    expect(forOne).toEqual([2, 11, 2]);
  });
});
