import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { aPrivateTable } from '../lifecycle/experiments/free-initiative.fixture.ts';
import { mlflowClient } from './mlflow-client.fixture.ts';

let installation: TestInstallation;
let ben: TestPerson;
/** Has a seat at the private initiative that builds nothing. */
let rita: TestPerson;
/** Has no seat there. */
let otto: TestPerson;
/** Connected to the private initiative. */
let secret: string;
/** An experiment of its own for each test. */
let experimentId: string;
let made = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  const table = await aPrivateTable(installation);
  ({ ben, rita, otto } = table);
  secret = (await does(ben, 'POST experiments/create', { name: `${table.slug}/scored` })).experiment_id;
});
afterAll(() => installation.close());
beforeEach(async () => {
  made += 1;
  experimentId = (await does(ben, 'POST experiments/create', { name: `scored ${made}` })).experiment_id;
});

const does = (person: TestPerson, request: string, body?: object) =>
  mlflowClient(installation, person).does(request, body);
const register = (name: string, text: string, within = experimentId, person = ben) =>
  mlflowClient(installation, person).call('POST scorers/register', {
    experiment_id: within,
    name,
    serialized_scorer: text,
  });
const of = (name: string) => `experiment_id=${experimentId}&name=${name}`;
const remove = (query: string, person = ben) =>
  mlflowClient(installation, person).call(`DELETE scorers/delete?${query}`);
const outcome = ({ status, body }: { status: number; body: { error_code?: string } }) => body.error_code ?? status;
const versions = async (name: string) =>
  (await does(ben, `GET scorers/versions?${of(name)}`)).scorers.map(
    ({ scorer_version }: { scorer_version: number }) => scorer_version,
  );

describe('a scorer', () => {
  it('is kept in versions as its client wrote it, whatever that is', async () => {
    const texts = ['{"name": "tone", "call_source": "return 1 / 0"}', 'no JSON at all'];
    for (const [at, text] of texts.entries()) {
      const { body } = await register('tone', text);
      expect(body).toMatchObject({
        version: at + 1,
        name: 'tone',
        experiment_id: experimentId,
        serialized_scorer: text,
      });
    }
    const { scorer } = await does(ben, `GET scorers/get?${of('tone')}`);
    expect(scorer).toMatchObject({ scorer_version: 2, scorer_name: 'tone', experiment_id: Number(experimentId) });
    expect((await does(ben, `GET scorers/get?${of('tone')}&version=1`)).scorer.serialized_scorer).toBe(texts[0]);
    await register('brevity', '{}');
    const listed = (await does(ben, `GET scorers/list?experiment_id=${experimentId}`)).scorers;
    expect(
      listed.map(({ scorer_name, scorer_version }: Record<string, unknown>) => [scorer_name, scorer_version]),
    ).toEqual([
      ['brevity', 1],
      ['tone', 2],
    ]);
  });

  it('that several programs register at once has as many versions', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => register('tone', String(at))));
    expect(new Set(answers.map(({ body }) => body.version))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(new Set(answers.map(({ body }) => body.scorer_id)).size).toBe(1);
  });

  it('gives no number of a version twice while it is there, and begins anew after it was deleted', async () => {
    for (const text of ['a', 'b', 'c']) await register('tone', text);
    expect((await remove(`${of('tone')}&version=3`)).status).toBe(200);
    expect(outcome(await remove(`${of('tone')}&version=3`))).toBe('RESOURCE_DOES_NOT_EXIST');
    expect((await register('tone', 'd')).body.version).toBe(4);
    expect(await versions('tone')).toEqual([1, 2, 4]);
    expect((await remove(of('tone'))).status).toBe(200);
    expect(outcome(await remove(of('tone')))).toBe('RESOURCE_DOES_NOT_EXIST');
    expect((await register('tone', 'e')).body.version).toBe(1);
    const kept = await installation.database.query<{ text: string }>(
      `select v.text from scorer_versions v join scorers s on s.no = v.scorer_no
       where s.experiment_no = $1 and v.deleted_by_name = 'Ben' order by v.version`,
      [experimentId],
    );
    expect(kept.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is refused without a name or a text, and where it is too long', async () => {
    for (const [name, text] of [
      ['', '{}'],
      ['  ', '{}'],
      ['x'.repeat(256), '{}'],
      ['tone', ''],
      ['tone', 'x'.repeat(100_001)],
      ['tone', 'half \ud800'],
    ] as const)
      expect(outcome(await register(name, text))).toBe('INVALID_PARAMETER_VALUE');
    await does(ben, 'POST experiments/delete', { experiment_id: experimentId });
    expect(outcome(await register('tone', '{}'))).toBe('INVALID_PARAMETER_VALUE');
  });

  it('has the rights of its experiment', async () => {
    await register('tone', '{}', secret);
    const query = `experiment_id=${secret}&name=tone`;
    for (const request of [`GET scorers/get?${query}`, `GET scorers/versions?${query}`, `GET scorers/list?${query}`]) {
      expect(outcome(await mlflowClient(installation, otto).call(request))).toBe('RESOURCE_DOES_NOT_EXIST');
      expect(outcome(await mlflowClient(installation, rita).call(request))).toBe(200);
    }
    expect(outcome(await register('tone', '{}', secret, otto))).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(outcome(await register('tone', '{}', secret, rita))).toBe('PERMISSION_DENIED');
    expect(outcome(await remove(query, rita))).toBe('PERMISSION_DENIED');
    expect(outcome(await remove(query, otto))).toBe('RESOURCE_DOES_NOT_EXIST');
  });

  it('runs by nothing here: clients are told that none does, and why none will', async () => {
    expect(await does(ben, 'GET scorers/online-configs?scorer_ids=x')).toEqual({ configs: [] });
    const [status, code, message] = await mlflowClient(installation, ben).refused('PUT scorers/online-config', {});
    expect([status, code]).toEqual([404, 'ENDPOINT_NOT_FOUND']);
    expect(message).toContain('never run');
  });
});
