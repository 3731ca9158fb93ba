import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let engineer: TestPerson;
let slug: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana');
  engineer = await installation.join('Eva Engineer');
  slug = (await aFreeInitiative(installation, ana, await publishFreePlaybook(installation, 'standard'))).slug;
  await seat(installation, slug, ana, engineer, 'data-scientist');
});
afterAll(() => installation.close());

const CSV = [
  'Kunden_ID;Gekündigt;Umsatz;Vertragsbeginn;Region',
  '17850.0;ja;1.234,50;31.01.2024;Nord',
  '17851.0;nein;12,00;15.02.2024;Süd',
  ';ja;n/a;16.02.2024;Nord',
  '17853.0;nein;99,90;?;Süd',
].join('\n');

const base = (path = '') => `/api/initiatives/${slug}/datasets${path}`;

function send(person: TestPerson, path: string, fileName: string, content: string | Buffer): Promise<TestAnswer> {
  const query = `${path.includes('?') ? '&' : '?'}fileName=${encodeURIComponent(fileName)}`;
  return installation.call(person, `POST ${base(path)}${query}`, content, {
    'content-type': 'application/octet-stream',
  });
}

async function settled(id: string, number: number): Promise<TestAnswer['body']> {
  let version: TestAnswer['body'];
  await until(async () => {
    version = await installation.does(ana, `GET ${base(`/${id}/versions/${number}`)}`);
    return version.state !== 'reading';
  });
  return version;
}

async function brought(fileName: string, content: string | Buffer, path = '') {
  const { status, body } = await send(ana, path, fileName, content);
  expect(status, JSON.stringify(body)).toBe(201);
  return { id: body.id as string, version: await settled(body.id, body.number) };
}

describe('a table that is brought', () => {
  it('is read as it was meant: semicolons, decimal commas, dates, yes and no in German, gaps, ids with .0', async () => {
    const { version } = await brought('kunden_2024.csv', CSV);
    expect(version).toMatchObject({ state: 'ready', rows: 4, number: 1, format: 'csv' });
    expect(version.readings.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
      ['Kunden_ID', 'id'],
      ['Gekündigt', 'yes-no'],
      ['Umsatz', 'number'],
      ['Vertragsbeginn', 'time'],
      ['Region', 'text'],
    ]);
    expect(version.profile.columns.map(({ missing }: { missing: number }) => missing)).toEqual([1, 0, 1, 1, 0]);
    expect(version.sha256).toMatch(/^[0-9a-f]{64}$/);
    const { datasets } = await installation.does(ana, `GET ${base()}`);
    expect(datasets).toMatchObject([{ name: 'kunden 2024', newest: { number: 1, rows: 4, columns: 5 } }]);
    const rows = await installation.does(ana, `GET ${base(`/${datasets[0].id}/versions/1/rows`)}`);
    expect(rows.rows[0]).toEqual(['17850', true, 1234.5, '2024-01-31T00:00:00.000Z', 'Nord']);
  });

  it('keeps each import as a version and says what changed', async () => {
    const { id } = await brought('plan.csv', 'a,b,c\n1,x,1\n2,y,2\n3,x,3\n');
    const { version } = await brought('plan.csv', 'a,b,d\n11,x,1\n12,y,2\n13,z,3\n14,z,3\n', `/${id}/versions`);
    expect(version.number).toBe(2);
    expect(version.difference).toMatchObject({ since: 1, rowsBefore: 3, rowsNow: 4, added: ['d'], removed: ['c'] });
    expect(version.difference.shifts[0]).toMatchObject({ column: 'a', shift: 1 });
    const first = await installation.does(ana, `GET ${base(`/${id}/versions/1`)}`);
    expect(first).toMatchObject({ rows: 3, difference: null });
  });

  it('is read again with the corrections of a person, as the next version; the first stays', async () => {
    const { id } = await brought('days.csv', 'k,days\n1,999\n2,5\n3,6\n');
    const asked = {
      columns: [{ name: 'days', format: { type: 'number', decimalComma: false }, missingMarks: ['999'] }],
    };
    const answer = await installation.does(ana, `POST ${base(`/${id}/versions/1/readings`)}`, asked);
    const version = await settled(id, answer.number);
    expect(version.profile.columns[1]).toMatchObject({ missing: 1, distinct: 2 });
    expect(version.readings[1]).toMatchObject({ isSaid: true, missingMarks: ['999'] });
    const { version: next } = await brought('days.csv', 'k,days\n1,999\n2,999\n', `/${id}/versions`);
    expect(next.profile.columns[1].missing).toBe(2);
  });

  it('that cannot be read fails with a sentence and leaves no table', async () => {
    const { status, body } = await send(ana, '', 'nothing.csv', '');
    expect(status).toBe(201);
    expect(await settled(body.id, 1)).toMatchObject({
      state: 'failed',
      failure: 'The file is empty. Send a file whose first line holds the names of the columns.',
      profile: null,
    });
    const rows = await installation.call(ana, `GET ${base(`/${body.id}/versions/1/rows`)}`);
    expect([rows.status, rows.body.code]).toEqual([409, 'DATASET_NOT_READY']);
  });

  it('keeps its name for itself', async () => {
    await brought('twice.csv', 'a\n1\n2\n');
    const again = await send(ana, '', 'twice.csv', 'a\n1\n2\n');
    expect([again.status, again.body.code]).toEqual([409, 'DATASET_NAME_TAKEN']);
  });

  it('tells which columns go together with what is to be predicted', async () => {
    const lines = Array.from(
      { length: 400 },
      (_, i) => `${i},${i % 2 === 0 ? 'yes' : 'no'},${i % 2 === 0 ? 10 + (i % 3) : i % 3}`,
    );
    const { id } = await brought('related.csv', `row,left,calls\n${lines.join('\n')}\n`);
    const asked = { target: 'left', moment: null };
    expect(await installation.does(ana, `PUT ${base(`/${id}/target`)}`, asked)).toMatchObject({ target: 'left' });
    const { relations } = await installation.does(ana, `GET ${base(`/${id}/versions/1/relations`)}`);
    expect(relations[0]).toMatchObject({ column: 'calls', direction: 1 });
    expect(relations[0].strength).toBeCloseTo(1, 2);
    expect(relations[1].strength).toBeLessThan(0.1);
    const unknown = await installation.call(ana, `PUT ${base(`/${id}/target`)}`, { target: 'no such', moment: null });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'DATASET_COLUMN_UNKNOWN']);
  });
});

