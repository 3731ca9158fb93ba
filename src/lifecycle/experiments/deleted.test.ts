import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from './free-initiative.fixture.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let outsider: TestPerson;
let slug: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  [expert, scientist, outsider] = [
    await installation.join('Expert'),
    await installation.join('Scientist'),
    await installation.join('Outsider'),
  ];
  const playbook = await publishFreePlaybook(installation);
  ({ slug } = await aFreeInitiative(installation, expert, playbook, 'private'));
  await seat(installation, slug, expert, scientist, 'data-scientist');
});
afterAll(() => installation.close());

const mlflow = (path: string, body: object) => installation.does(scientist, `POST /api/2.0/mlflow/${path}`, body);

let made = 0;
async function anExperiment(): Promise<string> {
  made += 1;
  return (await mlflow('experiments/create', { name: `${slug}/trial ${made}` })).experiment_id;
}

async function aRun(experimentId: string): Promise<string> {
  made += 1;
  const { run } = await mlflow('runs/create', {
    experiment_id: experimentId,
    run_name: `run ${made}`,
    start_time: made,
  });
  const id = run.info.run_id;
  const metrics = [{ key: 'auc', value: 0.7, timestamp: 1, step: 0 }];
  await mlflow('runs/log-batch', { run_id: id, metrics, params: [{ key: 'depth', value: '3' }] });
  const headers = { 'content-type': 'application/octet-stream' };
  const path = `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/${id}/artifacts/notes.txt`;
  await installation.call(scientist, `PUT ${path}`, Buffer.from(`notes of ${id}`), headers);
  return id;
}

async function aTrace(experimentId: string, at: number): Promise<string> {
  const id = `tr-${String(at).padStart(32, 'a')}`;
  const info = {
    trace_id: id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    request_time: new Date(at).toISOString(),
    state: 'OK',
  };
  await mlflow('traces', { trace: { trace_info: info } });
  return id;
}

const deletedRuns = async (person: TestPerson): Promise<readonly string[]> =>
  (await installation.does(person, 'GET /api/deleted-runs')).runs.map(({ id }: { id: string }) => id);
const deletedExperiments = async (person: TestPerson): Promise<readonly string[]> =>
  (await installation.does(person, 'GET /api/deleted-experiments')).experiments.map(({ id }: { id: string }) => id);
const keep = (keptDays: number | null) =>
  installation.does(installation.administrator, 'PUT /api/settings/retention', { keptDays });
const removeWhatIsDue = () => installation.throughline.catchUp();

async function isThere(runId: string): Promise<boolean> {
  return (await installation.call(scientist, `GET /api/2.0/mlflow/runs/get?run_id=${runId}`)).status === 200;
}

