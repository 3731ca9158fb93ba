import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestAnswer, TestPerson } from '../../test/installation.ts';
import { openRegistryTest, type RegistryTest } from '../../test/registry-installation.ts';

const UPLOAD = '/ajax-api/2.0/mlflow/upload-artifact';

let registry: RegistryTest;
let runId: string;
let source: string;
let modelId: string;

beforeAll(async () => {
  registry = await openRegistryTest();
  registry.nameAnother();
  ({ runId, source } = await registry.aRun(registry.ben, registry.secretExperimentId));
  const { name, ben } = registry;
  await registry.does(ben, 'POST registered-models/create', { name });
  await registry.does(ben, 'POST model-versions/create', { name, source, run_id: runId });
  const { model } = await registry.does(ben, 'POST logged-models', { experiment_id: registry.secretExperimentId });
  modelId = model.info.model_id;
  await registry.put(ben, `${model.info.artifact_uri}/data/weights.bin`, 'weights');
});
afterAll(() => registry.installation.close());

const get = (address: string, person: TestPerson = registry.ben): Promise<TestAnswer> =>
  registry.installation.call(person, `GET ${address.replaceAll(' ', '%20')}`);
const filesOf = (id: string) => `/ajax-api/2.0/mlflow/logged-models/${id}/artifacts/files`;
const foldersOf = (id: string) => `/api/2.0/mlflow/logged-models/${id}/artifacts/directories`;
const upload = (query: string, person: TestPerson, type = 'text/plain') =>
  registry.installation.call(person, `POST ${UPLOAD}?${query}`, Buffer.from('note'), { 'content-type': type });

describe('files by what they belong to', () => {
  it('are those of a run, of a version and of a logged model, with paths from its root', async () => {
    for (const name of ['run_id', 'run_uuid'])
      expect((await get(`/get-artifact?${name}=${runId}&path=model/model.pkl`)).text).toBe(`weights of ${runId}`);
    const ofVersion = await get(`/model-versions/get-artifact?name=${registry.name}&version=1&path=model.pkl`);
    expect(ofVersion.text).toBe(`weights of ${runId}`);
    expect((await get(`${filesOf(modelId)}?artifact_file_path=data/weights.bin`)).text).toBe('weights');
    expect((await get(foldersOf(modelId))).body).toMatchObject({ files: [{ path: 'data', is_dir: true }] });
    for (const folder of ['data', './data', 'data/.'])
      expect((await get(`${foldersOf(modelId)}?artifact_directory_path=${folder}`)).body.files).toEqual([
        { path: 'data/weights.bin', is_dir: false, file_size: 7 },
      ]);
  });

  it('are sent to a run as bytes, whatever their media type', async () => {
    for (const type of ['application/json', 'no media type'])
      expect((await upload(`run_uuid=${runId}&path=notes/${type.length}.txt`, registry.ben, type)).status).toBe(200);
    expect((await get(`/get-artifact?run_uuid=${runId}&path=notes/16.txt`)).text).toBe('note');
  });

  it('are never shown as a page of ours', async () => {
    const answer = await registry.installation.throughline.server.inject({
      url: `/get-artifact?run_id=${runId}&path=model/model.pkl`,
      headers: { cookie: registry.ben.cookie },
    });
    expect(answer.headers).toMatchObject({
      'content-disposition': expect.stringContaining('attachment'),
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['', 'path=', 'path=..%2fx', 'path=%252e%252e/x', 'path=%2fetc%2fpasswd', 'path=a%5cb', 'path=a&path=b'])(
    'are refused by a path like "%s", to read and to write',
    async (path) => {
      const files = path.replaceAll('path', 'artifact_file_path');
      const answers = [
        await get(`/get-artifact?run_id=${runId}&${path}`),
        await get(`/model-versions/get-artifact?name=${registry.name}&version=1&${path}`),
        await get(`${filesOf(modelId)}?${files}`),
        await upload(`run_uuid=${runId}&${path}`, registry.ben),
      ];
      for (const { status, body } of answers)
        expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    },
  );

  it('that are not there are not found, and those elsewhere are not ours to give', async () => {
    expect((await get(`/get-artifact?run_id=${runId}&path=nothing`)).body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
    const { name, ben } = registry;
    await registry.does(ben, 'POST model-versions/create', { name, source: 's3://elsewhere/model' });
    const elsewhere = await get(`/model-versions/get-artifact?name=${name}&version=2&path=model.pkl`);
    expect([elsewhere.status, elsewhere.body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it('of a private initiative are to others as if they were not there', async () => {
    const none = 'f'.repeat(32);
    const asked = async (run: string, model: string, version: number) => [
      await get(`/get-artifact?run_id=${run}&path=model/model.pkl`, registry.otto),
      await get(`/api/2.0/mlflow/artifacts/list?run_id=${run}`, registry.otto),
      await get(`/model-versions/get-artifact?name=${registry.name}&version=${version}&path=model.pkl`, registry.otto),
      await get(`${filesOf(model)}?artifact_file_path=data/weights.bin`, registry.otto),
      await get(foldersOf(model), registry.otto),
      await upload(`run_uuid=${run}&path=x`, registry.otto),
    ];
    const hidden = await asked(runId, modelId, 1);
    const absent = await asked(none, `m-${none}`, 99);
    const plain = ({ status, text }: TestAnswer) => [
      status,
      text.replace(runId, none).replace(modelId, `m-${none}`).replace('version=1)', 'version=99)'),
    ];
    expect(hidden.map(plain)).toEqual(absent.map(plain));
    expect(hidden.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  });

  it('are written by nobody who only reads, and read by nobody who is not signed in', async () => {
    const refused = await upload(`run_uuid=${runId}&path=x`, registry.ana);
    expect([refused.status, refused.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
    expect((await get(`/get-artifact?run_id=${runId}&path=model/model.pkl`, registry.ana)).status).toBe(200);
    const nobody = await registry.installation.call(null, `GET /get-artifact?run_id=${runId}&path=model/model.pkl`);
    expect([nobody.status, nobody.body.error_code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});
