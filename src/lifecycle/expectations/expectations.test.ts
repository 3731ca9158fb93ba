import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';
import { bringTable } from '../datasets/bring-table.fixture.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';
import { customersCsv } from '../training/customers.fixture.ts';
import { isChecked } from './judged-models.store.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let outsider: TestPerson;
let slug: string;
let datasetId: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  expert = await installation.join('Ana');
  scientist = await installation.join('Dan');
  outsider = await installation.join('Otto');
  const playbook = await publishFreePlaybook(installation, 'standard');
  slug = (await aFreeInitiative(installation, expert, playbook, 'private')).slug;
  await seat(installation, slug, expert, scientist, 'data-scientist');
  datasetId = await bring(customersCsv(1_500), 'customers');
});
afterAll(() => installation.close());

const bring = (csv: string, name: string) =>
  bringTable(installation, expert, slug, { fileName: `${name}.csv`, content: csv });

const read = (path: string) => installation.does(expert, `GET /api/initiatives/${slug}/${path}`);

/** Waits until every model is judged by what is expected now, and gives the report. */
async function judged() {
  await until(async () => {
    await installation.throughline.catchUp();
    const { models, expectations } = await read('expectations');
    return (
      models.length > 0 &&
      models.every(
        ({ state, lines }: { state: string; lines: { result: object | null }[] }) =>
          state === 'unfit' || (state === 'judged' && lines.every(({ result }) => result !== null)),
      ) &&
      expectations.length > 0
    );
  });
  return read('expectations');
}

const about = (claim: object, datasetOf = datasetId) => ({
  content: { datasetId: datasetOf, target: 'left', outcome: 'yes', claim },
});
const write = (claim: object, by = expert) =>
  installation.does(by, `POST /api/initiatives/${slug}/expectations`, about(claim));

const MANY_CALLS = [
  { kind: 'over', column: 'calls', value: 4 },
  { kind: 'is', column: 'contract', words: ['monthly'] },
];

