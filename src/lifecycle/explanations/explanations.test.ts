import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';
import { bringTable } from '../datasets/bring-table.fixture.ts';
import { emptyEntry } from '../datasets/index.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';
import { customersCsv } from '../training/customers.fixture.ts';
import { modelSchema } from '../training/index.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let reader: TestPerson;
let slug: string;
let datasetId: string;
let trainingId: string;

const CSV = customersCsv(600);
/** The rows of the table as they were brought, by the names of the columns. */
const ROWS = CSV.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [id = '', , tenure, calls, contract = '', , fee = '', left = ''] = line.split(',');
    return { id, tenure: Number(tenure), calls: Number(calls), contract, fee: fee === '' ? null : Number(fee), left };
  });

beforeAll(async () => {
  installation = await openTestInstallation();
  expert = await installation.join('Ana');
  scientist = await installation.join('Dora');
  reader = await installation.join('Otto');
  const playbook = await publishFreePlaybook(installation, 'standard');
  slug = (await aFreeInitiative(installation, expert, playbook)).slug;
  const at = `/api/initiatives/${slug}`;
  await installation.does(expert, `POST ${at}/seats`, { accountId: scientist.id, role: 'data-scientist' });
  datasetId = await bringTable(installation, expert, slug, { fileName: 'customers.csv', content: CSV });
  const wishes = { datasetId, version: 1, target: 'left' };
  trainingId = (await installation.does(expert, `POST ${at}/trainings`, wishes)).id;
  await until(async () => (await read(`trainings/${trainingId}`)).state === 'trained');
}, 180_000);
afterAll(() => installation.close());

const read = (path: string, as = expert) => installation.does(as, `GET /api/initiatives/${slug}/${path}`);
const post = (path: string, body: unknown, as = expert) =>
  installation.call(as, `POST /api/initiatives/${slug}/trainings/${trainingId}/${path}`, body);
const explanation = (as = expert) => read(`trainings/${trainingId}/explanation`, as);
const rowNumber = (row: number, as = expert) => read(`trainings/${trainingId}/row-explanation?row=${row}`, as);
const code = async (path: string, body: unknown, as = expert) => (await post(path, body, as)).body.code;

async function describeColumn(name: string, said: object): Promise<void> {
  const body = { columns: [{ ...emptyEntry(name), ...said }] };
  await installation.does(expert, `PUT /api/initiatives/${slug}/datasets/${datasetId}/dictionary`, body);
}

const logOdds = (chance: number): number => Math.log(chance / (1 - chance));

describe('a model as a whole', () => {
  it('names the columns that matter first, with what is usual there', async () => {
    const { columns, rows, isSum } = await explanation();
    expect(rows).toBe(600);
    // The weighted sum was taken, so its curves are all there is to it.
    expect(isSum).toBe(true);
    const names = columns.map(({ name }: { name: string }) => name);
    expect(names.slice(0, 2).sort()).toEqual(['calls', 'tenure']);
    const tenure = columns.find(({ name }: { name: string }) => name === 'tenure');
    const sorted = ROWS.map((row) => row.tenure).sort((a, b) => a - b);
    expect([tenure.facts.least, tenure.facts.most]).toEqual([sorted[0], sorted.at(-1)]);
    expect(tenure.points[0].mean).toBeGreaterThan(tenure.points.at(-1).mean);
    expect(tenure.signed.length).toBeLessThanOrEqual(7);
  });

  it('offers rows at both ends of the order, whose own predictions they tell', async () => {
    const { examples } = await explanation();
    for (const one of [examples.high[0], examples.doubtful[0], examples.low[0]]) {
      expect((await rowNumber(one.row)).answer.prediction).toBeCloseTo(one.prediction, 12);
    }
    expect(examples.high[0].prediction).toBeGreaterThan(0.8);
    expect(Math.abs(examples.doubtful[0].prediction - 0.5)).toBeLessThan(0.1);
  });
});

