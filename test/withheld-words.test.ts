import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyEntry, KNOWN_AT_TABLE, WITHHELD_REASON } from '../src/lifecycle/datasets/index.ts';
import { aFreeInitiative, publishFreePlaybook } from '../src/lifecycle/experiments/free-initiative.fixture.ts';
import { customersCsv } from '../src/lifecycle/training/customers.fixture.ts';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from './installation.ts';
import { until } from './until.ts';

/** Words of the column that is about persons; nothing else in the product says them. */
const WORDS = ['monthly', 'yearly'];
const RULE = { kind: 'words', column: 'contract', words: ['monthly'] };
const GROUP = [{ kind: 'is', column: 'contract', words: ['monthly'] }];
const CLAIM = { kind: 'comparison', group: GROUP, against: null, bound: 'at-least', times: 1.1 };

let installation: TestInstallation;
let expert: TestPerson;
let reader: TestPerson;
let scientist: TestPerson;
let slug: string;
let datasetId: string;
let trainingId: string;
let runId: string;
let checkId: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  expert = await installation.join('Ana');
  reader = await installation.join('Otto');
  scientist = await installation.join('Dora');
  slug = (await aFreeInitiative(installation, expert, await publishFreePlaybook(installation, 'standard'))).slug;
  await seat(installation, slug, expert, scientist, 'data-scientist');
  const brought = await installation.call(
    expert,
    `POST ${at('datasets')}?fileName=customers.csv`,
    customersCsv(1_200),
    {
      'content-type': 'application/octet-stream',
    },
  );
  datasetId = brought.body.id;
  await until(async () => (await read(`datasets/${datasetId}`)).dataset.newest.state === 'ready');
  await installation.does(expert, `PUT ${at(`datasets/${datasetId}/target`)}`, { target: 'left', moment: null });
  await installation.does(scientist, `POST ${at(`datasets/${datasetId}/checks`)}`, {
    rule: { kind: 'accepted', column: 'contract', values: ['monthly'] },
  });
  const choice = { target: 'left', outcome: 'yes', rule: { kind: 'level', column: 'contract', level: 'monthly' } };
  checkId = (await installation.does(expert, `POST ${at('signals')}`, { datasetId, choice })).id;
  await until(async () => (await read(`signals/${checkId}`)).state === 'done');
  const content = { datasetId, target: 'left', outcome: 'yes', claim: CLAIM };
  await installation.does(expert, `POST ${at('expectations')}`, { content });
  const invariance = { kind: 'invariance', column: 'contract', tolerance: 0, segment: [] };
  await installation.does(expert, `POST ${at('expectations')}`, { content: { ...content, claim: invariance } });
  const wishes = { datasetId, version: 1, target: 'left', rule: RULE };
  trainingId = (await installation.does(expert, `POST ${at('trainings')}`, wishes)).id;
  await until(async () => (await read(`trainings/${trainingId}`)).state === 'trained');
  runId = (await read(`trainings/${trainingId}`)).run.runId;
  await until(async () => {
    await installation.throughline.catchUp();
    const { models } = await read('expectations');
    return models.some(({ state }: { state: string }) => state === 'judged');
  });
}, 180_000);
afterAll(() => installation.close());

const at = (path: string) => `/api/initiatives/${slug}/${path}`;
const read = (path: string, as = expert) => installation.does(as, `GET ${at(path)}`);

async function markContract(sensitivity: string | null): Promise<void> {
  await installation.does(expert, `PUT ${at(`datasets/${datasetId}/dictionary`)}`, {
    columns: [{ ...emptyEntry('contract'), sensitivity }],
  });
}

/** Every answer that tells values of columns to whoever may read an initiative. */
const ANSWERS = (): readonly string[] => [
  at(`datasets/${datasetId}/versions/1`),
  at(`datasets/${datasetId}/versions/1/relations`),
  at(`datasets/${datasetId}/versions/1/checks`),
  at(`datasets/${datasetId}/contract.yaml`),
  at(`datasets/${datasetId}/versions/1/croissant.json`),
  at(`signals/${checkId}`),
  at('training-offer'),
  at('trainings'),
  at(`trainings/${trainingId}`),
  at(`trainings/${trainingId}/explanation`),
  at('expectation-offer'),
  at('expectations'),
  `/api/runs/${runId}/expectations`,
];

const saidIn = (text: string) => WORDS.filter((word) => text.includes(word));
const textOf = async (path: string, as: TestPerson) => (await installation.call(as, `GET ${path}`)).text;

