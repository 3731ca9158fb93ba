import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/database/new-id.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import type { FramingContent } from '../framing/index.ts';
import { insertInitiative } from '../initiatives/initiatives.store.ts';
import { differencesOf } from './compare-reports.ts';
import { type LedgerRows, type Trial, trialFraming, trialRows, WORKING } from './ledger-scenarios.fixture.ts';
import { dayFromNow, type OutcomesTest, openOutcomesTest, type Started } from './outcomes.fixture.ts';
import type { VerdictState } from './verdict-states.ts';

let room: OutcomesTest;

beforeAll(async () => {
  room = await openOutcomesTest();
});
afterAll(() => room.end());

/** How many of a group leave in the working trial. */
function leaversOf(arm: 'action' | 'holdout'): number {
  const { outcomes = [] } = trialRows(WORKING, 0);
  return outcomes.filter((row) => 'unitId' in row && String(row.unitId).startsWith(arm)).length;
}

const NO_EFFECT: Trial = { ...WORKING, leave: [0.3, 0.3] };

const CASES: readonly (readonly [VerdictState, Trial, FramingContent, number])[] = [
  ['WORKS', WORKING, trialFraming(dayFromNow(-1)), 200],
  [
    'WORKS_TOO_SMALL',
    WORKING,
    { ...trialFraming(dayFromNow(-1)), kpi: { ...trialFraming('2026-01-01').kpi, population: 1_000_000 } },
    200,
  ],
  ['ACCURATE_ACTION_INEFFECTIVE', NO_EFFECT, trialFraming(dayFromNow(-1), { dmin: 0.08 }), 200],
  ['MODEL_INACCURATE', { ...NO_EFFECT, isAccurate: false }, trialFraming(dayFromNow(-1), { dmin: 0.08 }), 200],
  ['HARMFUL', { ...WORKING, leave: [0.4, 0.3] }, trialFraming(dayFromNow(-1)), 200],
  ['EFFECTIVE_UNPROFITABLE', { ...WORKING, costCents: 40_000 }, trialFraming(dayFromNow(-1)), 200],
  ['NOT_REACHED', { ...WORKING, leave: [0.26, 0.3], reach: 0.25 }, trialFraming(dayFromNow(-1)), 200],
  ['EVIDENCE_BROKEN', { ...WORKING, holdout: 250 }, trialFraming(dayFromNow(-1)), 200],
  ['INCONCLUSIVE', { ...WORKING, action: 400, holdout: 100, leave: [0.25, 0.3] }, trialFraming(dayFromNow(-1)), 200],
  ['TOO_EARLY', { ...WORKING, leave: [0.26, 0.3] }, trialFraming(dayFromNow(500), { dmin: 0.1 }), 95],
  ['COLLECTING', WORKING, trialFraming(dayFromNow(500), { dmin: 0.1 }), 91],
  ['UNDERPOWERED', { ...WORKING, leave: [0.26, 0.3] }, trialFraming(dayFromNow(3), { dmin: 0.01 }), 200],
  ['NOT_MEASURABLE', WORKING, trialFraming(dayFromNow(-1), { design: 'none' }), 200],
];

const trials = new Map<string, { readonly started: Started; readonly rows: LedgerRows }>();

/** The same rows, the last first. */
function backwards(rows: LedgerRows): LedgerRows {
  return Object.fromEntries(Object.entries(rows).map(([kind, list]) => [kind, [...(list ?? [])].reverse()]));
}

