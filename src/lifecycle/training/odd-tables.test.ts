import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestInstallation,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';
import { bringTable } from '../datasets/bring-table.fixture.ts';
import { customersCsv } from './customers.fixture.ts';

let installation: TestInstallation;
let expert: TestPerson;
let slug: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  expert = await installation.join('Ana');
  ({ slug } = await installation.does(expert, 'POST /api/initiatives', {
    question: 'What sells more widgets?',
    playbook: 'explore',
  }));
});
afterAll(() => installation.close());

const path = (rest: string) => `/api/initiatives/${slug}/${rest}`;

/** What it is once it has ended: the work is done by jobs. */
async function ended(of: string, under: readonly string[]) {
  let now: TestAnswer['body'];
  await until(async () => {
    now = await installation.does(expert, `GET ${path(of)}`);
    return !under.includes(now.state);
  });
  return now;
}

const bring = (name: string, csv: string) =>
  bringTable(installation, expert, slug, { fileName: `${name}.csv`, content: csv });

async function check(datasetId: string, target: string) {
  const { id } = await installation.does(expert, `POST ${path('signals')}`, { datasetId, choice: { target } });
  return ended(`signals/${id}`, ['running']);
}

async function train(datasetId: string, target: string) {
  const body = { datasetId, version: 1, target };
  const { id } = await installation.does(expert, `POST ${path('trainings')}`, body);
  return ended(`trainings/${id}`, ['waiting', 'training']);
}

/** Rows of `target` and three other columns, one of which is always empty. */
function table(rows: number, target: (row: number) => string): string {
  const lines = Array.from({ length: rows }, (_, row) => `${row % 17},${row % 5 === 0 ? 'a' : 'b'},,${target(row)}`);
  return ['visits,group,nothing,target', ...lines, ''].join('\n');
}

describe('a table from which nothing can be learned', () => {
  it.each([
    ['one row', 'one', table(1, () => 'yes'), /too few rows/, /Fewer than 30 rows/],
    ['a constant target', 'constant', table(200, () => 'yes'), /same value in every row/, /same value in every row/],
    [
      'a target with 10,000 values',
      'many',
      table(20_000, (row) => `shop ${row % 10_000}`),
      /more than 50 different values/,
      /more than 50 different words/,
    ],
    [
      'a target that is almost always empty',
      'empty',
      table(200, (row) => (row < 3 ? 'yes' : '')),
      /too few rows/,
      /Fewer than 30/,
    ],
    [
      'too few of one outcome',
      'rare',
      table(400, (row) => (row < 4 ? 'yes' : 'no')),
      /too rare/,
      /one of the two outcomes/,
    ],
  ])('because of %s is answered with a sentence that says so', async (_, name, csv, ofCheck, ofTraining) => {
    const datasetId = await bring(name, csv);
    const checked = await check(datasetId, 'target');
    expect([checked.state, checked.result]).toEqual(['failed', null]);
    expect(checked.failure).toMatch(ofCheck);
    const trained = await train(datasetId, 'target');
    expect([trained.state, trained.result, trained.run]).toEqual(['failed', null, null]);
    expect(trained.failure).toMatch(ofTraining);
  });

  it('because the only other columns are empty or name rows is answered so, too', async () => {
    const rows = Array.from({ length: 100 }, (_, row) => `C-${1_000 + row},,${row % 3 === 0 ? 'yes' : 'no'}`);
    const datasetId = await bring('bare', ['customer,nothing,left', ...rows, ''].join('\n'));
    expect((await check(datasetId, 'left')).failure).toMatch(/No column is left to predict from/);
    expect((await train(datasetId, 'left')).failure).toMatch(/No column is left to learn from/);
  });
});

describe('a first model under Explore', () => {
  it('is made before a framing is signed, and takes over what the check says, with the reasons', async () => {
    const [head = '', ...lines] = customersCsv(600).trim().split('\n');
    // Filled only for whoever left: known afterwards.
    const leaking = lines.map((line) => `${line},${line.endsWith('Yes') ? 'price' : ''}`);
    const datasetId = await bring('leaking', [`${head},reason`, ...leaking, ''].join('\n'));
    const choice = {
      target: 'left',
      protected: ['contract'],
      rule: { kind: 'threshold', column: 'tenure', isAbove: false, threshold: 12 },
    };
    const { id } = await installation.does(expert, `POST ${path('signals')}`, { datasetId, choice });
    expect(await ended(`signals/${id}`, ['running'])).toMatchObject({ state: 'done' });
    const { tables } = await installation.does(expert, `GET ${path('training-offer')}`);
    const { said } = tables.find((one: { datasetId: string }) => one.datasetId === datasetId);
    expect(said).toMatchObject({
      checkId: id,
      target: 'left',
      rule: { kind: 'order', column: 'tenure', first: 'lowest' },
      leftOut: [
        { column: 'reason', reason: expect.stringMatching(/^It looks as if it were only known afterwards\. .*[.]$/) },
        { column: 'contract', reason: 'It is protected: nobody may be treated differently for it.' },
      ],
    });
    const training = await train(datasetId, 'left');
    expect(training).toMatchObject({ state: 'trained', policy: null, datasetId });
    const [, tenth] = training.result.first;
    expect(tenth).toMatchObject({ share: 0.1, rows: 60, allRows: 600 });
    expect(tenth.events / tenth.rows).toBeGreaterThan(tenth.allEvents / tenth.allRows);
    expect(tenth.traits.map(({ column }: { column: string }) => column)).toContain('tenure');
  });

  it('is held back with the data where the playbook holds them, and other tables say nothing', async () => {
    const { slug: held } = await installation.does(expert, 'POST /api/initiatives', {
      question: 'How can we reduce churn by 10% this quarter?',
    });
    const body = { datasetId: '01890000-0000-7000-8000-000000000000', version: 1, target: 'left' };
    const answer = await installation.call(expert, `POST /api/initiatives/${held}/trainings`, body);
    expect([answer.status, answer.body.code]).toEqual([409, 'PLAYBOOK_HOLDS']);
    const { held: waiting } = await installation.does(expert, `GET /api/initiatives/${held}/playbook`);
    expect(waiting.map(({ work }: { work: string }) => work)).toEqual(['data', 'experiments']);
    expect(waiting[0].sentence).toBe(
      'Data wait until the framing is signed by the subject-matter expert (Ana) and the data scientist.',
    );
  });
});