describe('expectations of first models', () => {
  let trainingId: string;

  beforeAll(async () => {
    const { id } = await installation.does(expert, `POST /api/initiatives/${slug}/trainings`, {
      datasetId,
      version: 1,
      target: 'left',
    });
    await until(async () => (await read(`trainings/${id}`)).state === 'trained');
    trainingId = id;
  });

  it('say beforehand what the data themselves show', async () => {
    const claim = { kind: 'comparison', group: MANY_CALLS, against: null, bound: 'at-least', times: 2 };
    const today = await installation.does(expert, `POST /api/initiatives/${slug}/expectation-preview`, about(claim));
    expect(today).toMatchObject({ of: 1_500, version: 1 });
    expect(today.rows).toBe(today.parts[0].rows);
    expect(today.ratio.estimate).toBeGreaterThan(1.5);
    expect(today.ratio.interval.lower).toBeLessThan(today.ratio.estimate);
  });

  it('are judged on every model that is there, on rows that it had not seen', async () => {
    await write({ kind: 'comparison', group: MANY_CALLS, against: null, bound: 'at-least', times: 1.3 });
    await write({ kind: 'direction', column: 'tenure', never: 'raises', tolerance: 0, segment: [] });
    await write({ kind: 'direction', column: 'calls', never: 'raises', tolerance: 0.01, segment: [] }, scientist);
    await write({ kind: 'invariance', column: 'country', tolerance: 0, segment: [] });
    await write({ kind: 'quality', measure: 'order', bound: 0.99, segment: [] });
    await write({ kind: 'level', segment: [{ kind: 'over', column: 'tenure', value: 500 }], from: 0, to: 0.1 });
    const { models } = await judged();
    expect(models).toHaveLength(1);
    expect(models[0]).toMatchObject({ kind: 'training', ref: trainingId, state: 'judged', dataVersion: 1 });
    const results = models[0].lines.map(({ result }: { result: { judgement: object } }) => result.judgement);
    expect(results[0]).toMatchObject({ verdict: 'holds', seen: 'held-out' });
    expect(results[1]).toMatchObject({ verdict: 'holds', measured: { kind: 'changes', broken: 0, worst: null } });
    expect(results[2]).toMatchObject({ verdict: 'fails', measured: { kind: 'changes' }, seen: 'no-matter' });
    expect(results[2].measured.worst.after).toBeGreaterThan(results[2].measured.worst.before + 0.01);
    expect(results[3]).toMatchObject({ verdict: 'holds', measured: { kind: 'unused' } });
    expect(results[4]).toMatchObject({ verdict: 'fails', measured: { kind: 'order', rows: 1_500 } });
    expect(results[5]).toMatchObject({ verdict: 'untold', measured: { kind: 'nothing', reason: 'too-few-rows' } });
  });

  it('measure on held-out rows what the training itself measured', async () => {
    const { models } = await read('expectations');
    const { quality } = (await read(`trainings/${trainingId}`)).result;
    const order = models[0].lines.at(-2).result.judgement.measured;
    expect(order.estimate).toBeCloseTo(quality.auc.estimate, 12);
    expect(order.interval).toEqual(quality.auc.logitInterval);
  });

  it('are evidence that the gate of a step can ask for', async () => {
    const [row] = await installation.database.query<{ no: number }>('select no from initiatives where slug = $1', [
      slug,
    ]);
    expect(await isChecked(installation.database, row?.no ?? 0)).toBe(true);
  });

  it('are superseded and not changed, and only by whoever read what counts', async () => {
    const { expectations } = await read('expectations');
    const { id, version } = expectations[4];
    const change = {
      ...about({ kind: 'quality', measure: 'order', bound: 0.7, segment: [] }),
      read: version,
      reason: 'Too strict.',
    };
    const changed = await installation.does(expert, `PUT /api/initiatives/${slug}/expectations/${id}`, change);
    expect(changed).toMatchObject({ id, version: 2, number: 5, reason: 'Too strict.', writtenBy: 'Ana' });
    const late = await installation.call(scientist, `PUT /api/initiatives/${slug}/expectations/${id}`, change);
    expect([late.status, late.body.code]).toEqual([409, 'EXPECTATION_CHANGED']);
    const { versions } = await read(`expectations/${id}/versions`);
    expect(versions.map(({ content }: { content: { claim: { bound: number } } }) => content.claim.bound)).toEqual([
      0.7, 0.99,
    ]);
    const { models } = await judged();
    expect(models[0].lines[4].result.judgement.verdict).toBe('holds');
    const stored = await installation.database.query('select 1 from expectation_results');
    expect(stored).toHaveLength(7);
  });

  it('are taken back with their story kept', async () => {
    const { expectations } = await read('expectations');
    const { id, version } = expectations[5];
    await installation.does(expert, `POST /api/initiatives/${slug}/expectations/${id}/retire`, {
      read: version,
      reason: null,
    });
    expect((await read('expectations')).expectations).toHaveLength(5);
    expect((await read(`expectations/${id}/versions`)).versions[0]).toMatchObject({ isRetired: true, version: 2 });
    expect(JSON.stringify(await read('log'))).toContain('took back expectation 6 of a model');
  });

  it('are shown on the run that the first model is', async () => {
    const { run } = await read(`trainings/${trainingId}`);
    await judged();
    const { reports } = await installation.does(expert, `GET /api/runs/${run.runId}/expectations`);
    expect(reports).toMatchObject([{ slug, report: { models: [{ ref: trainingId, state: 'judged' }] } }]);
    const hidden = await installation.call(outsider, `GET /api/runs/${run.runId}/expectations`);
    expect(hidden.status).toBe(404);
  });

  it('compare the groups of a column on the same rows', async () => {
    const groups = await installation.does(expert, `POST /api/initiatives/${slug}/model-groups`, {
      kind: 'training',
      ref: trainingId,
      datasetId,
      version: 1,
      target: 'left',
      outcome: 'yes',
      column: 'contract',
      threshold: null,
    });
    expect(groups).toMatchObject({ kind: 'found', rows: 1_500, seen: 'held-out', thresholdFrom: 'base-rate' });
    const [monthly, yearly] = groups.found.groups;
    expect([monthly.name, yearly.name]).toEqual(['monthly', 'yearly']);
    expect(monthly.rows + yearly.rows).toBe(1_500);
    // Of two groups each is all the others of the other.
    expect(monthly.selected.againstRest.difference).toBeCloseTo(-yearly.selected.againstRest.difference, 12);
    expect(monthly.selected.againstRest.isTold).toBe(true);
    expect(groups.found.lowestToHighest).toBeCloseTo(yearly.selected.rate / monthly.selected.rate, 12);
  });

  it('refuse what makes no sense, and say which column', async () => {
    const refused = async (claim: object) => {
      const { body } = await installation.call(expert, `POST /api/initiatives/${slug}/expectations`, about(claim));
      return [body.code, body.detail];
    };
    const all = { segment: [] };
    expect((await refused({ kind: 'level', ...all, from: 0.5, to: 0.2 }))[0]).toBe('EXPECTATION_UNFIT');
    expect(await refused({ kind: 'direction', column: 'contract', never: 'raises', tolerance: 0, ...all })).toEqual([
      'EXPECTATION_COLUMN_UNFIT',
      expect.stringContaining('"contract"'),
    ]);
    expect((await refused({ kind: 'invariance', column: 'left', tolerance: 0, ...all }))[0]).toBe(
      'EXPECTATION_COLUMN_UNFIT',
    );
    expect((await refused({ kind: 'invariance', column: 'nothing', tolerance: 0, ...all }))[0]).toBe(
      'EXPECTATION_COLUMN_UNFIT',
    );
    const other = about({ kind: 'level', ...all, from: 0, to: 1 }, '01890000-0000-7000-8000-000000000000');
    const answer = await installation.call(expert, `POST /api/initiatives/${slug}/expectations`, other);
    expect(answer.body.code).toBe('EXPECTATION_TABLE_UNKNOWN');
  });

  it('are hidden from whoever may not read the initiative', async () => {
    const path = `/api/initiatives/${slug}/expectations`;
    expect((await installation.call(outsider, `GET ${path}`)).status).toBe(404);
    expect(
      (await installation.call(outsider, `POST ${path}`, about({ kind: 'level', segment: [], from: 0, to: 1 }))).status,
    ).toBe(404);
  });
});