describe('the answer from the ledger', () => {
  it.each(CASES)('is %s where that is the truth', async (state, trial, content, agoDays) => {
    const slug = state.toLowerCase().replaceAll('_', '-');
    const brought = { started: await room.start(slug, content), rows: trialRows(trial, agoDays) };
    trials.set(slug, brought);
    await room.bring(brought.started, brought.rows);
    const report = await room.answerOf(slug);
    expect(report.verdict.state).toBe(state);
    expect(report.answer.headline.length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('hides the effect while the records cannot be trusted, and still says why', async () => {
    const report = await room.answerOf('evidence-broken');
    expect(report).toMatchObject({ isEffectHidden: true, money: null, series: [], effects: [] });
    expect(report.numbers.metrics).toEqual([]);
    expect(new Set(report.numbers.rows.map(({ group }) => group))).toEqual(new Set(['records']));
    expect(report.numbers.rows.find(({ id }) => id === 'sample-ratio')?.pValue).toBeLessThan(0.01);
  });

  it('shows counts and no difference while too little has been seen', async () => {
    const report = await room.answerOf('collecting');
    expect(report.numbers.metrics[0]).toMatchObject({ action: { units: 320 }, difference: null });
    expect(report.effects).toEqual([]);
    expect(report.progress?.unitsNeeded).toBeGreaterThan(0);
  });

  it('carries the numbers, the people and what was decided before the data', async () => {
    const report = await room.answerOf('works');
    expect(report.plan).toMatchObject({
      contentHash: 'a'.repeat(64),
      framingVersion: 1,
      decided: { on: '2026-01-05', isBeforeData: true },
    });
    expect(report.answer.planned).toContain('Ana (subject-matter expert) and Ben (data scientist)');
    expect(report.counts).toContainEqual({ arm: 'holdout', assigned: 400, matured: 400 });
    expect(report.numbers.metrics[0]).toMatchObject({
      role: 'primary',
      action: { units: 1_600, events: leaversOf('action') },
      holdout: { units: 400, events: leaversOf('holdout') },
    });
    expect(report.money).toMatchObject({ currency: 'EUR', label: 'measured' });
    expect(report.effects[0]).toMatchObject({ role: 'primary', threshold: 0.05 });
    // 20 points at a reach of 95%, as nearly as whole customers allow.
    expect(report.effects[0]?.estimate).toBeCloseTo(0.2 / 0.95, 2);
    expect(report.series.length).toBeGreaterThan(0);
  });

  it('puts the KPI as observed beside the KPI moved by this initiative', async () => {
    const works = trials.get('works');
    if (!works) throw new Error('unexpected');
    await room.bring(works.started, {
      'kpi-points': [{ periodStart: '2026-01-01', periodEnd: '2026-03-31', value: 12.4 }],
    });
    const { ledgers, kpi } = await room.answerOf('works');
    expect(ledgers).toMatchObject({ observed: { baseline: 12, current: 12.4 }, ledgerCase: 'would-have-been-worse' });
    // 1,600 customers x the difference / 10,000 customers, in percent.
    const difference = leaversOf('holdout') / 400 - leaversOf('action') / 1_600;
    expect(ledgers?.moved?.estimate).toBeCloseTo(16 * difference, 9);
    expect(kpi).toEqual([{ from: '2026-01-01', to: '2026-03-31', value: 12.4 }]);
  });

  it('stands beside what was believed before the data: held, not held, or not to be shown', async () => {
    const beliefOf = async (slug: string) => (await room.call('GET', `${slug}/beliefs`)).body.beliefs[0];
    expect(await beliefOf('works')).toMatchObject({
      statement: 'We reach nearly everybody.',
      believed: 'between 90% and 100%',
      measured: expect.stringMatching(/^between 9\d\.\d% and 9\d\.\d%$/),
      state: 'held',
      answer: null,
    });
    expect(await beliefOf('not-reached')).toMatchObject({
      state: 'did-not-hold',
      note: 'It is less than was believed.',
    });
    expect(await beliefOf('evidence-broken')).toMatchObject({ state: 'not-measured', measured: null });
  });

  it('does not change when the same records are delivered again, in another order', async () => {
    const brought = trials.get('not-reached');
    if (!brought) throw new Error('unexpected');
    const before = await room.answerOf('not-reached');
    await room.bring(brought.started, backwards(brought.rows));
    const after = await room.answerOf('not-reached');
    expect(after.asOf).not.toBe(before.asOf);
    expect(differencesOf({ ...before, asOf: '' }, { ...after, asOf: '' })).toEqual([]);
  });

  it('is refused before a framing is signed, and unknown to whoever is not signed in', async () => {
    await room.database.transaction((tx) =>
      insertInitiative(tx, {
        id: newId(),
        slug: 'unsigned',
        name: 'Unsigned',
        question: 'How can we upsell?',
        questionKind: 'open',
        visibility: 'open',
        iteration: 1,
        createdBy: newId(),
        createdAt: new Date().toISOString(),
        playbook: 'standard@1',
      }),
    );
    expect(await room.call('GET', 'unsigned/answer')).toMatchObject({
      status: 409,
      body: { code: 'OUTCOME_NO_PHASE' },
    });
    expect((await room.call('GET', 'unsigned/beliefs')).body).toEqual({ framingVersion: null, beliefs: [] });
    expect((await room.server.inject({ method: 'GET', url: '/api/initiatives/works/answer' })).statusCode).toBe(401);
  });
});

describe('a verdict', () => {
  let started: Started;
  let rows: LedgerRows;

  beforeAll(async () => {
    started = await room.start('verdict', trialFraming(dayFromNow(-1)));
    rows = trialRows(WORKING, 200);
    await room.bring(started, rows);
  });

  it('is taken by the roles that may, and stored with its event and its notice', async () => {
    expect(await room.call('POST', 'verdict/verdicts', 'eve', {})).toMatchObject({ status: 403 });
    const { status, body } = await room.call('POST', 'verdict/verdicts', 'ana', { note: 'As agreed.' });
    expect(status).toBe(201);
    expect(body.verdict).toMatchObject({
      number: 1,
      state: 'WORKS',
      look: 'read-out',
      grade: 'A',
      takenBy: 'ana',
      note: 'As agreed.',
      phaseHash: 'a'.repeat(64),
      signOffs: [],
    });
    expect(body.report.answer.ask.by).not.toBeNull();
    expect(room.notices.at(-1)).toMatchObject({ number: 1, state: 'WORKS', roles: ['sponsor', 'sme'], returnTo: null });
    const [event] = await readEvents(room.database, { subjectId: started.initiative.id, limit: 1 });
    expect(event).toMatchObject({
      kind: 'verdict.taken',
      section: 'learn',
      actingAs: 'sme',
      sentence: 'took verdict 1: "It works."',
      reason: 'As agreed.',
    });
    expect(event?.detail.inputsHash).toBe(body.verdict.inputsHash);
  });

  it('comes out the same when it is measured again, whatever was recorded since', async () => {
    const [stored] = [(await room.call('GET', 'verdict/verdicts/1')).body];
    // Fifty of those left alone turn out to have stayed, the whole delivery comes again backwards, and a unit in another arm.
    await room.bring(started, backwards(rows));
    const revised = (rows.outcomes ?? []).flatMap((row) =>
      'unitId' in row && String(row.unitId).startsWith('holdout') ? [{ ...row, revision: 2, voided: true }] : [],
    );
    await room.bring(started, { outcomes: revised.slice(0, 50) });
    await room.bringKind(started.initiative.no, started.phase, 'assignments', [
      { unitId: 'action-1', arm: 'holdout', propensity: 0.2, assignedAt: new Date().toISOString() },
    ]);
    const { status, body } = await room.call('GET', 'verdict/verdicts/1/replay');
    expect(status).toBe(200);
    expect(body).toMatchObject({ isIdentical: true, differences: [] });
    expect(body.inputsHash.measured).toBe(body.inputsHash.stored);
    expect((await room.call('GET', 'verdict/verdicts/1')).body).toEqual(stored);
    const now = await room.answerOf('verdict');
    expect(now.numbers.metrics[0]).toMatchObject({
      action: { units: 1_599 },
      holdout: { events: leaversOf('holdout') - 50 },
    });
    expect(now.mixedUnits).toBe(1);
    const then = await room.answerOf('verdict', stored.verdict.asOf);
    expect(then.numbers).toEqual(stored.report.numbers);
  });

  it('is followed by the next one, newest first', async () => {
    expect((await room.call('POST', 'verdict/verdicts', 'sam', {})).body.verdict.number).toBe(2);
    const { body } = await room.call('GET', 'verdict/verdicts');
    expect(body.verdicts.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
    expect(await room.call('GET', 'verdict/verdicts/9')).toMatchObject({
      status: 404,
      body: { code: 'VERDICT_UNKNOWN' },
    });
  });

  it('has its value signed off by the sponsor, once for each label', async () => {
    expect(await room.call('POST', 'verdict/verdicts/1/sign-off', 'ana', { label: 'measured' })).toMatchObject({
      status: 403,
    });
    const first = await room.call('POST', 'verdict/verdicts/1/sign-off', 'sam', { label: 'measured', note: 'Agreed.' });
    expect(first.status).toBe(201);
    expect(first.body.signOffs).toMatchObject([{ label: 'measured', name: 'sam', note: 'Agreed.' }]);
    expect(await room.call('POST', 'verdict/verdicts/1/sign-off', 'sam', { label: 'measured' })).toMatchObject({
      status: 409,
      body: { code: 'VALUE_SIGNED_ALREADY' },
    });
    expect(
      (await room.call('POST', 'verdict/verdicts/1/sign-off', 'sam', { label: 'validated' })).body.signOffs,
    ).toHaveLength(2);
    const [event] = await readEvents(room.database, { subjectId: started.initiative.id, limit: 1 });
    expect(event).toMatchObject({ kind: 'verdict.signed-off', actingAs: 'sponsor' });
  });

  it('never has a value signed off that nobody has shown', async () => {
    for (const slug of ['evidence-broken', 'not-measurable', 'inconclusive']) {
      expect((await room.call('POST', `${slug}/verdicts`, 'ana', {})).status).toBe(201);
      expect(await room.call('POST', `${slug}/verdicts/1/sign-off`, 'sam', { label: 'measured' })).toMatchObject({
        status: 409,
        body: { code: 'VALUE_NOT_SHOWN' },
      });
    }
  });

  it('is refused before its date while the answer is open, and taken at once when it does harm', async () => {
    for (const slug of ['too-early', 'collecting']) {
      const refused = await room.call('POST', `${slug}/verdicts`, 'ana', {});
      expect(refused).toMatchObject({ status: 409, body: { code: 'VERDICT_TOO_EARLY' } });
    }
    expect((await room.call('POST', 'underpowered/verdicts', 'ana', {})).status).toBe(201);
    const harm = await room.start('early-harm', trialFraming(dayFromNow(300)));
    await room.bring(harm, trialRows({ ...WORKING, leave: [0.5, 0.3] }, 105));
    const early = await room.call('POST', 'early-harm/verdicts', 'ana', {});
    expect(early).toMatchObject({ status: 201, body: { verdict: { state: 'HARMFUL', look: 'monitoring' } } });
  });

  it('never changes: the database refuses it', async () => {
    await expect(room.database.query(`update verdicts set state = 'WORKS'`)).rejects.toThrow('append-only');
    await expect(room.database.query('delete from verdict_sign_offs')).rejects.toThrow('append-only');
  });
});
