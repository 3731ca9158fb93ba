import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../../test/installation.ts';

let installation: TestInstallation;
let scientist: TestPerson;
let run: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  scientist = await installation.join('Scientist');
  const mlflow = (path: string, body: object) => installation.does(scientist, `POST /api/2.0/mlflow/${path}`, body);
  const { experiment_id: experiment } = await mlflow('experiments/create', { name: 'trees' });
  const fields = { experiment_id: experiment, start_time: 1_000 };
  const { info } = (await mlflow('runs/create', fields)).run;
  run = info.run_id;
  const root = info.artifact_uri.replace('mlflow-artifacts:/', '');
  const headers = { 'content-type': 'application/octet-stream' };
  for (const [path, content] of [
    ['report.html', '<script>top.hacked = 1</script>'],
    ['model/model.pkl', 'opaque'],
    ['broken.parquet', 'PAR1 and nothing else'],
    ['scores.parquet', new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'churned', data: [true, false] }] }))],
  ] as const)
    await installation.call(
      scientist,
      `PUT /api/2.0/mlflow-artifacts/artifacts/${root}/${path}`,
      Buffer.from(content),
      headers,
    );
});
afterAll(() => installation.close());

describe('the files of a run', () => {
  it('are shown as a table where they are one, Parquet included, and refused in words where they are none', async () => {
    const shown = await installation.does(scientist, `GET /api/runs/${run}/table?path=scores.parquet`);
    expect(shown).toEqual({ kind: 'table', columns: ['churned'], rows: [['true'], ['false']], hasMore: false });
    const none = await installation.does(scientist, `GET /api/runs/${run}/table?path=broken.parquet`);
    expect(none).toEqual({ kind: 'unreadable', sentence: expect.stringContaining('damaged or incomplete') });
    const absent = await installation.call(scientist, `GET /api/runs/${run}/table?path=absent.parquet`);
    expect(absent.body.code).toBe('ARTIFACT_UNKNOWN');
  });

  it('are listed folder by folder, and what contains code is marked', async () => {
    const { entries } = await installation.does(scientist, `GET /api/runs/${run}/files`);
    expect(entries.map(({ name, isFolder }: { name: string; isFolder: boolean }) => [name, isFolder])).toEqual([
      ['broken.parquet', false],
      ['model', true],
      ['report.html', false],
      ['scores.parquet', false],
    ]);
    const within = await installation.does(scientist, `GET /api/runs/${run}/files?folder=model`);
    expect(within.entries).toMatchObject([{ path: 'model/model.pkl', containsCode: true }]);
  });

  it('never become a page of ours, whatever they contain', async () => {
    const answer = await installation.throughline.server.inject({
      url: `/api/runs/${run}/file?path=report.html`,
      headers: { cookie: scientist.cookie },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-security-policy']).toBe("sandbox; default-src 'none'");
    expect(answer.headers['content-type']).toBe('application/octet-stream');
  });

  it.each(['../0', '..%2f..%2fsecret', '/etc/passwd', 'absent.txt'])('%s leads nowhere', async (path) => {
    const answer = await installation.call(scientist, `GET /api/runs/${run}/file?path=${path}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'ARTIFACT_UNKNOWN']);
  });
});

describe('the versions that were registered from a run', () => {
  it('are named with their aliases, also those of a model that the run logged, and not once they are deleted', async () => {
    const does = (method: string, path: string, body: object) =>
      installation.does(scientist, `${method} /api/2.0/mlflow/${path}`, body);
    const read = async () => (await installation.does(scientist, `GET /api/runs/${run}/versions`)).versions;
    expect(await read()).toEqual([]);
    const { run: found } = await installation.does(scientist, `GET /api/2.0/mlflow/runs/get?run_id=${run}`);
    const { experiment_id: experimentId, artifact_uri: uri } = found.info;
    const { model } = await does('POST', 'logged-models', {
      experiment_id: experimentId,
      name: 'tree',
      source_run_id: run,
    });
    await does('POST', 'registered-models/create', { name: 'churn' });
    await does('POST', 'model-versions/create', { name: 'churn', source: `${uri}/model`, run_id: run });
    const source = `models:/${model.info.model_id}`;
    await does('POST', 'model-versions/create', { name: 'churn', source, model_id: model.info.model_id });
    await does('POST', 'registered-models/alias', { name: 'churn', alias: 'candidate', version: '1' });
    expect(await read()).toMatchObject([
      { model: 'churn', version: 2, aliases: [] },
      { model: 'churn', version: 1, aliases: ['candidate'], registeredBy: 'Scientist' },
    ]);
    await does('DELETE', 'model-versions/delete', { name: 'churn', version: '2' });
    expect((await read()).map(({ version }: { version: number }) => version)).toEqual([1]);
    const absent = await installation.call(scientist, `GET /api/runs/${'0'.repeat(32)}/versions`);
    expect([absent.status, absent.body.code]).toEqual([404, 'RUN_UNKNOWN']);
  });
});