describe('what was deleted', () => {
  it('is listed with who did it, for those who may see its initiative, and comes back', async () => {
    const run = await aRun(await anExperiment());
    await mlflow('runs/delete', { run_id: run });
    const { runs } = await installation.does(expert, 'GET /api/deleted-runs');
    expect(runs).toEqual([
      expect.objectContaining({ id: run, deletedBy: 'Scientist', initiative: { slug, name: expect.any(String) } }),
    ]);
    expect(await deletedRuns(outsider)).toEqual([]);
    const refused = await installation.call(outsider, `POST /api/deleted-runs/${run}/restoration`);
    expect([refused.status, refused.body.code]).toEqual([404, 'RUN_UNKNOWN']);
    await installation.does(scientist, `POST /api/deleted-runs/${run}/restoration`);
    expect([await deletedRuns(expert), await isThere(run)]).toEqual([[], true]);
  });

  it('is one line for an experiment with its runs, which come back together', async () => {
    const experiment = await anExperiment();
    const run = await aRun(experiment);
    await mlflow('experiments/delete', { experiment_id: experiment });
    expect([await deletedExperiments(expert), await deletedRuns(expert)]).toEqual([[experiment], []]);
    await installation.does(scientist, `POST /api/deleted-experiments/${experiment}/restoration`);
    expect(await deletedExperiments(expert)).toEqual([]);
    const info = (await installation.does(scientist, `GET /api/2.0/mlflow/runs/get?run_id=${run}`)).run.info;
    expect(info.lifecycle_stage).toBe('active');
  });

  it('is an evaluation set with its records, for those who may see one of its experiments', async () => {
    const { dataset } = await mlflow('datasets/create', { name: 'kept', experiment_ids: [await anExperiment()] });
    const path = `/api/3.0/mlflow/datasets/${dataset.dataset_id}`;
    await mlflow(`datasets/${dataset.dataset_id}/records`, { records: '[{"inputs": {"at": 1}}]' });
    const restoration = `POST /api/deleted-evaluation-sets/${dataset.dataset_id}/restoration`;
    const tooSoon = await installation.call(scientist, restoration);
    expect([tooSoon.status, tooSoon.body.code]).toEqual([404, 'EVALUATION_SET_UNKNOWN']);
    await installation.does(scientist, `DELETE ${path}`);
    const listed = async (person: TestPerson) =>
      (await installation.does(person, 'GET /api/deleted-evaluation-sets')).evaluationSets;
    expect(await listed(expert)).toMatchObject([{ name: 'kept', records: 1, deletedBy: 'Scientist' }]);
    expect(await listed(outsider)).toEqual([]);
    const hidden = await installation.call(outsider, restoration);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'EVALUATION_SET_UNKNOWN']);
    expect((await installation.call(expert, restoration)).body.code).toBe('EXPERIMENT_RIGHT_MISSING');
    await installation.does(scientist, restoration);
    expect(await listed(expert)).toEqual([]);
    expect(JSON.parse((await installation.does(scientist, `GET ${path}/records`)).records)).toHaveLength(1);
  });

  it('is read page by page, those deleted last first', async () => {
    const experiment = await anExperiment();
    const ids = [await aRun(experiment), await aRun(experiment), await aRun(experiment)];
    for (const id of ids) await mlflow('runs/delete', { run_id: id });
    const first = await installation.does(expert, 'GET /api/deleted-runs?limit=2');
    const second = await installation.does(expert, `GET /api/deleted-runs?limit=2&cursor=${first.nextCursor}`);
    const seen = [...first.runs, ...second.runs].map(({ id }: { id: string }) => id);
    expect([seen, second.nextCursor]).toEqual([[...ids].reverse(), null]);
    const wrong = await installation.call(expert, 'GET /api/deleted-runs?cursor=elsewhere');
    expect(wrong.body.code).toBe('LIST_POSITION_INVALID');
    for (const id of ids) await mlflow('runs/restore', { run_id: id });
  });
});

