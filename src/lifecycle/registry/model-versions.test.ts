import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRegistryTest, type RegistryTest } from '../../../test/registry-installation.ts';

let registry: RegistryTest;

beforeAll(async () => {
  registry = await openRegistryTest();
});
afterAll(() => registry.installation.close());
beforeEach(() => registry.nameAnother());

describe('a version', () => {
  it('is ready at once, has the next number, and knows where its files are', async () => {
    await registry.aModel(2);
    const { model_version: version } = await registry.does(
      registry.ben,
      `GET model-versions/get?name=${registry.name}&version=2`,
    );
    expect(version).toMatchObject({ version: '2', status: 'READY', current_stage: 'None', user_id: 'Ben' });
    expect(version.description).toBe('');
    const { artifact_uri: uri } = await registry.does(
      registry.ben,
      `GET model-versions/get-download-uri?name=${registry.name}&version=2`,
    );
    expect(uri).toBe(version.source);
  });

  it('gets a number of its own when many are registered at once', async () => {
    await registry.aModel(0);
    const { runId, source } = await registry.aRun();
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        registry.does(registry.ben, 'POST model-versions/create', { name: registry.name, source, run_id: runId }),
      ),
    );
    const numbers = made.map(({ model_version: { version } }) => Number(version)).sort((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is put aside, never loses its number to another, and comes back', async () => {
    await registry.aModel(2);
    await registry.challenge(2);
    await registry.does(registry.ben, 'DELETE model-versions/delete', { name: registry.name, version: '2' });
    const gone = await registry.mlflow(registry.ben, `GET model-versions/get?name=${registry.name}&version=2`);
    expect([gone.status, gone.body.message.slice(0, 13)]).toEqual([404, 'Model Version']);
    expect(
      (await registry.does(registry.ben, `GET registered-models/get?name=${registry.name}`)).registered_model.aliases,
    ).toBeUndefined();
    const { runId, source } = await registry.aRun();
    const next = await registry.does(registry.ben, 'POST model-versions/create', {
      name: registry.name,
      source,
      run_id: runId,
    });
    expect(next.model_version.version).toBe('3');
    expect((await registry.page(registry.ben, 'GET /versions?deleted=true')).body.versions).toMatchObject([
      { version: 2, deletedBy: 'Ben', deletedAt: expect.any(String) },
    ]);
    await registry.page(registry.ben, 'POST /versions/2/restoration');
    expect(
      (await registry.does(registry.ben, `GET model-versions/get?name=${registry.name}&version=2`)).model_version
        .version,
    ).toBe('2');
  });

  it.each([
    ['/etc/passwd'],
    ['file:///etc/passwd'],
    ['mlflow-artifacts:/0/../7/model'],
    ['mlflow-artifacts:/999999/run/artifacts/model'],
    ['models:/m-00000000000000000000000000000000'],
    ['C:\\models'],
  ])('is refused from %s', async (source) => {
    await registry.aModel(0);
    const refused = await registry.mlflow(registry.ben, 'POST model-versions/create', { name: registry.name, source });
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(refused.body.message).toContain('Invalid model version source');
  });

  it.each([{ run_id: 'r'.repeat(501) }, { run_link: 'l'.repeat(2_049) }, { description: 'd'.repeat(10_001) }])(
    'is refused with %j',
    async (fields) => {
      await registry.aModel(0);
      const asked = { name: registry.name, source: 's3://bucket/model', ...fields };
      const refused = await registry.mlflow(registry.ben, 'POST model-versions/create', asked);
      expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    },
  );

  it('of a number that is none is refused, of a number that is not there is not found', async () => {
    await registry.aModel();
    for (const version of ['x', '1.5', '-1', '']) {
      const refused = await registry.mlflow(
        registry.ben,
        `GET model-versions/get?name=${registry.name}&version=${version}`,
      );
      expect([refused.status, refused.body.error_code], version).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    expect((await registry.mlflow(registry.ben, `GET model-versions/get?name=${registry.name}&version=9`)).status).toBe(
      404,
    );
  });

  it('moves through the stages, archives the others when asked, and is the newest of its stage', async () => {
    await registry.aModel(2);
    const move = (version: string, stage: string, archive = false) =>
      registry.mlflow(registry.ben, 'POST model-versions/transition-stage', {
        name: registry.name,
        version,
        stage,
        archive_existing_versions: archive,
      });
    await move('1', 'production');
    await move('2', 'Production', true);
    const { model_versions: newest } = await registry.does(registry.ben, 'POST registered-models/get-latest-versions', {
      name: registry.name,
    });
    expect(
      newest.map((version: { version: string; current_stage: string }) => [version.version, version.current_stage]),
    ).toEqual(
      expect.arrayContaining([
        ['1', 'Archived'],
        ['2', 'Production'],
      ]),
    );
    expect((await move('1', 'Live')).body.error_code).toBe('INVALID_PARAMETER_VALUE');
    expect((await move('1', 'None', true)).status).toBe(400);
    const bad = await registry.mlflow(registry.ben, 'POST registered-models/get-latest-versions', {
      name: registry.name,
      stages: ['Live'],
    });
    expect(bad.status).toBe(400);
  });

  it('is searched by run, name: registry.name and number, with the newest change first', async () => {
    await registry.aModel(3);
    const search = (filter: string, rest = '') =>
      registry.does(registry.ben, `GET model-versions/search?filter=${encodeURIComponent(filter)}${rest}`);
    const { model_version: second } = await registry.does(
      registry.ben,
      `GET model-versions/get?name=${registry.name}&version=2`,
    );
    const byRun = await search(`run_id IN ('${second.run_id}')`);
    expect(byRun.model_versions.map((version: { version: string }) => version.version)).toEqual(['2']);
    await registry.does(registry.ben, 'POST model-versions/set-tag', {
      name: registry.name,
      version: '1',
      key: 'k',
      value: 'v',
    });
    const byTag = await search(`name = '${registry.name}' AND tags.k = 'v'`);
    expect(byTag.model_versions).toHaveLength(1);
    const byNumber = await search(`name IN ('${registry.name}') AND version_number = '2'`);
    expect(byNumber.model_versions.map((version: { version: string }) => version.version)).toEqual(['2']);
    const some = await search(`name='${registry.name}'`, '&max_results=2&order_by=version_number%20ASC');
    const rest = await search(
      `name='${registry.name}'`,
      `&max_results=2&order_by=version_number%20ASC&page_token=${some.next_page_token}`,
    );
    const numbers = [...some.model_versions, ...rest.model_versions].map(
      (version: { version: string }) => version.version,
    );
    expect(numbers).toEqual(['1', '2', '3']);
    const positions = [[], ['x', 'a', 1], [1, 'a', 'x'], [1.5, 'a', 1], [1, 'a', 1, 1], [1e300, 'a', 1]];
    for (const position of positions) {
      const token = Buffer.from(JSON.stringify(position)).toString('base64url');
      const refused = await registry.mlflow(registry.ben, `GET model-versions/search?page_token=${token}`);
      expect([refused.status, refused.body.error_code], token).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    expect((await registry.mlflow(registry.ben, 'GET model-versions/search?order_by=tags.k')).status).toBe(400);
    for (const filter of ["version = '1'", "current_stage = 'None'"])
      expect(
        (await registry.mlflow(registry.ben, `GET model-versions/search?filter=${encodeURIComponent(filter)}`)).status,
      ).toBe(400);
  });

  it('tells where it comes from, back to the question', async () => {
    await registry.aModel();
    const { versions } = (await registry.page(registry.ana, 'GET /versions')).body;
    expect(versions[0]).toMatchObject({
      version: 1,
      registeredBy: 'Ben',
      isMine: false,
      lineage: {
        initiative: { slug: registry.slug },
        experiment: { id: registry.experimentId },
        question: 'How can we reduce churn by 10% this quarter?',
        run: { by: 'Ben' },
      },
    });
  });
});

describe('the files of a version', () => {
  it('are listed and downloaded by people, marked where they contain code, and never as a page of ours', async () => {
    await registry.aModel();
    const { model_version: version } = await registry.does(
      registry.ben,
      `GET model-versions/get?name=${registry.name}&version=1`,
    );
    await registry.put(registry.ben, `${version.source}/report/index.html`, '<script>alert(1)</script>');
    const { entries } = (await registry.page(registry.ana, 'GET /versions/1/files')).body;
    expect(entries).toEqual([
      expect.objectContaining({ path: 'model.pkl', isFolder: false, containsCode: true }),
      expect.objectContaining({ path: 'report', isFolder: true, containsCode: false }),
    ]);
    const file = await registry.installation.throughline.server.inject({
      method: 'GET',
      url: `/api/models/${encodeURIComponent(registry.name)}/versions/1/file?path=report/index.html`,
      headers: { cookie: registry.ana.cookie },
    });
    expect(file.body).toBe('<script>alert(1)</script>');
    expect(file.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="index.html"',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    for (const path of ['../../x', '%2e%2e/x', '/etc/passwd', 'nothing'])
      expect(
        (await registry.page(registry.ana, `GET /versions/1/file?path=${encodeURIComponent(path)}`)).body.code,
      ).toBe('ARTIFACT_UNKNOWN');
  });
});
