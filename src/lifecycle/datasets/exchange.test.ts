import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';
import { bringTable } from './bring-table.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let engineer: TestPerson;
let slug: string;
let id: string;

const base = (path = '') => `/api/initiatives/${slug}/datasets${path}`;

beforeAll(async () => {
  installation = await openTestInstallation({ publicUrl: 'https://throughline.example.com' });
  ana = await installation.join('Ana');
  engineer = await installation.join('Eva Engineer');
  slug = (await aFreeInitiative(installation, ana, await publishFreePlaybook(installation, 'standard'))).slug;
  await seat(installation, slug, ana, engineer, 'data-engineer');
  const csv = 'order_id,amount,unit,placed\nA1,5,kg,2024-01-01\nA2,-3,pounds,2024-01-02\nA3,7.5,kg,2024-01-03\n';
  id = await bringTable(installation, ana, slug, { fileName: 'orders.csv', content: csv });
});
afterAll(() => installation.close());

const YAML = `
apiVersion: v3.1.0
kind: DataContract
id: urn:orders
version: 1.0.0
status: active
servers: [{ server: prod, type: custom }]
schema:
  - name: orders
    properties:
      - name: order_id
        description: Names an order
        required: true
        unique: true
      - name: amount
        logicalType: number
        logicalTypeOptions: { minimum: 0 }
        customProperties: [{ property: unit, value: EUR }]
      - name: unit
        quality: [{ metric: invalidValues, arguments: { validValues: [kg] }, mustBeLessThan: 5 }]
    quality:
      - { name: Enough orders, type: sql, query: 'SELECT COUNT(*) FROM {object}', mustBeGreaterThan: 2 }
`;

it('a data contract is looked at before it changes anything, and brought by those who set checks', async () => {
  const refused = await installation.call(ana, `POST ${base(`/${id}/contract/preview`)}`, { yaml: YAML });
  expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
  const preview = await installation.does(engineer, `POST ${base(`/${id}/contract/preview`)}`, { yaml: YAML });
  expect(preview).toMatchObject({
    words: [
      { column: 'order_id', part: 'meaning', before: null, now: 'Names an order' },
      { column: 'amount', part: 'unit', before: null, now: 'EUR' },
      { column: 'amount', part: 'min', before: null, now: 0 },
    ],
    sameChecks: 0,
    notes: [{ where: 'Rule of unit', why: 'it allows some rows that break it; a check here allows none' }],
    kept: ['servers'],
  });
  expect((await installation.does(ana, `GET ${base(`/${id}/versions/1/checks`)}`)).checks).toEqual([]);

  await installation.does(engineer, `PUT ${base(`/${id}/contract`)}`, { yaml: YAML });
  const { checks } = await installation.does(ana, `GET ${base(`/${id}/versions/1/checks`)}`);
  expect(
    checks.map((check: { name: string; outcome: { state: string } }) => [check.name, check.outcome.state]),
  ).toEqual([
    ['order_id is always filled in', 'kept'],
    ['order_id names each row once', 'kept'],
    ['amount is at least 0', 'broken'],
    ['Enough orders', 'kept'],
  ]);
  const { entries } = await installation.does(ana, `GET ${base(`/${id}/dictionary`)}`);
  expect(entries.map(({ name, meaning, unit, min }: Record<string, unknown>) => [name, meaning, unit, min])).toEqual([
    ['amount', null, 'EUR', 0],
    ['order_id', 'Names an order', null, null],
  ]);
  const { entries: log } = await installation.does(ana, `GET /api/initiatives/${slug}/log?limit=5`);
  expect(log.some(({ sentence }: { sentence: string }) => sentence.includes('brought a data contract'))).toBe(true);
});

it('a data contract that was brought is written again with its own parts, and brought again changes nothing', async () => {
  const written = await installation.call(ana, `GET ${base(`/${id}/contract.yaml`)}`);
  expect(written.text).toContain('server: prod');
  expect(written.text).toContain('mustBeLessThan: 5');
  const again = await installation.does(engineer, `POST ${base(`/${id}/contract/preview`)}`, { yaml: written.text });
  expect(again).toMatchObject({ words: [], checks: [], sameChecks: 4 });
});

it('a file that is no contract, or too large, changes nothing and says why', async () => {
  for (const [yaml, why] of [
    ['apiVersion: v2.2.2\nkind: DataContract', /version v2.2.2/],
    ['apiVersion: v3.1.0\nkind: DataContract\nschema: [{name: a}, {name: b}]', /none of them is called "orders"/],
    ['x'.repeat(600_000), /longer than/],
  ] as const) {
    const answer = await installation.call(engineer, `PUT ${base(`/${id}/contract`)}`, { yaml });
    expect([answer.status, answer.body.code]).toEqual([422, 'CONTRACT_UNREADABLE']);
    expect(answer.body.detail).toMatch(why);
  }
});

it('a version is described for other programs, and its table has the fingerprint that the description tells', async () => {
  const described = await installation.call(ana, `GET ${base(`/${id}/versions/1/croissant.json`)}`);
  const croissant = JSON.parse(described.text);
  expect(croissant).toMatchObject({
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: 'orders',
    version: '1.0.0',
    url: `https://throughline.example.com/i/${slug}/data?dataset=${id}&version=1`,
    creator: { name: 'Ana' },
    distribution: [{ contentUrl: 'table.parquet', encodingFormat: 'application/x-parquet' }],
    recordSet: [
      {
        key: [{ '@id': 'rows/order_id' }],
        field: [
          { name: 'order_id', dataType: 'sc:Text', description: 'Names an order' },
          { name: 'amount', dataType: 'sc:Float', description: 'in EUR; from 0 to any value' },
          { name: 'unit', dataType: 'sc:Text' },
          { name: 'placed', dataType: 'sc:DateTime', source: { extract: { column: 'placed' } } },
        ],
      },
    ],
  });
  const response = await installation.throughline.server.inject({
    method: 'GET',
    url: base(`/${id}/versions/1/table.parquet`),
    headers: { cookie: ana.cookie },
  });
  const [file] = croissant.distribution;
  expect(createHash('sha256').update(response.rawPayload).digest('hex')).toBe(file.sha256);
  expect(`${response.rawPayload.length} B`).toBe(file.contentSize);
  const outsider = await installation.join('Outsider');
  expect((await installation.call(outsider, `GET ${base(`/${id}/versions/1/table.parquet`)}`)).status).toBe(403);
});
