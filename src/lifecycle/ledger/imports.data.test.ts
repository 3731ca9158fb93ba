import { createReadStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasRealData, realDataFile, SKIP_SENTENCE } from '../../../test/real-data.ts';
import type { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { openUploadStore } from '../../platform/files/upload-store.ts';
import type { StoredPhase } from '../actions/index.ts';
import { startCheck, startLoad } from './change-import.use-case.ts';
import { checkImport } from './check-import.use-case.ts';
import type { WideMapping } from './import-mapping.ts';
import { importMigrations } from './imports.migrations.ts';
import { findImport } from './imports.store.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';
import { loadImport } from './load-import.use-case.ts';
import { mapImport } from './map-import.use-case.ts';
import type { ImportPorts } from './read-import.use-case.ts';
import { receiveImport } from './receive-import.use-case.ts';

const INITIATIVE = { id: '0190c6f4-2d5e-7000-8000-000000000001', no: 1 };
const ACTOR = { accountId: '0190c6f4-2d5e-7000-8000-00000000000a', name: 'Ana' };
const { content } = TEST_PHASE;
const PHASE: StoredPhase = {
  ...TEST_PHASE,
  content: {
    ...content,
    successCriterion: {
      ...content.successCriterion,
      metric: { id: 'visit', name: 'visit', kind: 'binary', direction: 'up' },
      outcomeWindowDays: 14,
    },
  },
};

/** What was counted in the file by other software (pandas), for the men's mailing and for nobody. */
const PUBLISHED = [
  { arm: 'action', units: 21_307, visits: 3_894, conversions: 267, spend: 30_311.69 },
  { arm: 'holdout', units: 21_306, visits: 2_262, conversions: 122, spend: 13_908.33 },
];

let database: Database;
let ports: ImportPorts;

beforeAll(async () => {
  database = await openTestDatabase([...eventsMigrations, ...ledgerMigrations, ...importMigrations]);
  ports = {
    database,
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    log: pino({ level: 'silent' }),
    uploads: await openUploadStore(await mkdtemp(join(inject('testFolder'), 'imports-'))),
    jobs: { enqueue: async () => newId(), cancel: async () => undefined },
    phases: { open: async () => PHASE, list: async () => [] },
    onStored: () => undefined,
    onChanged: () => undefined,
  };
});

afterAll(() => database.close());

describe.skipIf(!hasRealData)(`the Hillstrom mailing${SKIP_SENTENCE}`, () => {
  it('is guessed up to what it does not say, and its groups have the published counts in the ledger', async () => {
    const stream = createReadStream(realDataFile('hillstrom_email/hillstrom.csv'));
    const file = await receiveImport(ports, ACTOR, INITIATIVE, PHASE, { fileName: 'hillstrom.csv', stream });
    const { guess, questions } = file.layout;
    expect(questions.map(({ path }) => path)).toEqual(['arm.values', 'assignedAt', 'reached']);
    if (guess.shape !== 'wide' || guess.arm.from !== 'column') throw new Error('The file was not understood.');
    expect(guess.arm.values.map(({ value, arm }) => `${value}: ${arm}`).sort()).toEqual([
      'Mens E-Mail: action',
      'No E-Mail: holdout',
      'Womens E-Mail: action',
    ]);
    expect(guess.outcomes.map(({ metric, kind }) => `${metric} ${kind}`)).toEqual([
      'visit binary',
      'conversion binary',
      'spend number',
    ]);
    const mapping: WideMapping = {
      ...guess,
      assignedAt: { from: 'constant', at: '2008-03-01T00:00:00Z' },
      arm: {
        ...guess.arm,
        values: guess.arm.values.map((one) => (one.value.startsWith('Womens') ? { ...one, arm: 'leave-out' } : one)),
      },
    };
    await mapImport(ports, INITIATIVE, PHASE, file.id, mapping);
    const run = { importId: file.id, signal: new AbortController().signal };
    const checking = await startCheck(ports, INITIATIVE, file.id);
    const startedMs = performance.now();
    await checkImport(ports, { ...run, jobId: checking.jobId ?? '' });
    const checkedMs = performance.now();
    const loading = await startLoad(ports, ACTOR, INITIATIVE, PHASE, file.id, false);
    await loadImport(ports, { ...run, jobId: loading.jobId ?? '' });
    const told = [checkedMs - startedMs, performance.now() - checkedMs].map((ms) => `${(ms / 1000).toFixed(1)} s`);
    process.stdout.write(`64,000 rows checked in ${told[0]}, loaded in ${told[1]}\n`);

    expect((await findImport(database, file.id))?.result).toMatchObject({ rows: 64_000, bad: 0, leftOut: 21_387 });
    const found = await database.query(
      `select arm, count(distinct unit_no) as units,
         count(*) filter (where metric = 'visit') as visits,
         count(*) filter (where metric = 'conversion') as conversions,
         round((sum(value) filter (where metric = 'spend'))::numeric, 2)::float8 as spend
       from assignments left join outcomes using (initiative_no, unit_no) left join metrics using (metric_no)
       group by arm order by arm`,
    );
    expect(found).toEqual(PUBLISHED);
  });
});
