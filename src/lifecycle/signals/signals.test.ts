import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';
import { bringTable } from '../datasets/bring-table.fixture.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let outsider: TestPerson;
let slug: string;
let datasetId: string;

/** Rows in time order: "left" follows few calls and low spend; "reason" is filled only for whoever left; sex tells height. */
function customers(): string {
  let state = 7;
  const draw = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  const lines = Array.from({ length: 1_200 }, (_, row) => {
    const [spend, calls, isWoman] = [draw() * 100, Math.floor(draw() * 8), draw() < 0.5];
    const left = draw() < 1 / (1 + Math.exp(2.5 + spend / 20 - calls * 0.5));
    const height = (isWoman ? 166 : 179) + (draw() - 0.5) * 14;
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(row / 4))).toISOString().slice(0, 10);
    return [
      `C-${100_000 + row}`,
      day,
      spend.toFixed(2),
      calls,
      height.toFixed(1),
      isWoman ? 'f' : 'm',
      left ? 'moved away' : '',
      left ? 'yes' : 'no',
    ].join(',');
  });
  return ['customer,day,spend,calls,height,sex,reason,left', ...lines].join('\n');
}

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana');
  outsider = await installation.join('Otto Outside');
  const engineer = await installation.join('Eva Engineer');
  slug = (await aFreeInitiative(installation, ana, await publishFreePlaybook(installation, 'standard'))).slug;
  await seat(installation, slug, ana, engineer, 'data-scientist');
  datasetId = await bring('customers.csv', customers());
});
afterAll(() => installation.close());

const bring = (fileName: string, content: string) => bringTable(installation, ana, slug, { fileName, content });

const signals = (path = '') => `/api/initiatives/${slug}/signals${path}`;

async function ended(id: string): Promise<TestAnswer['body']> {
  await until(async () => (await installation.does(ana, `GET ${signals(`/${id}`)}`)).state !== 'running');
  return installation.does(ana, `GET ${signals(`/${id}`)}`);
}

const CHOICE = {
  target: 'left',
  time: { kind: 'column', column: 'day' },
  protected: ['sex'],
  rule: { kind: 'order', column: 'calls', isHigherFirst: true },
};

describe('a signal check', () => {
  it('answers with how well, against what, by which columns, and with the traps', async () => {
    const { id } = await installation.does(ana, `POST ${signals()}`, { datasetId, choice: CHOICE });
    const check = await ended(id);
    expect(check, JSON.stringify(check.failure)).toMatchObject({ state: 'done', target: 'left', version: 1 });
    const { found, table } = check.result;
    expect(table).toMatchObject({ tableRows: 1_200, unusableRows: 0, classes: ['no', 'yes'] });
    expect(table.leftOut).toEqual(
      expect.arrayContaining([
        { name: 'day', reason: 'moment' },
        { name: 'sex', reason: 'protected' },
      ]),
    );
    expect(found.useless).toEqual([{ name: 'customer', reason: 'names-rows' }]);
    expect(found.suspects.map(({ name }: { name: string }) => name)).toEqual(['reason']);
    expect(found.quality.inTime.interval.lower).toBeGreaterThan(0.6);
    expect(found.withSuspects.shuffled.estimate).toBeGreaterThan(found.quality.shuffled.interval.upper);
    expect(found.comparisons.map(({ opponent }: { opponent: string }) => opponent)).toEqual([
      'guess',
      'rule',
      'row-before',
    ]);
    expect(
      found.columns
        .slice(0, 2)
        .map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(['calls', 'spend']);
    expect(found.protectedColumns[0].columns[0]).toMatchObject({ name: 'height' });
    expect(check.sentence).toMatch(/^Yes, there is something to predict\. Of two rows, one with left: yes/);
  });

  it('gives the same answer to the same question', async () => {
    const asked = { datasetId, version: 1, choice: { ...CHOICE, knownLater: ['reason'] } };
    const [one, two] = [
      await installation.does(ana, `POST ${signals()}`, asked),
      await installation.does(ana, `POST ${signals()}`, asked),
    ];
    const [first, second] = [await ended(one.id), await ended(two.id)];
    expect(first.result).toEqual(second.result);
    expect(first.result.found.suspects).toEqual([]);
  });

  it('that cannot be done fails with a sentence that says what to bring', async () => {
    const few = await bring('few.csv', 'id,spend,left\n1.0,1,yes\n2.0,2,no\n3.0,3,yes\n4.0,4,no\n');
    const { id } = await installation.does(ana, `POST ${signals()}`, { datasetId: few, choice: { target: 'left' } });
    expect(await ended(id)).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('too few rows'),
      result: null,
    });
    const name = await installation.does(ana, `POST ${signals()}`, { datasetId, choice: { target: 'customer' } });
    expect((await ended(name.id)).failure).toContain('more than 50 different values');
  });

  it('refuses columns that the version does not have', async () => {
    const choice = { ...CHOICE, knownLater: ['no such'] };
    const { status, body } = await installation.call(ana, `POST ${signals()}`, { datasetId, choice });
    expect([status, body.code]).toEqual([422, 'SIGNAL_COLUMN_UNKNOWN']);
  });

  it('can be stopped by the table, once, and nobody else', async () => {
    const { id } = await installation.does(ana, `POST ${signals()}`, { datasetId, choice: CHOICE });
    expect((await installation.call(outsider, `DELETE ${signals(`/${id}`)}`)).status).toBe(403);
    expect((await installation.call(ana, `DELETE ${signals(`/${id}`)}`)).status).toBe(204);
    expect(await ended(id)).toMatchObject({ state: 'cancelled', result: null });
    const again = await installation.call(ana, `DELETE ${signals(`/${id}`)}`);
    expect([again.status, again.body.code]).toEqual([409, 'SIGNAL_CHECK_ENDED']);
  });

  it('stands in the log of the initiative with its answer', async () => {
    const { checks } = await installation.does(ana, `GET ${signals()}`);
    expect(checks.filter(({ state }: { state: string }) => state === 'done')).toHaveLength(3);
    const log = await installation.call(ana, `GET /api/initiatives/${slug}/log`);
    expect(log.text).toContain('has the answer whether \\"left\\" can be predicted');
  });
});
