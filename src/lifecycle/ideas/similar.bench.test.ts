import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../../../test/installation.ts';

const IDEAS = 10_000;
const ROUNDS = 40;
const SUBJECTS =
  'churn machines customers orders returns widgets parcels tickets invoices pumps drivers shops prices contracts energy scrap leads claims fraud stock';
const ENDS = [
  'after the second ticket',
  'in the north region',
  'during summer peaks',
  'for small business customers',
  'on the new production line',
  'when prices change',
  'in every branch',
];

let installation: TestInstallation;

/** Ideas and initiatives whose words repeat far more than people's do, which is the hard case for a search. */
beforeAll(async () => {
  installation = await openTestInstallation();
  const subjects = SUBJECTS.split(' ');
  const at = (index: number, of: readonly string[]) => of[index % of.length] ?? '';
  const sentences = Array.from({ length: IDEAS }, (_, index) => {
    const [one, two, three] = [at(index, subjects), at(index * 7 + 3, subjects), at(index * 13 + 1, subjects)];
    return `How can we understand ${one} and ${two} ${at(index * 3, ENDS)} for ${three}, case ${index}?`;
  });
  const { database, administrator } = installation;
  await database.query(
    `insert into ideas (id, sentence, kind, proposer_id, proposer_name, created_at)
     select gen_random_uuid(), sentence, 'open', $2, 'Ada', now() from unnest($1::text[]) sentence`,
    [sentences, administrator.id],
  );
  await database.query(
    `insert into initiatives (id, slug, name, question, question_kind, visibility, iteration_began_at, playbook,
       created_by, created_at)
     select gen_random_uuid(), 'line-' || gen_random_uuid(), left(question, 60), question, 'open', 'open', now(),
       'standard@1', $2, now() from unnest($1::text[]) question`,
    [sentences, administrator.id],
  );
  await database.query('analyze ideas, initiatives');
});
afterAll(() => installation.close());

it.each([
  'How can we reduce churn of customers after the second ticket this quarter?',
  'reduce churn by 10%',
  'Predict wich pumpps fale in the nort region',
  SUBJECTS,
])('finds questions like "%s" among ten thousand ideas and as many initiatives', async (text) => {
  const { administrator } = installation;
  const looked: number[] = [];
  const listed: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startMs = performance.now();
    const { similar } = await installation.does(administrator, 'POST /api/ideas/similar', { text });
    const foundMs = performance.now();
    await installation.does(administrator, 'GET /api/ideas/settings');
    looked.push(foundMs - startMs);
    listed.push(performance.now() - foundMs);
    expect(similar.length).toBeGreaterThan(0);
  }
  console.info(
    `median ${median(looked)} ms, of which a request that reads next to nothing takes ${median(listed)} ms here now`,
  );
});

function median(values: readonly number[]): string {
  return ([...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN).toFixed(0);
}