describe('what the columns of a table mean', () => {
  it('is asked for, written by the table, and confirmed for the label by the expert alone', async () => {
    const { id } = await brought('meaning.csv', 'left,calls\nyes,1\nno,2\nyes,3\n');
    const unsaid = await installation.call(ana, `POST ${base(`/${id}/label`)}`, { meaning: 'They left.' });
    expect([unsaid.status, unsaid.body.code]).toEqual([409, 'DATASET_LABEL_MISSING']);
    await installation.does(engineer, `PUT ${base(`/${id}/target`)}`, { target: 'left', moment: null });
    const { asked } = await installation.does(ana, `GET ${base(`/${id}/dictionary`)}`);
    expect(asked[0]).toMatchObject({ column: 'left', why: 'target', lacks: ['meaning', 'sensitivity', 'owner'] });
    const entry = { name: 'left', meaning: 'Gave notice', owner: 'Sales', unit: null, min: null, max: null };
    const columns = [{ ...entry, sensitivity: 'personal', isActionable: false }];
    const written = await installation.does(engineer, `PUT ${base(`/${id}/dictionary`)}`, { columns });
    expect(written.entries).toMatchObject([{ name: 'left', meaning: 'Gave notice', changedBy: 'Eva Engineer' }]);
    expect(written.asked.map(({ column }: { column: string }) => column)).toEqual(['calls']);
    const meaning = { meaning: 'They gave notice within 30 days.' };
    const refused = await installation.call(engineer, `POST ${base(`/${id}/label`)}`, meaning);
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    const confirmed = await installation.does(ana, `POST ${base(`/${id}/label`)}`, meaning);
    expect(confirmed.label).toMatchObject({ column: 'left', by: 'Ana', version: 1, ...meaning });
    const other = await installation.does(ana, `PUT ${base(`/${id}/target`)}`, { target: 'calls', moment: null });
    expect(other.label).toBeNull();
  });
});

describe('a check', () => {
  it('is looked at when it is set and in each later version, which it fails visibly', async () => {
    const { id } = await brought('checked.csv', 'k,v\n1,5\n2,6\n');
    const rule = { kind: 'range', column: 'v', min: 0, max: 10 };
    const set = await installation.does(engineer, `POST ${base(`/${id}/checks`)}`, { rule });
    expect(set.checks).toMatchObject([{ name: 'v lies between 0 and 10', outcome: { state: 'kept' } }]);
    const { version } = await brought('checked.csv', 'k,v\n1,5\n2,99\n', `/${id}/versions`);
    expect(version.brokenChecks).toBe(1);
    const { checks } = await installation.does(ana, `GET ${base(`/${id}/versions/2/checks`)}`);
    expect(checks[0].outcome).toMatchObject({ state: 'broken', broken: 1, examples: ['99'] });
    const { entries } = await installation.does(ana, `GET /api/initiatives/${slug}/log?limit=20`);
    expect(entries.some(({ sentence }: { sentence: string }) => sentence.includes('breaks a check'))).toBe(true);
    const contract = await installation.call(ana, `GET ${base(`/${id}/contract.yaml`)}`);
    expect(contract.text).toContain('apiVersion: v3.1.0');
    expect(contract.text).toContain('"v" > 10');
    await installation.does(engineer, `DELETE ${base(`/${id}/checks/${checks[0].id}`)}`);
    expect((await installation.does(ana, `GET ${base(`/${id}/versions/2`)}`)).brokenChecks).toBe(0);
  });
});

describe('data that the playbook holds back', () => {
  it('wait until the expert and the data scientist have both signed the framing', async () => {
    const held = await anInitiative(installation, ana);
    const answer = await installation.call(
      ana,
      `POST /api/initiatives/${held.slug}/datasets?fileName=a.csv`,
      'a\n1\n',
      { 'content-type': 'application/octet-stream' },
    );
    expect([answer.status, answer.body.code]).toEqual([409, 'PLAYBOOK_HOLDS']);
    expect(answer.body.detail).toMatch(/expert/);
  });
});
