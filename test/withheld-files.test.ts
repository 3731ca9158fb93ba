import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringTable } from '../src/lifecycle/datasets/bring-table.fixture.ts';
import { emptyEntry } from '../src/lifecycle/datasets/index.ts';
import { aFreeInitiative, publishFreePlaybook } from '../src/lifecycle/experiments/free-initiative.fixture.ts';
import { customersCsv } from '../src/lifecycle/training/customers.fixture.ts';
import { trainingMigrations } from '../src/lifecycle/training/training.migrations.ts';
import { mlflowClient } from '../src/mlflow/mlflow-client.fixture.ts';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from './installation.ts';
import { until } from './until.ts';

const FILES = '/api/2.0/mlflow-artifacts/artifacts';
/** The files that hold what was read from rows, and the others. */
const TELLING = ['for-tables.onnx', 'input_example.json', 'model.json', 'model.onnx'];
const OTHERS = ['MLmodel', 'requirements.txt'];
const REGISTERED = 'who-leaves';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let reader: TestPerson;
let auditor: TestPerson;
let slug: string;
let datasetId: string;
let run: { readonly runId: string; readonly modelId: string };
/** The folder of the model in the store of artifacts. */
let folder: string;
/** A place of another initiative's run, where the model was copied to. */
let copied: { readonly runId: string; readonly root: string };

beforeAll(async () => {
  installation = await openTestInstallation();
  expert = await installation.join('Ana');
  scientist = await installation.join('Dora');
  reader = await installation.join('Otto');
  auditor = await installation.join('Audra', { isAuditor: true });
  slug = (await aFreeInitiative(installation, expert, await publishFreePlaybook(installation, 'standard'))).slug;
  await seat(installation, slug, expert, scientist, 'data-scientist');
  datasetId = await bringTable(installation, expert, slug, { fileName: 'customers.csv', content: customersCsv(600) });
  const wishes = { datasetId, version: 1, target: 'left', leftOut: ['country'] };
  const { id } = await installation.does(expert, `POST ${at('trainings')}`, wishes);
  await until(async () => (await installation.does(expert, `GET ${at(`trainings/${id}`)}`)).state === 'trained');
  run = (await installation.does(expert, `GET ${at(`trainings/${id}`)}`)).run;
  await installation.does(scientist, `POST ${at(`trainings/${id}/register`)}`, { name: REGISTERED });
  const { model } = await mlflowClient(installation, scientist).does(`GET logged-models/${run.modelId}`);
  folder = model.info.artifact_uri.replace('mlflow-artifacts:/', '');
  copied = await aRunOfTheirOwn(scientist, 'copies');
  await put(scientist, `${copied.root}/renamed.bin`, (await ask(scientist, `${FILES}/${folder}/model.json`)).text);
}, 180_000);
afterAll(() => installation.close());

const at = (path: string) => `/api/initiatives/${slug}/${path}`;
const ask = (person: TestPerson | null, path: string) => installation.call(person, `GET ${path}`);

async function put(person: TestPerson, path: string, content: string): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream' };
  const { status, text } = await installation.call(person, `PUT ${FILES}/${path}`, content, headers);
  expect([status, text]).toEqual([200, '{}']);
}

/** A run in an experiment that belongs to no initiative: everybody may read it. */
async function aRunOfTheirOwn(person: TestPerson, name: string) {
  const client = mlflowClient(installation, person);
  const { experiment_id } = await client.does('POST experiments/create', { name });
  const { info } = (await client.does('POST runs/create', { experiment_id, start_time: 1_000 })).run;
  return { runId: String(info.run_id), root: String(info.artifact_uri).replace('mlflow-artifacts:/', '') };
}

async function mark(column: string, sensitivity: string | null): Promise<void> {
  const columns = [{ ...emptyEntry(column), sensitivity }];
  await installation.does(expert, `PUT ${at(`datasets/${datasetId}/dictionary`)}`, { columns });
}

/** Every address at which the bytes of a file of the model are given, or a look at them. */
function addressesOf(file: string): readonly string[] {
  const version = `/api/models/${REGISTERED}/versions/1`;
  const model = `logged-models/${run.modelId}/artifacts/files?artifact_file_path=${file}`;
  return [
    `${FILES}/${folder}/${file}`,
    `/ajax-api/3.0/mlflow-artifacts/artifacts/${folder}/${file}`,
    `${FILES}/${folder.replace('models', '%6dodels')}/${file}`,
    `/model-versions/get-artifact?name=${REGISTERED}&version=1&path=${file}`,
    `/ajax-api/2.0/mlflow/${model}`,
    `/api/2.0/mlflow/${model}`,
    `${version}/file?path=${file}`,
    `${version}/table?path=${file}`,
  ];
}

