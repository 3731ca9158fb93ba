import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { dataSetLibraries } from '../../../scripts/data-set-libraries.mjs';
import { aFreeInitiative, publishFreePlaybook } from '../../../src/lifecycle/experiments/free-initiative.fixture.ts';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../installation.ts';

let installation: TestInstallation;
let engineer: TestPerson;
let folder: string;
let base: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  const ana = await installation.join('Ana');
  engineer = await installation.join('Eva Engineer');
  const { slug } = await aFreeInitiative(installation, ana, await publishFreePlaybook(installation, 'standard'));
  await seat(installation, slug, ana, engineer, 'data-engineer');
  folder = join(inject('testFolder'), 'data-set');
  await mkdir(folder, { recursive: true });
  base = `/api/initiatives/${slug}/datasets`;
});
afterAll(async () => {
  await installation.close();
  await rm(folder, { recursive: true, force: true });
});

const CSV = [
  'Kunden ID;Gekündigt;Umsatz/Monat;seit;Region;Anzahl',
  'K1;ja;1.234,50;31.01.2024;Nord;3',
  'K2;nein;12,00;15.02.2024;"Süd; ""Mitte""";4',
  'K3;ja;;16.02.2024;;5',
].join('\n');

async function brought(): Promise<string> {
  const answer = await installation.call(engineer, `POST ${base}?fileName=kunden.csv`, CSV, {
    'content-type': 'application/octet-stream',
  });
  for (let tries = 0; tries < 600; tries++) {
    const { state } = await installation.does(engineer, `GET ${base}/${answer.body.id}/versions/1`);
    if (state === 'ready') return answer.body.id;
    await sleep(50);
  }
  throw new Error('The version was not read in time.');
}

async function keep(name: string, path: string): Promise<void> {
  const { rawPayload } = await installation.throughline.server.inject({
    method: 'GET',
    url: path,
    headers: { cookie: engineer.cookie },
  });
  await writeFile(join(folder, name), rawPayload);
}

it('a version is read by the libraries of Croissant, and its contract by those of the open standard, without a complaint', async () => {
  const id = await brought();
  const entry = { owner: null, unit: null, min: null, max: null, sensitivity: null, isActionable: null };
  await installation.does(engineer, `PUT ${base}/${id}/dictionary`, {
    columns: [
      { ...entry, name: 'Umsatz/Monat', meaning: 'What a customer pays', unit: 'EUR', min: 0 },
      { ...entry, name: 'Gekündigt', meaning: 'Gave notice', sensitivity: 'personal', isActionable: false },
    ],
  });
  for (const rule of [
    { kind: 'unique', columns: ['Kunden ID'] },
    { kind: 'not-null', column: 'Kunden ID' },
    { kind: 'range', column: 'Umsatz/Monat', min: 0, max: 10_000 },
    { kind: 'accepted', column: 'Region', values: ['Nord', 'Süd; "Mitte"'] },
    { kind: 'row-count', min: 1, max: null },
    { kind: 'freshness', column: 'seit', days: 10_000 },
    { kind: 'sql', sql: 'select * from data where Anzahl > 10' },
  ]) {
    await installation.does(engineer, `POST ${base}/${id}/checks`, { rule });
  }
  await keep('croissant.json', `${base}/${id}/versions/1/croissant.json`);
  await keep('table.parquet', `${base}/${id}/versions/1/table.parquet`);
  await keep('contract.yaml', `${base}/${id}/contract.yaml`);
  const script = fileURLToPath(new URL('read_data_set.py', import.meta.url));
  const { stdout } = await promisify(execFile)(dataSetLibraries.python, [script, folder]);
  const told: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(told).toEqual({
    errors: [],
    warnings: [],
    version: 'CroissantVersion.V_1_1',
    contract: [],
    columns: ['Kunden ID', 'Gekündigt', 'Umsatz/Monat', 'seit', 'Region', 'Anzahl'],
    rows: [expect.anything(), expect.anything(), expect.anything()],
  });
  expect(told).toMatchObject({
    rows: [
      { 'rows/Kunden%20ID': 'K1', 'rows/Gek%C3%BCndigt': true, 'rows/Umsatz%2FMonat': 1234.5, 'rows/Anzahl': 3 },
      { 'rows/Region': 'Süd; "Mitte"', 'rows/Umsatz%2FMonat': 12, 'rows/seit': expect.stringMatching(/^2024-02-15/) },
      {},
    ],
  });
});
