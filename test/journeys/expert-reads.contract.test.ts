import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mlflowClients } from '../../scripts/mlflow-clients.mjs';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { runClient } from '../contract/stock-client.ts';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, lockFraming, startLine, type Table } from './people-of-the-story.ts';

const PROGRAM = fileURLToPath(new URL('../contract/stories/train_and_register.py', import.meta.url));

/** A client that was just installed is compiled before it does anything, ms. */
const MINUTES = 300_000;

/** What the table agreed on before anybody logged a run. */
const FRAMING = {
  translation: 'Each month, predict who leaves within 30 days and call them; leave some alone.',
  kpi: {
    name: 'Customers who leave',
    unit: '% of customers',
    direction: 'down',
    baseline: { value: 26.5, from: '2026-01-01', to: '2026-03-31' },
    target: 23.8,
    due: '2027-03-31',
    population: 7_000,
    scale: 100,
  },
  predictionTask: {
    entity: { one: 'customer', many: 'customers' },
    moment: 'the first of the month',
    outcome: 'leaves within 30 days',
    waitDays: 30,
    heuristic: 'customers with a monthly contract',
  },
  decisionPolicy: {
    actor: 'the call centre',
    action: 'a call',
    rule: { kind: 'everybody' },
    costPerActionCents: 900,
  },
  successCriterion: {
    metric: { id: 'left', name: 'left', kind: 'binary', direction: 'down' },
    dmin: 0.05,
    dminReason: 'Below it the calls cost more than they bring.',
    valuePerOutcomeCents: 30_000,
    design: 'holdout',
    expectedRate: 0.265,
    outcomeWindowDays: 30,
    readOutOn: '2027-02-28',
    plannedUnits: 12_000,
  },
  riskTier: 'medium',
};

let journey: Journey;
let table: Table;
let token: string;

beforeAll(async () => {
  journey = await startJourney('expert-reads');
  table = await inviteTable(journey);
  const accounts = createClient(authApi, table.scientist.session);
  token = (await accounts.makeAccessToken({ body: { name: 'notebook', scopes: ['write'] } })).secret;
});
afterAll(() => journey.close());

describe.each(mlflowClients())('what a data scientist does with $name, an address and a token alone', (client) => {
  let slug: string;
  let expert: Window;
  const model = `churn model of ${client.name}`;

  beforeAll(async () => {
    slug = await startLine(table, 'How can we reduce churn by 10% this quarter?', `Churn with ${client.name}`);
    await lockFraming(table, slug, FRAMING);
    expert = await journey.open(table.expert);
  });

  it(
    'appears on the page that the expert has open, in words',
    async () => {
      const { page } = expert;
      await page.goto(`${journey.url}/i/${slug}/build`);
      await page.getByRole('heading', { name: 'Nothing was tried yet' }).waitFor();
      const where = { folder: inject('testFolder'), url: journey.url, token };
      const told = { STORY_INITIATIVE: slug, STORY_MODEL: model, STORY_APPROVER: table.expert.name };
      const { code, output } = await runClient(client.python, PROGRAM, where, told);
      expect(code, output).toBe(0);
      const short = page.getByRole('region', { name: 'What was tried, in short' });
      await short.getByText(/^2 runs were tried in the experiment “first models”; the last one began on /).waitFor();
      await short
        .getByText(
          /^Best so far, by how well it puts the likely cases first \(test_roc_auc\): logistic regression with 0\.\d+; the first try, one question, had 0\.\d+\. Higher is better\.$/,
        )
        .waitFor();
      await short.getByRole('heading', { name: '1 model is registered' }).waitFor();
      const words = (await short.getByRole('listitem').textContent()) ?? '';
      expect(words).toContain(`${model}, version 1`);
      expect(words).toContain('no version is live');
      expect(words).toMatch(/Dan Roth registered it on .+, from the run logistic regression\./);
      expect(words).toMatch(/it puts the right one first \d\d times in 100; guessing does so 50 times\./);
      await page
        .getByText(/^All of these were started alike\. Iteration 1, under version 1 of the framing, testing: /)
        .waitFor();
      await checkPage(expert, 'what was tried and registered', ['light', 'dark']);
    },
    MINUTES,
  );

  it(
    'is asked for in the page, and the expert reads it at Review and is led to the decision',
    async () => {
      const { page: scientist } = await journey.open(table.scientist);
      await scientist.goto(`${journey.url}/models/${encodeURIComponent(model)}`);
      await scientist.getByRole('button', { name: 'Propose which version goes live' }).click();
      await scientist.getByRole('textbox', { name: 'Why this one' }).fill('It ranks those who leave first.');
      await scientist.getByRole('button', { name: 'Ask for approval' }).click();
      const { page } = expert;
      await page.goto(`${journey.url}/i/${slug}/review`);
      await page.getByText('Make version 1 the champion?').waitFor();
      await checkPage(expert, 'what waits at Review');
      await page.getByRole('link', { name: 'Read and decide' }).click();
      await page.getByText('It ranks those who leave first.').waitFor();
      await page.getByRole('button', { name: 'Decide as subject-matter expert' }).waitFor();
    },
    MINUTES,
  );
});
