import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';
import { bringTable } from '../datasets/bring-table.fixture.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';
import { customersCsv } from './customers.fixture.ts';

let installation: TestInstallation;
let expert: TestPerson;
let outsider: TestPerson;
let slug: string;
let datasetId: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  expert = await installation.join('Ana');
  outsider = await installation.join('Otto');
  const playbook = await publishFreePlaybook(installation, 'standard');
  slug = (await aFreeInitiative(installation, expert, playbook, 'private')).slug;
  datasetId = await bring(customersCsv(600));
});
afterAll(() => installation.close());

const bring = (csv: string) =>
  bringTable(installation, expert, slug, { fileName: `customers-${csv.length}.csv`, content: csv });

const read = (path: string) => installation.does(expert, `GET /api/initiatives/${slug}/${path}`);

async function train(wishes: object = {}) {
  const { id } = await installation.does(expert, `POST /api/initiatives/${slug}/trainings`, {
    datasetId,
    version: 1,
    target: 'left',
    ...wishes,
  });
  await until(async () => !['waiting', 'training'].includes((await read(`trainings/${id}`)).state));
  return read(`trainings/${id}`);
}

describe('a training', () => {
  let training: Awaited<ReturnType<typeof train>>;

  beforeAll(async () => {
    training = await train({ rule: { kind: 'order', column: 'calls', first: 'highest' } });
  });

  it('is offered the tables of the initiative with what can be predicted', async () => {
    const { tables } = await read('training-offer');
    expect(tables).toMatchObject([{ datasetId, version: 1, rows: 600 }]);
  });

  it('finds what the table was made with, on rows that the model had not seen', () => {
    expect(training.failure).toBeNull();
    const { result } = training;
    expect(result).toMatchObject({ rows: 600, target: { kind: 'binary', classes: ['no', 'yes'] } });
    expect(result.columns.map(({ name }: { name: string }) => name)).toEqual(['tenure', 'calls', 'contract', 'fee']);
    expect(result.quality.auc.estimate).toBeGreaterThan(0.85);
    // The odds were made by a weighted sum, so the weighted sum cannot be told from the best.
    expect(result.choice.family).toBe('linear');
  });

  it('says which columns carry it, and how predictions run along them', () => {
    const { importance, courses } = training.result;
    expect(
      importance
        .slice(0, 2)
        .map(({ column }: { column: string }) => column)
        .sort(),
    ).toEqual(['calls', 'tenure']);
    const shares = importance.reduce((sum: number, { share }: { share: number }) => sum + share, 0);
    expect(shares).toBeCloseTo(1);
    const tenure = courses.find(({ column }: { column: string }) => column === 'tenure').points;
    expect(tenure[0].mean).toBeGreaterThan(tenure.at(-1).mean);
  });

  it('stands on its run with its model', async () => {
    const { models } = await installation.does(expert, `GET /api/runs/${training.run.runId}`);
    expect(models).toMatchObject([{ id: training.run.modelId, status: 'LOGGED_MODEL_READY' }]);
  });

  it('says why it did not use a column', () => {
    const reasons = Object.fromEntries(
      training.result.unused.map(({ column, reason }: { column: string; reason: string }) => [column, reason]),
    );
    expect(reasons).toEqual({ customer_id: 'names', since: 'moment', country: 'one_value' });
  });

  it('puts the rule of thumb beside the model, on the same rows', () => {
    const { rule, quality } = training.result;
    expect(rule.auc.positives).toBe(quality.auc.positives);
    expect(rule.auc.estimate).toBeGreaterThan(0.6);
    expect(rule.isAsGood).toBe(false);
  });

  it('gives the same model to the last byte for the same table, wishes and seed, and another seed may not', async () => {
    const again = await train({ rule: { kind: 'order', column: 'calls', first: 'highest' } });
    expect(again.modelDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(again.modelDigest).toBe(training.modelDigest);
    expect(again.number).toBe(training.number + 1);
  });

  it('is a run with its table, its figures and a model that the MLflow client reads', async () => {
    const { experimentId, runId, modelId } = training.run;
    const { runs } = await read('runs?filter=');
    expect(JSON.stringify(runs ?? (await read('runs?filter=')))).toContain(runId);
    const run = await installation.does(expert, `GET /api/2.0/mlflow/runs/get?run_id=${runId}`);
    expect(run.run.info).toMatchObject({ experiment_id: experimentId, status: 'FINISHED' });
    const metrics = Object.fromEntries(
      run.run.data.metrics.map(({ key, value }: { key: string; value: number }) => [key, value]),
    );
    expect(metrics.val_auc).toBe(training.result.quality.auc.estimate);
    expect(run.run.inputs.dataset_inputs[0].dataset.digest).toBe(training.tableDigest.slice(0, 32));
    const { model } = await installation.does(expert, `GET /api/2.0/mlflow/logged-models/${modelId}`);
    expect(model.info).toMatchObject({ status: 'LOGGED_MODEL_READY', source_run_id: runId });
    const folder = model.info.artifact_uri.replace('mlflow-artifacts:/', '');
    const file = (name: string) =>
      installation.call(expert, `GET /api/2.0/mlflow-artifacts/artifacts/${folder}/${name}`);
    const described = JSON.parse((await file('MLmodel')).text);
    expect(JSON.parse(described.signature.inputs).map(({ name }: { name: string }) => name)).toEqual(
      training.result.columns.map(({ name }: { name: string }) => name),
    );
    expect((await file('model.onnx')).status).toBe(200);
    expect(JSON.parse((await file('input_example.json')).text).columns).toContain('tenure');
    // Whole numbers carry a point, because the client would refuse them as integers.
    expect((await file('input_example.json')).text).toMatch(/\d\.0[,\]]/);
  });

  it('tells what acting would bring, and that acting on nobody brings nothing', async () => {
    const money = await read(`trainings/${training.id}/money?valueCents=20000&costCents=2000`);
    expect(money).toMatchObject({ kind: 'estimated', units: 600 });
    expect(money.points[0]).toMatchObject({ acted: 0, net: 0 });
    expect(money.best.net).toBeGreaterThan(money.netAtRandom);
    expect(money.best.net).toBe(20000 * money.best.successes - 2000 * money.best.acted);
    const few = await read(`trainings/${training.id}/money?valueCents=20000&costCents=2000&capacity=50`);
    expect(few.best.acted).toBeLessThanOrEqual(50);
  });

  it('is checked on what came later where rows have a moment', async () => {
    const inTime = await train({ moment: 'since', leftOut: ['fee'] });
    expect(inTime.result).toMatchObject({ isInTime: true });
    // The first part is only learned from.
    expect(inTime.result.quality.rows).toBeLessThan(600);
    expect(inTime.result.columns.map(({ name }: { name: string }) => name)).not.toContain('fee');
  });

  it('is told in the log of the initiative', async () => {
    const log = await read('log');
    expect(JSON.stringify(log)).toContain('First model 1 from');
  });

  it('says in a sentence why there is nothing to learn', async () => {
    const failed = await train({ target: 'country' });
    expect(failed.state).toBe('failed');
    expect(failed.failure).toContain('same value in every row');
  });

  it('can be stopped, once', async () => {
    const { id } = await installation.does(expert, `POST /api/initiatives/${slug}/trainings`, {
      datasetId,
      version: 1,
      target: 'left',
    });
    await installation.does(expert, `POST /api/initiatives/${slug}/trainings/${id}/cancel`);
    expect(await read(`trainings/${id}`)).toMatchObject({ state: 'cancelled', run: null });
    const again = await installation.call(expert, `POST /api/initiatives/${slug}/trainings/${id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'TRAINING_OVER']);
  });

  it('refuses columns and tables that are not there, and what cannot be predicted', async () => {
    const start = async (wishes: object) =>
      (
        await installation.call(expert, `POST /api/initiatives/${slug}/trainings`, {
          datasetId,
          version: 1,
          target: 'left',
          ...wishes,
        })
      ).body.code;
    expect(await start({ target: 'nothing' })).toBe('TRAINING_COLUMN_UNKNOWN');
    expect(await start({ leftOut: ['nothing'] })).toBe('TRAINING_COLUMN_UNKNOWN');
    expect(await start({ target: 'since' })).toBe('TRAINING_COLUMN_UNFIT');
    expect(await start({ moment: 'fee' })).toBe('TRAINING_COLUMN_UNFIT');
    expect(await start({ version: 9 })).toBe('TRAINING_TABLE_UNKNOWN');
    expect(await start({ datasetId: '01890000-0000-7000-8000-000000000000' })).toBe('TRAINING_TABLE_UNKNOWN');
  });

  it('is registered by whoever builds, and hidden from whoever may not read the initiative', async () => {
    const path = `/api/initiatives/${slug}/trainings/${training.id}`;
    const asExpert = await installation.call(expert, `POST ${path}/register`, { name: 'churn' });
    expect(asExpert.status).toBe(403);
    expect((await installation.call(outsider, `GET ${path}`)).status).toBe(404);
    const dora = await installation.join('Dora');
    await installation.does(expert, `POST /api/initiatives/${slug}/seats`, {
      accountId: dora.id,
      role: 'data-scientist',
    });
    expect(await installation.does(dora, `POST ${path}/register`, { name: 'churn' })).toEqual({
      name: 'churn',
      version: 1,
    });
    expect(await installation.does(dora, `POST ${path}/register`, { name: 'churn' })).toEqual({
      name: 'churn',
      version: 2,
    });
  });
});
