import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEvents } from '../../platform/events/events.store.ts';
import {
  CAMPAIGN,
  GOOD_CAMPAIGN,
  GOOD_ROWS,
  guessed,
  HEADER,
  type ImportsTest,
  MAPPING,
  NOTHING,
  openImportsTest,
} from './imports.fixture.ts';
import { idOf } from './ledger-server.fixture.ts';

let room: ImportsTest;

beforeAll(async () => {
  room = await openImportsTest();
});
afterAll(() => room.end());
beforeEach(() => room.begin());

describe('a wide file', () => {
  it('is understood from its columns: ids, groups, score, calls, costs, dates and the metric of the framing', async () => {
    const file = await room.upload(GOOD_CAMPAIGN);
    expect(file).toMatchObject({ state: 'uploaded', format: 'csv', fileName: 'campaign.csv', questions: [] });
    expect(file.columns.find(({ name }) => name === 'group')?.values).toEqual([
      { value: 'call', rows: 2 },
      { value: 'control', rows: 2 },
    ]);
    expect(file.guess).toEqual(MAPPING);
  });

  it('shows its first rows as they would be stored, in words and as records, and stores nothing', async () => {
    const file = await room.upload(CAMPAIGN);
    const { status, body } = await room.call('PUT', `/${file.id}/mapping`, MAPPING);
    expect(status).toBe(200);
    expect(body.rows[0]).toMatchObject({ line: 2, state: 'good', reason: null });
    expect(body.rows[0].records.map(({ words }: { words: string }) => words)).toEqual([
      'On 2026-05-01 the model gave "c1" the score 0.9: flagged for action.',
      '"c1" was put into the action group on 2026-05-01.',
      '"c1": retention call delivered on 2026-05-01, for EUR 4.50.',
    ]);
    expect(body.rows[3].records[1].row).toMatchObject({ unitId: 'c4', arm: 'none' });
    expect(body.rows[4]).toMatchObject({
      line: 6,
      state: 'refused',
      column: 'score',
      reason: '"high" is not a number',
    });
    expect(body.unmapped).toEqual([]);
    expect(body.import.state).toBe('mapped');
    expect(await room.held()).toEqual(NOTHING);
  });

  it('is checked as a whole: counts, groups with their shares, and a report of the rows that cannot be read', async () => {
    const file = await room.upload(CAMPAIGN);
    const checked = await room.check(file.id, MAPPING);
    expect(checked.check).toMatchObject({
      rows: 7,
      good: 4,
      bad: 3,
      units: { count: 4, isExact: true },
      blockers: [],
      records: [
        { kind: 'predictions', count: 4 },
        { kind: 'assignments', count: 4 },
        { kind: 'actions', count: 1 },
        { kind: 'outcomes', count: 2 },
      ],
      arms: [
        { arm: 'action', rows: 2, propensity: 0.667 },
        { arm: 'holdout', rows: 1, propensity: 0.333 },
        { arm: 'none', rows: 1, propensity: 1 },
      ],
    });
    const report = await room.call('GET', `/${file.id}/refused.csv`);
    expect(report.text.split('\r\n').slice(1, 4)).toEqual([
      '6,score,"""high"" is not a number","c5,call,high,yes,delivered,4.50,2026-05-01,0"',
      '7,customer_id,the cell is blank,",call,0.5,yes,none,,2026-05-01,0"',
      '8,assigned_on,"""2026-05-99"" is not a date that can be read","c7,call,0.6,yes,none,,2026-05-99,0"',
    ]);
    expect(await room.held()).toEqual(NOTHING);
  });

  it('is not loaded while it has bad rows, unless somebody decides to leave them out', async () => {
    const file = await room.upload(CAMPAIGN);
    expect((await room.call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_NOT_CHECKED');
    await room.check(file.id, MAPPING);
    const refused = await room.call('POST', `/${file.id}/load`, {});
    expect(refused.body).toMatchObject({ code: 'IMPORT_HAS_BAD_ROWS', detail: '3 of 7 rows cannot be read.' });
    const loaded = await room.load(file.id, true);
    expect(loaded).toMatchObject({ state: 'loaded', result: { rows: 7, bad: 3, leftOut: 0 }, progress: null });
    expect(await room.held()).toMatchObject({
      predictions: 4,
      assignments: 4,
      actions: 1,
      outcomes: 2,
      watermarks: 1,
      units: 4,
    });
    const [mark] = await room.database.query<{ complete_through: Date; source: string }>(
      'select complete_through, source from watermarks where initiative_no = $1',
      [room.no],
    );
    expect(mark).toEqual({ complete_through: new Date('2026-07-31T00:00:00.000Z'), source: 'file' });
    expect(await room.uploadsOnDisk()).not.toContain(file.id);
    const events = await readEvents(room.database, { subjectId: idOf(room.no), limit: 20 });
    expect(events.map(({ kind }) => kind)).toEqual([
      'import.loaded',
      ...Array(5).fill('ledger.brought'),
      'import.load-started',
      'import.brought',
    ]);
    expect((await room.call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_OVER');
    expect((await room.call('DELETE', `/${file.id}`)).body.code).toBe('IMPORT_OVER');
  });

  it('changes nothing when it is brought again', async () => {
    await room.bring(CAMPAIGN);
    const before = await room.held();
    const again = await room.bring(CAMPAIGN);
    expect(again.loadedBefore).not.toBeNull();
    expect(again.result?.records).toEqual(
      ['predictions', 'assignments', 'actions', 'outcomes', 'watermarks'].map((kind) => ({
        kind,
        stored: 0,
        duplicates: { predictions: 4, assignments: 4, actions: 1, outcomes: 2, watermarks: 1 }[kind],
        mixed: 0,
        refused: 0,
      })),
    );
    expect({ ...(await room.held()), ledger_batches: 0 }).toEqual({ ...before, ledger_batches: 0 });
  });

  it('with other values is refused row by row by the ledger, unless it says that it corrects, zeros included', async () => {
    await room.bring(GOOD_CAMPAIGN);
    const corrected = [HEADER, ...GOOD_ROWS.map((row) => row.replace(/,1$/, ',0'))].join('\n');
    const plain = await room.bring(corrected);
    expect(plain.result?.records.find(({ kind }) => kind === 'outcomes')).toBeUndefined();
    const file = await room.upload(corrected);
    await room.check(file.id, { ...MAPPING, corrects: true });
    const loaded = await room.load(file.id);
    expect(loaded.result?.records.find(({ kind }) => kind === 'outcomes')).toMatchObject({ stored: 4 });
    const values = await room.database.query<{ value: number; revision: number }>(
      'select value, revision from outcomes where initiative_no = $1 and superseded_at is null',
      [room.no],
    );
    expect(new Set(values.map(({ value, revision }) => `${revision}: ${value}`))).toEqual(new Set(['2: 0']));
  });

  it('reports what the ledger refuses or finds contradictory, with its line', async () => {
    await room.bring(GOOD_CAMPAIGN);
    const other = await room.bring(GOOD_CAMPAIGN.replace('c1,call', 'c1,control').replace('0.8', '0.4'));
    expect(other.result?.records).toContainEqual({
      kind: 'assignments',
      stored: 0,
      duplicates: 1,
      mixed: 1,
      refused: 2,
    });
    const report = (await room.call('GET', `/${other.id}/refused.csv`)).text;
    expect(report).toContain('keeps its first arm');
    expect(report).toMatch(/^3,,"The prediction ""prediction\|\|2026-05-01/m);
  });

  it('without a column of ids names units by line, says so, and asks what it cannot know', async () => {
    const rows = ['recency,segment,visit,spend', ...Array.from({ length: 30 }, (_, i) => segmentRow(i))].join('\n');
    const file = await room.upload(rows, 'mailing.csv');
    expect(file.questions.map(({ path }) => path)).toEqual(['arm.values', 'assignedAt', 'reached', 'outcomes']);
    expect(file.questions[0]?.sentence).toContain('"Womens E-Mail" and "Mens E-Mail" both got something');
    const preview = await room.call('PUT', `/${file.id}/mapping`, guessed(file));
    expect(preview.body.warnings[0]).toContain('The same file in another order would count twice.');
    const missing = await room.call('PUT', `/${file.id}/mapping`, file.guess);
    expect(missing.body).toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('cannot be loaded before the windows of its units have ended, or with another date than before', async () => {
    const late = GOOD_CAMPAIGN.replaceAll('2026-05', '2026-11');
    const file = await room.upload(late);
    const { check: found } = await room.check(file.id, MAPPING);
    expect(found?.blockers[0]).toContain('end on 2027-01-31, which has not come yet');
    expect((await room.call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_BLOCKED');
    await room.bring(GOOD_CAMPAIGN);
    const twin = await room.upload(GOOD_CAMPAIGN);
    const mapping = { ...MAPPING, assignedAt: { from: 'constant', at: '2026-04-01T00:00:00Z' } };
    expect((await room.check(twin.id, mapping)).check?.blockers[0]).toContain('would count twice');
  });

  it('can be mapped again after its check, which forgets the check', async () => {
    const file = await room.upload(CAMPAIGN);
    await room.check(file.id, MAPPING);
    const { body } = await room.call('PUT', `/${file.id}/mapping`, MAPPING);
    expect(body.import).toMatchObject({ state: 'mapped', check: null, refusedRows: 0 });
    expect((await room.call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_NOT_CHECKED');
  });
});

describe('the formats', () => {
  const rows = [HEADER, ...GOOD_ROWS].map((line) => line.split(','));
  const [names = [], ...records] = rows;
  const variants: readonly (readonly [string, () => string | Buffer])[] = [
    ['campaign.tsv', () => rows.map((cells) => cells.join('\t')).join('\n')],
    ['campaign.csv.gz', () => gzipSync(GOOD_CAMPAIGN)],
    [
      'campaign.ndjson',
      () =>
        records
          .map((cells) => JSON.stringify(Object.fromEntries(cells.map((cell, i) => [names[i], cell || null]))))
          .join('\n'),
    ],
    [
      'campaign.parquet',
      () => {
        const columnData = names.map((name, i) => ({ name, data: records.map((cells) => cells[i] ?? '') }));
        return Buffer.from(parquetWriteBuffer({ columnData }));
      },
    ],
  ];
  it.each(variants)('give the same records: %s', async (fileName, content) => {
    const loaded = await room.bring(content(), fileName);
    expect(loaded.state, loaded.failure ?? '').toBe('loaded');
    expect(await room.held()).toMatchObject({ predictions: 4, assignments: 4, actions: 1, outcomes: 2, units: 4 });
  });

  it('include narrow files, whose records are told by their columns', async () => {
    const costs =
      'date,amount,currency,team\n2026-05-01,120.50,EUR,calls\n2026-06-01,80,EUR,calls\n2026-06-01,80,USD,calls\n';
    const file = await room.upload(costs, 'costs.csv');
    expect(file.guess).toMatchObject({ shape: 'narrow', kind: 'costs' });
    const checked = await room.check(file.id, file.guess);
    expect(checked.check).toMatchObject({ good: 2, bad: 1, refusals: [{ column: 'currency', rows: 1 }] });
    await room.load(file.id, true);
    const stored = await room.database.query('select amount_cents from costs where initiative_no = $1 order by 1', [
      room.no,
    ]);
    expect(stored).toEqual([{ amount_cents: 8_000 }, { amount_cents: 12_050 }]);
  });
});

function segmentRow(index: number): string {
  const segment = ['Womens E-Mail', 'Mens E-Mail', 'No E-Mail'][index % 3];
  return `${index % 12},${segment},${index % 2},${index % 4 === 0 ? '12.5' : '0'}`;
}