/** A model that scikit-learn made, as its converter wrote it: age and fee, plan and region as words. */
const FOREIGN = readFileSync(new URL('../../../test/vectors/onnx/foreign-models.json', import.meta.url), 'utf8');

function foreignOnnx(name: string): Buffer {
  const found = JSON.parse(FOREIGN).cases.find((one: { name: string }) => one.name === name);
  return Buffer.from(found.onnx, 'base64');
}

/** People whose plan and age say how likely they leave; the same each time. */
function peopleCsv(rows: number): string {
  const plans = ['pro', 'plus', 'basic'];
  const regions = ['abroad', 'west', 'south', 'east', 'north'];
  const lines = Array.from({ length: rows }, (_, row) => {
    const [plan, region] = [plans[row % 3], regions[(row * 7) % 5]];
    return `${20 + ((row * 13) % 60)},${((row * 29) % 800) / 10},${plan},${region},${(row * 17) % 11 < 4 ? 'Yes' : 'No'}`;
  });
  return `age,fee,plan,region,left\n${lines.join('\n')}\n`;
}

describe('expectations of models that were logged', () => {
  let experimentId: string;

  const mlflow = (path: string, body: object) => installation.does(scientist, `POST /api/2.0/mlflow/${path}`, body);

  beforeAll(async () => {
    datasetId = await bring(peopleCsv(900), 'people');
    ({ experiment_id: experimentId } = await mlflow('experiments/create', {
      name: `${slug}/logged`,
      tags: [{ key: 'throughline.initiative', value: slug }],
    }));
    await write({ kind: 'level', segment: [{ kind: 'is', column: 'plan', words: ['pro'] }], from: 0, to: 1 });
    await write({ kind: 'invariance', column: 'region', tolerance: 0, segment: [] });
    await write({ kind: 'quality', measure: 'order', bound: 0.9, segment: [] });
  });

  async function log(name: string, file: string, content: Buffer): Promise<string> {
    const { run } = await mlflow('runs/create', { experiment_id: experimentId, start_time: 1 });
    const { model } = await mlflow('logged-models', {
      experiment_id: experimentId,
      name,
      source_run_id: run.info.run_id,
    });
    const folder = model.info.artifact_uri.replace('mlflow-artifacts:/', '');
    const kept = await installation.throughline.server.inject({
      method: 'PUT',
      url: `/api/2.0/mlflow-artifacts/artifacts/${folder}/${file}`,
      headers: { cookie: scientist.cookie, 'content-type': 'application/octet-stream' },
      payload: content,
    });
    expect(kept.statusCode).toBe(200);
    await installation.does(scientist, `PATCH /api/2.0/mlflow/logged-models/${model.info.model_id}`, {
      model_id: model.info.model_id,
      status: 'LOGGED_MODEL_READY',
    });
    return run.info.run_id;
  }

  it('are judged by the same sentences, and say that nobody knows which rows they learned from', async () => {
    const runId = await log('foreign', 'model.onnx', foreignOnnx('sklearn-logistic-one-hot'));
    const { models } = await judged();
    const [model] = models;
    expect(model).toMatchObject({ kind: 'logged-model', name: 'foreign', state: 'judged' });
    expect(model.lines[0].result.judgement.assumed).toContain('is taken for "yes"');
    const verdicts = model.lines.map(
      ({ result }: { result: { judgement: { verdict: string; seen: string } } }) => result.judgement,
    );
    expect(verdicts[0]).toMatchObject({ verdict: 'holds', seen: 'unknown', measured: { rows: 300 } });
    expect(verdicts[1]).toMatchObject({ verdict: 'fails', measured: { kind: 'changes' } });
    expect(verdicts[2]).toMatchObject({ verdict: 'fails', measured: { kind: 'order' } });
    const { reports } = await installation.does(scientist, `GET /api/runs/${runId}/expectations`);
    expect(reports[0].report.models).toHaveLength(1);
  });

  it('are judged where an older client keeps them, among the files of the run', async () => {
    const { run } = await mlflow('runs/create', { experiment_id: experimentId, start_time: 1, run_name: 'older' });
    const runId: string = run.info.run_id;
    const folder = `${run.info.artifact_uri.replace('mlflow-artifacts:/', '')}/model`;
    const kept = await installation.throughline.server.inject({
      method: 'PUT',
      url: `/api/2.0/mlflow-artifacts/artifacts/${folder}/model.onnx`,
      headers: { cookie: scientist.cookie, 'content-type': 'application/octet-stream' },
      payload: foreignOnnx('sklearn-logistic-one-hot'),
    });
    expect(kept.statusCode).toBe(200);
    const described = { artifact_path: 'model', flavors: { onnx: {} }, utc_time_created: 'now', run_id: runId };
    await mlflow('runs/log-model', { run_id: runId, model_json: JSON.stringify(described) });
    const model = (await judged()).models.find(({ kind }: { kind: string }) => kind === 'run-model');
    expect(model).toMatchObject({ name: 'older, model', ref: `${runId}/model`, state: 'judged' });
    expect(model.lines[0].result.judgement).toMatchObject({ verdict: 'holds' });
    const { reports } = await installation.does(scientist, `GET /api/runs/${runId}/expectations`);
    expect(reports[0].report.models).toHaveLength(1);
  });

  it('are none where somebody wrote another list than a client does, and nothing else stops for it', async () => {
    const { run } = await mlflow('runs/create', { experiment_id: experimentId, start_time: 1, run_name: 'odd' });
    const lists = ['no list', '{}', '[1, {"artifact_path": "../../2/secret"}, {"artifact_path": ""}]'];
    for (const value of lists) {
      await mlflow('runs/set-tag', { run_id: run.info.run_id, key: 'mlflow.log-model.history', value });
      const { models } = await judged();
      expect(models.some(({ name }: { name: string }) => name.startsWith('odd'))).toBe(false);
    }
  });

  it('say in a sentence why one cannot be judged', async () => {
    await log('pickled', 'model.pkl', Buffer.from('nothing that is opened'));
    await log('broken', 'model.onnx', Buffer.from('no ONNX at all'));
    const { models } = await judged();
    const told = Object.fromEntries(
      models.map(({ name, sentence }: { name: string; sentence: string }) => [name, sentence]),
    );
    expect(told.pickled).toContain('no ONNX file');
    expect(told.broken).toEqual(expect.stringMatching(/.{20,}\.$/));
    expect(told.foreign).toBeNull();
  });
});