describe('reasons for one row', () => {
  it('are found by the number of the row and by its name, with what came true', async () => {
    const found = await rowNumber(5);
    const own = ROWS[4];
    expect(found.row).toMatchObject({
      row: 5,
      names: [{ column: 'customer_id', name: own?.id }],
      truth: own?.left === 'Yes' ? 'yes' : 'no',
      cells: { tenure: own?.tenure, calls: own?.calls, contract: own?.contract },
    });
    const named = await read(`trainings/${trainingId}/row-explanation?name=${own?.id}`);
    expect(named).toEqual(found);
  });

  it('add up to what the model says, and the way leads from nothing known to the prediction', async () => {
    const { answer } = await rowNumber(1);
    const sum = answer.reasons.reduce(
      (all: number, { contribution }: { contribution: number }) => all + contribution,
      0,
    );
    expect(logOdds(answer.start) + sum).toBeCloseTo(logOdds(answer.prediction), 9);
    expect(answer.reasons[0].from).toBe(answer.start);
    expect(answer.reasons.at(-1).to).toBeCloseTo(answer.prediction, 12);
    const sizes = answer.reasons.map(({ contribution }: { contribution: number }) => Math.abs(contribution));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  it('of a weighted sum are coefficient times distance from the mean, worked out from the files of the run', async () => {
    const { run } = await read(`trainings/${trainingId}`);
    const { model } = await installation.does(expert, `GET /api/2.0/mlflow/logged-models/${run.modelId}`);
    const folder = model.info.artifact_uri.replace('mlflow-artifacts:/', '');
    const file = await installation.call(expert, `GET /api/2.0/mlflow-artifacts/artifacts/${folder}/model.json`);
    const kept = modelSchema.parse(JSON.parse(file.text));
    if (kept.body.kind !== 'linear') throw new RangeError('the weighted sum was taken');
    const at = kept.inputs.findIndex(({ name }) => name === 'tenure');
    const feature = kept.features.findIndex(({ kind, input }) => kind === 'number' && input === at);
    const weight = Math.fround(kept.body.coefficients[0]?.[feature] ?? Number.NaN) * (kept.calibration?.slope ?? 1);
    // Of 600 rows, 500 are compared with: every row at a multiple of 1.2.
    const reference = Array.from({ length: 500 }, (_, row) => ROWS[Math.floor(row * 1.2)]?.tenure ?? Number.NaN);
    const mean = reference.reduce((sum, value) => sum + value, 0) / reference.length;
    const { answer } = await rowNumber(7);
    const reason = answer.reasons.find(({ column }: { column: string }) => column === 'tenure');
    expect(reason.contribution).toBeCloseTo(weight * ((ROWS[6]?.tenure ?? Number.NaN) - mean), 9);
  });

  it('say what came true among rows that the model had not seen, as a range', async () => {
    const { answer } = await rowNumber(1);
    expect(answer.alike.rows).toBeGreaterThanOrEqual(50);
    expect(answer.alike.low).toBeLessThan(answer.alike.high);
    expect(answer.alike.low).toBeLessThanOrEqual(answer.prediction + 0.15);
    expect(answer.alike.high).toBeGreaterThanOrEqual(answer.prediction - 0.15);
  });

  it('are the same for the values of a row that somebody types', async () => {
    const { row, answer } = await rowNumber(9);
    expect((await post('predictions', { cells: row.cells })).body).toEqual(answer);
  });

  it('are refused for a row that is not there, a column that is none, and values that cannot be', async () => {
    const unknown = await installation.call(
      expert,
      `GET /api/initiatives/${slug}/trainings/${trainingId}/row-explanation?row=601`,
    );
    expect([unknown.status, unknown.body.code]).toEqual([404, 'EXPLANATION_ROW_UNKNOWN']);
    expect(await code('predictions', { cells: { customer_id: 'C1000' } })).toBe('EXPLANATION_COLUMN_UNKNOWN');
    expect(await code('predictions', { cells: { contract: 'weekly' } })).toBe('EXPLANATION_VALUE_UNFIT');
    expect(await code('predictions', { cells: { tenure: 'long' } })).toBe('EXPLANATION_VALUE_UNFIT');
    await describeColumn('tenure', { min: 0, max: 100 });
    const refused = await post('predictions', { cells: { tenure: 101 } });
    expect(refused.body.detail).toContain('at most 100');
    expect((await post('predictions', { cells: { tenure: 100 } })).status).toBe(200);
  });
});

describe('what would have to be otherwise', () => {
  it('is not looked for before somebody says what can be changed', async () => {
    const { answer } = await rowNumber(1);
    expect(answer.otherwise).toEqual({ kind: 'no-levers' });
  });

  it('is the cheapest allowed change that flips it: as asked it flips, and a step less does not', async () => {
    await describeColumn('tenure', { min: 0, max: 100, isActionable: false });
    await describeColumn('calls', { min: 0, max: 10, isActionable: true });
    const { examples, threshold, columns } = await explanation();
    expect(columns.find(({ name }: { name: string }) => name === 'calls').noLever).toBeNull();
    expect(columns.find(({ name }: { name: string }) => name === 'tenure').noLever).toBe('fixed');
    const found = await rowNumber(examples.doubtful[0].row);
    const { otherwise, prediction } = found.answer;
    expect(otherwise.kind).toBe('flips');
    expect(otherwise.changes).toHaveLength(1);
    const [change] = otherwise.changes;
    expect(change).toMatchObject({ column: 'calls', from: found.row.cells.calls });
    const said = async (calls: number) =>
      (await post('predictions', { cells: { ...found.row.cells, calls } })).body.prediction;
    const isAbove = prediction >= threshold;
    expect((await said(change.to)) >= threshold).toBe(!isAbove);
    expect(await said(change.to)).toBeCloseTo(otherwise.prediction, 12);
    expect((await said(change.to + Math.sign(change.from - change.to))) >= threshold).toBe(isAbove);
  });

  it('says that there is none where no allowed change reaches the other side', async () => {
    const { examples } = await explanation();
    const { answer } = await rowNumber(examples.high[0].row);
    const asked = { cells: (await rowNumber(examples.high[0].row)).row.cells, threshold: 0.001 };
    expect((await post('predictions', asked)).body.otherwise.kind).toBe('out-of-reach');
    expect(answer.prediction).toBeGreaterThan(0.001);
  });

  it('weighs efforts, so that what is hard to change is left alone where something else does it', async () => {
    await describeColumn('contract', { isActionable: true });
    const { examples } = await explanation();
    const { cells } = (await rowNumber(examples.doubtful[0].row)).row;
    const flips = async (efforts: object) => (await post('predictions', { cells, efforts })).body.otherwise;
    const cheap = await flips({ calls: 1_000 });
    expect(cheap).toMatchObject({ kind: 'flips', changes: [{ column: 'contract' }] });
    expect(await flips({ contract: 1_000 })).toMatchObject({ kind: 'flips', changes: [{ column: 'calls' }] });
  });

  it('never changes what nobody may be treated differently for', async () => {
    await describeColumn('contract', { isActionable: true, sensitivity: 'protected' });
    const { examples, columns } = await explanation();
    expect(columns.find(({ name }: { name: string }) => name === 'contract').noLever).toBe('protected');
    const { cells } = (await rowNumber(examples.doubtful[0].row)).row;
    const { otherwise } = (await post('predictions', { cells, efforts: { calls: 1_000 } })).body;
    expect(JSON.stringify(otherwise)).not.toContain('contract');
  });
});

describe('who may ask', () => {
  it('single rows are shown at the table alone; others ask about values that they type', async () => {
    const path = `GET /api/initiatives/${slug}/trainings/${trainingId}/row-explanation?row=1`;
    expect((await installation.call(reader, path)).status).toBe(403);
    expect((await explanation(reader)).examples).toBeNull();
    const typed = await post('predictions', { cells: { tenure: 3, calls: 7, contract: 'monthly' } }, reader);
    expect(typed.body.prediction).toBeGreaterThan(0.5);
  });

  it('words about persons are told at the table alone, and nobody outside learns by asking whether one is there', async () => {
    await describeColumn('contract', { sensitivity: 'personal' });
    const contractOf = async (as: TestPerson) =>
      (await explanation(as)).columns.find(({ name }: { name: string }) => name === 'contract');
    expect(await contractOf(reader)).toMatchObject({ isWithheld: true, levels: [], points: [], facts: { levels: [] } });
    expect((await contractOf(expert)).levels).toContain('monthly');
    const there = await post('predictions', { cells: { contract: 'monthly' } }, reader);
    const not = await post('predictions', { cells: { contract: 'weekly' } }, reader);
    expect(there.status).toBe(422);
    expect(there.body.detail).toBe(not.body.detail);
    await describeColumn('contract', {});
  });
});

describe('signing a curve', () => {
  const sign = async (points: readonly object[], as = expert, more: object = {}) => {
    const { training } = await explanation();
    return post('curve-judgements', { modelDigest: training.modelDigest, column: 'tenure', points, ...more }, as);
  };
  const placesOf = async (name: string) =>
    (await explanation()).columns.find((column: { name: string }) => column.name === name).signed;

  it('is for the expert: builders read it, with who said what and when', async () => {
    const [first, second] = await placesOf('tenure');
    expect((await sign([{ value: first, verdict: 'as-known' }], scientist)).status).toBe(403);
    expect((await sign([{ value: first, verdict: 'as-known' }])).status).toBe(201);
    const wrong = { value: second, verdict: 'wrong', remark: 'New customers are under contract.' };
    expect((await sign([wrong])).status).toBe(201);
    const { judgements } = await explanation(scientist);
    expect(judgements).toMatchObject([
      { column: 'tenure', value: first, verdict: 'as-known', by: 'Ana', threadId: null },
      { column: 'tenure', value: second, verdict: 'wrong', remark: 'New customers are under contract.' },
    ]);
  });

  it('opens a conversation about what is wrong, which the builders owe an answer', async () => {
    const { judgements } = await explanation();
    const { threadId } = judgements.find(({ verdict }: { verdict: string }) => verdict === 'wrong');
    const thread = await read(`threads/${threadId}`, scientist);
    expect(thread).toMatchObject({ kind: 'flag', closedAt: null, subject: { type: 'curve', part: 'tenure' } });
    expect(thread.addressees).toContain('Dora');
    expect(thread.comments[0].text).toContain('New customers are under contract.');
    expect(thread.subject.path).toBe(`/i/${slug}/build/first-models/${trainingId}/why`);
    await installation.throughline.catchUp();
    expect(JSON.stringify(await installation.does(scientist, 'GET /api/notifications'))).toContain(threadId);
  });

  it('is told in the log, and a later word supersedes the earlier one, which stays', async () => {
    const [, second] = await placesOf('tenure');
    await sign([{ value: second, verdict: 'as-known' }]);
    const { judgements } = await explanation();
    expect(judgements.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['as-known', 'as-known']);
    const kept = await installation.database.query('select verdict from curve_judgements order by no');
    expect(kept).toEqual([{ verdict: 'as-known' }, { verdict: 'wrong' }, { verdict: 'as-known' }]);
    await expect(installation.database.query("update curve_judgements set verdict = 'wrong'")).rejects.toThrow(
      'append-only',
    );
    expect(JSON.stringify(await read('log'))).toContain('signed 1 point of the curve of');
  });

  it('holds for the very model and the very points that were looked at', async () => {
    const point = { value: 0.123, verdict: 'as-known' };
    expect((await sign([point])).body.code).toBe('EXPLANATION_POINT_UNKNOWN');
    const other = await sign([point], expert, { modelDigest: 'another' });
    expect([other.status, other.body.code]).toEqual([409, 'EXPLANATION_OTHER_MODEL']);
    expect((await sign([point], expert, { column: 'shoes' })).body.code).toBe('EXPLANATION_COLUMN_UNKNOWN');
  });
});