describe('words of a column that is about persons', () => {
  beforeAll(() => markContract('personal'));

  it.each(ANSWERS().map((_, place) => place))('are not told to a reader without a seat (answer %i)', async (place) => {
    const path = ANSWERS()[place] ?? '';
    expect([path, saidIn(await textOf(path, reader))]).toEqual([path, []]);
  });

  it('are told at the table, in the answers that have them', async () => {
    const told: string[] = [];
    for (const path of ANSWERS()) if (saidIn(await textOf(path, expert)).length > 0) told.push(path);
    // Lists of trainings and descriptions in Croissant hold no words in the first place.
    expect(told).toHaveLength(ANSWERS().length - 2);
  });

  it('stay away while everything else is told: shares, figures and the columns that matter', async () => {
    const version = await read(`datasets/${datasetId}/versions/1`, reader);
    expect(version.withheld).toEqual(['contract']);
    const { result } = await read(`trainings/${trainingId}`, reader);
    const ours = (await read(`trainings/${trainingId}`)).result;
    expect(result.importance).toEqual(ours.importance);
    expect(result.quality).toEqual(ours.quality);
    expect(result.rule.rule).toEqual({ ...RULE, words: [KNOWN_AT_TABLE] });
  });

  it('cannot be found out by asking', async () => {
    const content = { datasetId, target: 'left', outcome: 'yes', claim: CLAIM };
    const preview = await installation.call(reader, `POST ${at('expectation-preview')}`, { content });
    expect([preview.body.code, preview.body.detail.includes(WITHHELD_REASON)]).toEqual([
      'EXPECTATION_COLUMN_UNFIT',
      true,
    ]);
    const wish = { kind: 'training', ref: trainingId, datasetId, version: 1, target: 'left', outcome: 'yes' };
    const groups = (as: TestPerson) =>
      installation.call(as, `POST ${at('model-groups')}`, { ...wish, column: 'contract', threshold: null });
    expect((await groups(reader)).body.code).toBe('EXPECTATION_COLUMN_UNFIT');
    expect(saidIn((await groups(expert)).text)).toEqual(WORDS);
  });

  it('are told to everybody again when the dictionary says otherwise', async () => {
    await markContract('open');
    expect(saidIn(await textOf(at(`trainings/${trainingId}`), reader))).toEqual(WORDS);
    await markContract('personal');
  });
});

describe('what the program writes down of a column that is about persons', () => {
  let written: Awaited<ReturnType<typeof logged>>;

  beforeAll(async () => {
    await markContract('personal');
    const known = new Set((await logged()).map(({ seq }) => seq));
    const content = { datasetId, target: 'left', outcome: 'yes', claim: { ...CLAIM, bound: 'at-most', times: 9 } };
    await installation.does(expert, `POST ${at('expectations')}`, { content });
    const checks = at(`datasets/${datasetId}/checks`);
    const rule = { kind: 'accepted', column: 'contract', values: ['yearly'] };
    await installation.does(scientist, `POST ${checks}`, { rule });
    const set = (await read(`datasets/${datasetId}/versions/1/checks`)).checks.at(-1);
    const path = `POST ${at(`datasets/${datasetId}/versions`)}?fileName=customers.csv`;
    await installation.call(expert, path, customersCsv(300), { 'content-type': 'application/octet-stream' });
    await until(async () => (await read(`datasets/${datasetId}`)).dataset.newest.number === 2);
    await until(async () => (await read(`datasets/${datasetId}`)).dataset.newest.state === 'ready');
    await installation.does(scientist, `DELETE ${checks}/${set.id}`);
    const { modelDigest } = await read(`trainings/${trainingId}`);
    const points = [{ value: 'monthly', verdict: 'wrong', remark: 'Nobody would say so.' }];
    const signed = { modelDigest, column: 'contract', points };
    await installation.does(expert, `POST ${at(`trainings/${trainingId}/curve-judgements`)}`, signed);
    written = (await logged()).filter(({ seq }) => !known.has(seq));
  }, 180_000);

  it.each(['set a check', 'which breaks 2 checks', 'removed a check', 'expects of a model'])(
    'names no word of it in the log, from which notices and mails are made: %s',
    (kind) => {
      const told = written.find(({ sentence }) => sentence.includes(kind))?.sentence ?? '';
      expect(told).toContain(KNOWN_AT_TABLE);
      expect(saidIn(JSON.stringify(written))).toEqual([]);
    },
  );

  it('names no word of it in the conversation that a doubt about a curve opens', async () => {
    const threads = await textOf(at('threads'), reader);
    expect(threads).toContain(`contract ${KNOWN_AT_TABLE}`);
    expect(saidIn(threads)).toEqual([]);
  });
});

const logged = async (): Promise<readonly { readonly seq: number; readonly sentence: string }[]> =>
  (await read('log', reader)).entries;