describe('removing for good', () => {
  it('is set by administrators, kept in the log, and never under a week', async () => {
    const asked = (person: TestPerson, keptDays: number | null) =>
      installation.call(person, 'PUT /api/settings/retention', { keptDays });
    expect((await installation.does(expert, 'GET /api/settings/retention')).keptDays).toBeNull();
    expect((await asked(expert, 30)).body.code).toBe('NOT_ALLOWED');
    expect((await asked(installation.administrator, 1)).body.code).toBe('INPUT_INVALID');
    await keep(30);
    await keep(null);
    const events = await installation.database.query<{ sentence: string }>(
      "select sentence from events where kind = 'retention.changed' order by at, id",
    );
    expect(events.map(({ sentence }) => sentence)).toEqual([
      'decided that deleted experiments and runs are kept for 30 days',
      'decided that deleted experiments and runs are kept for ever',
    ]);
  });

  it('happens to nothing while deleted things are kept for ever', async () => {
    const run = await aRun(await anExperiment());
    await mlflow('runs/delete', { run_id: run });
    installation.moveClock(4_000);
    await removeWhatIsDue();
    expect(await deletedRuns(expert)).toContain(run);
  });

  it('takes runs that were deleted longer ago than that, with values and files, and says so on the line', async () => {
    const experiment = await anExperiment();
    const [old, late, active] = [await aRun(experiment), await aRun(experiment), await aRun(experiment)];
    await mlflow('runs/delete', { run_id: old });
    installation.moveClock(20);
    await mlflow('runs/delete', { run_id: late });
    installation.moveClock(11);
    await keep(30);
    await removeWhatIsDue();
    expect([await isThere(old), await isThere(late), await isThere(active)]).toEqual([false, true, true]);
    const left = await installation.database.query<{ path: string }>('select path from artifacts where path like $1', [
      `${experiment}/%`,
    ]);
    expect(new Set(left.map(({ path }) => path.split('/')[1]))).toEqual(new Set([late, active]));
    const [event] = await installation.database.query<{ sentence: string; actor_name: string }>(
      "select sentence, actor_name from events where kind = 'run.removed' and object_id = $1",
      [old],
    );
    expect(event?.actor_name).toBe('Throughline');
    expect(event?.sentence).toMatch(
      /^removed the run "run \d+" .* for good, because deleted things are kept for 30 days$/,
    );
    await keep(null);
  });

  it('takes the links of traces with runs, and with the traces of an experiment', async () => {
    const [kept, gone] = [await anExperiment(), await anExperiment()];
    const [active, old] = [await aRun(kept), await aRun(kept)];
    const traces = [await aTrace(kept, 1), await aTrace(gone, 2)];
    for (const run_id of [active, old]) await mlflow('traces/link-to-run', { run_id, trace_ids: traces });
    await mlflow('runs/delete', { run_id: old });
    await mlflow('experiments/delete', { experiment_id: gone });
    installation.moveClock(31);
    await keep(30);
    await removeWhatIsDue();
    expect([await isThere(old), await isThere(active)]).toEqual([false, true]);
    const left = await installation.database.query<{ run: string; trace: string }>(
      `select r.id as run, t.id as trace from trace_runs l join runs r on r.no = l.run_no join traces t on t.no = l.trace_no
       where t.id = any($1)`,
      [traces],
    );
    expect(left).toEqual([{ run: active, trace: traces[0] }]);
    await keep(null);
  });

  it('takes deleted evaluation sets, records and scorers, and leaves a set of an experiment that is gone to its owner', async () => {
    const [kept, gone] = [await anExperiment(), await anExperiment()];
    const records = async (id: string) =>
      JSON.parse((await installation.does(scientist, `GET /api/3.0/mlflow/datasets/${id}/records`)).records);
    const aSet = async (name: string, experimentId: string) => {
      const { dataset } = await mlflow('datasets/create', { name, experiment_ids: [experimentId] });
      const sent = JSON.stringify([{ inputs: { at: 1 } }, { inputs: { at: 2 } }]);
      await mlflow(`datasets/${dataset.dataset_id}/records`, { records: sent });
      return dataset.dataset_id;
    };
    const [old, used, left] = [await aSet('old', kept), await aSet('used', kept), await aSet('left', gone)];
    for (const experiment_id of [kept, kept, gone])
      await mlflow('scorers/register', { experiment_id, name: 'tone', serialized_scorer: '{}' });
    const remove = (path: string, body?: object) =>
      installation.call(scientist, `DELETE /api/3.0/mlflow/${path}`, body, { 'content-type': 'application/json' });
    await remove(`datasets/${old}`, {});
    await remove(`datasets/${used}/records`, { dataset_record_ids: [(await records(used))[0].dataset_record_id] });
    await remove(`scorers/delete?experiment_id=${kept}&name=tone&version=1`, {});
    await mlflow('experiments/delete', { experiment_id: gone });
    const inDatabase = async () => {
      const [row] = await installation.database.query(
        `select (select count(*)::int from evaluation_sets where id = any($1)) as sets,
           (select count(*)::int from evaluation_records r join evaluation_sets s on s.no = r.set_no where s.id = any($1))
             as records,
           (select count(*)::int from scorers) as scorers, (select count(*)::int from scorer_versions) as versions`,
        [[old, used, left]],
      );
      return row;
    };
    expect(await inDatabase()).toEqual({ sets: 3, records: 6, scorers: 2, versions: 3 });
    installation.moveClock(31);
    await keep(30);
    await removeWhatIsDue();
    expect(await inDatabase()).toEqual({ sets: 2, records: 3, scorers: 1, versions: 1 });
    expect(await deletedExperiments(expert)).not.toContain(gone);
    expect((await records(used)).length + (await records(left)).length).toBe(3);
    const ofOthers = await installation.call(expert, `GET /api/3.0/mlflow/datasets/${left}`);
    expect(ofOthers.body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
    const told = await installation.database.query<{ sentence: string }>(
      "select sentence from events where kind ~ '^(evaluation-.*|scorer).removed$' and subject_id is not null order by seq",
    );
    expect(told.map(({ sentence }) => sentence)).toEqual(
      [
        'the evaluation set "old"',
        '1 deleted record of the evaluation set "used"',
        '1 deleted version of the scorer "tone"',
      ].map((what) => `removed ${what} for good, because deleted things are kept for 30 days`),
    );
    await keep(null);
  });

  it('is known to a second process at once, whatever it knew of the run before', async () => {
    const second = await openTestInstallation({ beside: installation });
    try {
      const asked = async (request: string, body?: object) => {
        const answer = await second.call(scientist, request.replace(' ', ' /api/2.0/mlflow/'), body);
        return [answer.status, answer.body.error_code];
      };
      const experiment = await anExperiment();
      const [active, deleted] = [await aRun(experiment), await aRun(experiment)];
      await mlflow('runs/delete', { run_id: deleted });
      for (const id of [active, deleted]) expect(await asked(`GET runs/get?run_id=${id}`)).toEqual([200, undefined]);
      await mlflow('runs/delete', { run_id: active });
      for (const process of [installation, second]) process.moveClock(31);
      await keep(30);
      await removeWhatIsDue();
      for (const id of [active, deleted]) {
        const point = { run_id: id, key: 'auc', value: 1, timestamp: 2, step: 1 };
        const unknown = [404, 'RESOURCE_DOES_NOT_EXIST'];
        expect(await asked(`GET runs/get?run_id=${id}`)).toEqual(unknown);
        expect(await asked('POST runs/log-metric', point)).toEqual(unknown);
        expect(await asked('POST runs/set-tag', { run_id: id, key: 'team', value: 'x' })).toEqual(unknown);
        expect(await asked('POST runs/update', { run_id: id, status: 'FINISHED' })).toEqual(unknown);
      }
      await keep(null);
    } finally {
      await second.close();
    }
  });

  it('leaves runs that a conclusion rests on, and runs and models that a version was registered from', async () => {
    const experiment = await anExperiment();
    const [concluded, registered, plain] = [await aRun(experiment), await aRun(experiment), await aRun(experiment)];
    await installation.does(scientist, `POST /api/initiatives/${slug}/conclusions`, {
      text: 'Deeper trees do not help.',
      runIds: [concluded],
    });
    await mlflow('registered-models/create', { name: 'kept' });
    await mlflow('model-versions/create', {
      name: 'kept',
      source: `mlflow-artifacts:/${experiment}/${registered}/artifacts/model`,
      run_id: registered,
    });
    await mlflow('experiments/delete', { experiment_id: experiment });
    installation.moveClock(40);
    await keep(30);
    await removeWhatIsDue();
    expect(await Promise.all([concluded, registered, plain].map(isThere))).toEqual([true, true, false]);
    expect(await deletedExperiments(expert), 'an experiment stays while a run of it does').toContain(experiment);
    await keep(null);
  });

  it('takes an experiment once all that was in it is gone, its logged models too', async () => {
    const experiment = await anExperiment();
    const run = await aRun(experiment);
    const { model } = await mlflow('logged-models', { experiment_id: experiment, name: 'tree', source_run_id: run });
    await mlflow('experiments/delete', { experiment_id: experiment });
    installation.moveClock(40);
    await keep(30);
    await removeWhatIsDue();
    expect([await isThere(run), await deletedExperiments(expert)]).toEqual([
      false,
      expect.not.arrayContaining([experiment]),
    ]);
    const gone = await installation.call(scientist, `GET /api/2.0/mlflow/logged-models/${model.info.model_id}`);
    expect(gone.status).toBe(404);
    await keep(null);
  });
});