/**
 * What somebody is answered at every address of one file that tells of rows and at a path of each other: `given`, or the
 * codes of the refusals, each once.
 */
async function answersTo(person: TestPerson): Promise<readonly string[]> {
  const [first = '', ...rest] = TELLING;
  const addresses = [...addressesOf(first), ...rest.flatMap((file) => addressesOf(file).slice(0, 1))];
  const answers = await Promise.all(addresses.map((address) => ask(person, address)));
  const kinds = answers.map(({ status, body }) => (status === 200 ? 'given' : String(body.error_code ?? body.code)));
  return [...new Set(kinds)].sort((a, b) => a.localeCompare(b));
}

const GIVEN = ['given'];
const WITHHELD = ['ARTIFACT_WITHHELD', 'PERMISSION_DENIED'];

describe('the files of a first model', () => {
  it('are given to every reader while no column that it learned from is about persons', async () => {
    await mark('customer_id', 'personal');
    await mark('country', 'personal');
    expect(await answersTo(reader)).toEqual(GIVEN);
  });

  it('are withheld for a column of numbers as well: the model decides between values of single rows', async () => {
    await mark('fee', 'personal');
    expect(await answersTo(reader)).toEqual(WITHHELD);
    await mark('fee', 'internal');
    expect(await answersTo(reader)).toEqual(GIVEN);
  });

  describe('once a column is marked as about persons', () => {
    beforeAll(() => mark('contract', 'personal'));

    it.each(['a reader', 'an auditor', 'an administrator'])('are not given to %s, at whatever address', async (who) => {
      const people: Record<string, TestPerson> = { 'a reader': reader, 'an auditor': auditor };
      expect(await answersTo(people[who] ?? installation.administrator)).toEqual(WITHHELD);
    });

    it('are given at the table, to those who build and to those who do not', async () => {
      for (const person of [expert, scientist]) expect(await answersTo(person)).toEqual(GIVEN);
    });

    it('are withheld from a token as from the person who made it', async () => {
      for (const [person, status] of [
        [reader, 403],
        [expert, 200],
      ] as const) {
        const wish = { name: 'notebook', scopes: ['read'] };
        const { secret } = await installation.does(person, 'POST /api/access-tokens', wish);
        const headers = { authorization: `Bearer ${secret}` };
        const path = `GET ${FILES}/${folder}/model.onnx`;
        expect((await installation.call(null, path, undefined, headers)).status).toBe(status);
      }
    });

    it("are refused in words that say why and what to do, to MLflow's clients under their own name of it", async () => {
      const { status, body } = await ask(reader, `${FILES}/${folder}/model.json`);
      expect([status, body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
      expect(body.message).toMatch(/learned from columns about persons.*Ask for a seat at that table/);
      expect(body.message).toContain('model.json');
    });

    it('stand in every list with name and size, and pages are told why they are not shown', async () => {
      const model = `/api/2.0/mlflow/logged-models/${run.modelId}/artifacts/directories`;
      for (const path of [model, `${FILES}?path=${folder}`]) {
        const { files } = (await ask(reader, path)).body;
        expect(files).toEqual((await ask(expert, path)).body.files);
        expect(files).toHaveLength(TELLING.length + OTHERS.length);
      }
      const list = `/api/models/${REGISTERED}/versions/1/files`;
      const { entries } = await installation.does(reader, `GET ${list}`);
      const withheld = entries.filter((entry: { withheld: string | null }) => entry.withheld !== null);
      expect(withheld.map(({ name }: { name: string }) => name)).toEqual(TELLING);
      expect(withheld[0]).toMatchObject({
        sizeBytes: expect.any(Number),
        withheld: expect.stringContaining('Ask for a seat'),
      });
      const ours = (await installation.does(expert, `GET ${list}`)).entries;
      expect(ours.map((entry: { withheld: string | null }) => entry.withheld)).toEqual(ours.map(() => null));
    });

    it('leave the description and what must be installed to every reader: they name columns and no value', async () => {
      for (const path of OTHERS.flatMap(addressesOf).filter((address) => !address.includes('/table?'))) {
        const { status, text } = await ask(reader, path);
        expect([path, status, ['monthly', 'yearly'].some((word) => text.includes(word))]).toEqual([path, 200, false]);
      }
    });

    it('are not found by whoever may not see the initiative, once it is private', async () => {
      await installation.does(expert, `PATCH /api/initiatives/${slug}`, { visibility: 'private' });
      const codes = ['MODEL_UNKNOWN', 'MODEL_VERSION_UNKNOWN', 'RESOURCE_DOES_NOT_EXIST'];
      for (const answer of await answersTo(reader)) expect(codes).toContain(answer);
      expect(await answersTo(auditor)).toEqual(WITHHELD);
      await installation.does(expert, `PATCH /api/initiatives/${slug}`, { visibility: 'open' });
    });

    it('are withheld as well where somebody copied them to, under whatever name', async () => {
      const addresses = [
        `${FILES}/${copied.root}/renamed.bin`,
        `/get-artifact?run_id=${copied.runId}&path=renamed.bin`,
        `/api/runs/${copied.runId}/file?path=renamed.bin`,
        `/api/runs/${copied.runId}/table?path=renamed.bin`,
      ];
      const statuses = async (person: TestPerson) =>
        Promise.all(addresses.map(async (address) => (await ask(person, address)).status));
      expect(await statuses(reader)).toEqual(addresses.map(() => 403));
      expect(await statuses(scientist)).toEqual(addresses.map(() => 200));
    });

    it('are withheld as the spans of a trace, to which somebody copied them', async () => {
      const client = mlflowClient(installation, scientist);
      const { experiment_id } = await client.does('POST experiments/create', { name: 'spans' });
      const id = `tr-${'7'.repeat(32)}`;
      const trace_info = {
        trace_id: id,
        trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id } },
        request_time: installation.now().toISOString(),
        execution_duration: '1s',
        state: 'OK',
        trace_metadata: {},
        tags: {},
      };
      await installation.does(scientist, 'POST /api/3.0/mlflow/traces', { trace: { trace_info } });
      const json = (await ask(scientist, `${FILES}/${folder}/model.json`)).text;
      await put(scientist, `${experiment_id}/traces/${id}/artifacts/traces.json`, json);
      for (const path of ['file', 'spans', 'spans/1'])
        expect((await ask(reader, `/api/traces/${id}/${path}`)).body.code).toBe('ARTIFACT_WITHHELD');
      expect((await ask(scientist, `/api/traces/${id}/file`)).text).toBe(json);
    });

    it('are withheld where they were written also when somebody put something else there', async () => {
      const path = `${folder}/input_example.json`;
      const before = (await ask(expert, `${FILES}/${path}`)).text;
      await put(scientist, path, '{"columns":["contract"],"data":[["weekly"]]}');
      expect((await ask(reader, `${FILES}/${path}`)).status).toBe(403);
      expect((await ask(expert, `${FILES}/${path}`)).text).toContain('weekly');
      await put(scientist, path, before);
    });

    it('are withheld from whoever lost their seat, from that moment on', async () => {
      const wish = { accountId: reader.id, role: 'data-engineer' };
      const { seats } = await installation.does(expert, `POST ${at('seats')}`, wish);
      expect(await answersTo(reader)).toEqual(GIVEN);
      for (const { seatId } of seats) await installation.does(expert, `DELETE ${at(`seats/${seatId}`)}`);
      expect(await answersTo(reader)).toEqual(WITHHELD);
    });

    it('are known also of models that were made before anybody wrote down which files they are', async () => {
      const { database } = installation;
      const kept = await database.query('select * from training_files order by path');
      await sql`delete from training_files`.execute(database.tables());
      expect(await answersTo(reader)).toEqual(GIVEN);
      const fill = trainingMigrations.find(({ name }) => name === '0362-training-files-kept-before');
      await fill?.up(database.tables());
      expect(await database.query('select * from training_files order by path')).toEqual(kept);
      expect(await answersTo(reader)).toEqual(WITHHELD);
    });

    it('are given to everybody again when the dictionary says otherwise', async () => {
      await mark('contract', 'open');
      expect(await answersTo(reader)).toEqual(GIVEN);
    });
  });
});
