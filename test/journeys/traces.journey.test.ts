import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAtDeskAndOnPhone, checkPage, type Window, waitUntilShown } from './browser.ts';
import { type Journey, type Person, setUp, startJourney } from './journey.ts';
import { logForeignModel, logPrompt } from './logged-prompts.ts';
import { logRuns } from './logged-runs.ts';
import {
  addQuestions,
  deleteEvaluationSet,
  linkTraces,
  logTrace,
  makeEvaluationSet,
  sentSpan,
} from './logged-traces.ts';

const HOSTILE = '<img src=x onerror="document.title=1">';

/** Each stretch of spans is asked for when the one before is nearly scrolled through. */
const PATIENCE = { timeout: 30_000 };

let journey: Journey;
let person: Person;
let experiment: string;
let run: string;
let runs: string;
let window: Window;

beforeAll(async () => {
  journey = await startJourney('traces');
  person = await setUp(journey);
  ({ experiment, run, runs } = await logRuns(person.session));
  await logTrace(person.session, {
    id: `tr-${'a'.repeat(32)}`,
    name: 'answer a customer',
    experiment,
    run,
    asked: { question: 'How long does a refund take?' },
    answered: 'It takes five days.',
    prompts: [{ name: 'answer-customers', version: '1' }],
    spans: [
      sentSpan(1, null, 'answer a customer', [0, 250]),
      sentSpan(2, 1, 'look up', [10, 60], { attributes: { 'mlflow.spanInputs': JSON.stringify({ words: HOSTILE }) } }),
      sentSpan(3, 1, HOSTILE, [60, 240]),
      sentSpan(4, 3, 'lost child', [70, 80]),
      sentSpan(5, 99, 'without a parent', [100, 110]),
      sentSpan(6, 7, 'one of a circle', [120, 130]),
      sentSpan(7, 6, 'the other', [125, 130]),
    ],
  });
  await logTrace(person.session, {
    id: `tr-${'b'.repeat(32)}`,
    name: 'very many steps',
    experiment,
    state: 'ERROR',
    asked: 600,
    answered: null,
    spans: [
      sentSpan(1, null, 'all steps', [0, 700]),
      ...Array.from({ length: 600 }, (_, at) => sentSpan(at + 2, 1, `step ${at}`, [at, at + 1])),
      sentSpan(1_000, 1, 'the one that failed', [690, 700], {
        status: { code: 'STATUS_CODE_ERROR', message: 'ValueError: nothing found' },
      }),
    ],
  });
  await logPrompt(person.session, 'answer-customers', [
    { message: 'First words', template: `Answer {{question}}\nin three sentences.\n${HOSTILE}` },
    { message: 'Shorter', template: 'Answer {{question}}\nin one sentence.' },
    {
      message: 'As a conversation',
      template: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: '{{ question }}' },
      ],
    },
  ]);
  // The connection is cut on purpose, and a prompt is looked for among the models.
  window = await journey.open(person, { expected: [/ERR_INTERNET_DISCONNECTED/], expectedStatuses: [404] });
});
afterAll(() => journey.close());

describe('somebody who looks at what an application answered', () => {
  it('sees on the page of the experiment on which questions it is judged, as they come in', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/experiments/${experiment}`);
    await page.getByRole('table', { name: 'Runs' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Evaluation sets' }).count()).toBe(0);
    const set = await makeEvaluationSet(person.session, `Questions of customers ${HOSTILE}`, experiment);
    const row = page
      .getByRole('table', { name: 'Evaluation sets' })
      .getByRole('row', { name: /^Questions of customers/ });
    await row.getByRole('cell', { name: '0', exact: true }).waitFor();
    await addQuestions(person.session, set, ['How long does a refund take?', 'Who pays for it?', 'Can I come back?']);
    await row.getByRole('cell', { name: '3', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Evaluation sets' }).scrollIntoViewIfNeeded();
    await checkPage(window, 'an experiment with evaluation sets', ['light', 'dark']);
    await page.setViewportSize({ width: 390, height: 844 });
    await checkPage(window, 'an experiment with evaluation sets on a phone', ['dark']);
    await page.setViewportSize({ width: 1360, height: 900 });
    await deleteEvaluationSet(person.session, set);
    await row.waitFor({ state: 'detached' });
    await page.goto(`${journey.url}/deleted`);
    await page.getByRole('button', { name: /^Restore Questions of customers/ }).waitFor();
    await checkPage(window, 'what was deleted with evaluation sets', ['light']);
    await page.getByRole('button', { name: /^Restore Questions of customers/ }).click();
    await page.getByRole('table', { name: 'Deleted evaluation sets' }).waitFor({ state: 'detached' });
    await page.goto(`${journey.url}/experiments/${experiment}`);
    await row.getByRole('cell', { name: '3', exact: true }).waitFor();
  });

  it('finds a trace from its experiment, with help and an error at the place', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/experiments/${experiment}`);
    await page.getByRole('link', { name: 'Traces', exact: true }).click();
    await page.getByRole('link', { name: /^answer a customer/ }).waitFor();
    await page.getByLabel('Find traces').fill('feedback.good = yes');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText('It cannot be read: at character 17').waitFor();
    await checkPage(window, 'a list of traces with a wrong filter', ['light', 'dark']);
    await page.getByRole('button', { name: 'How to write what you look for' }).click();
    await page.getByRole('button', { name: "status = 'ERROR'", exact: true }).click();
    await page.getByRole('link', { name: /^answer a customer/ }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /^very many steps/ }).waitFor();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await page.getByRole('link', { name: /^answer a customer/ }).click();
    await page.getByRole('heading', { level: 1, name: 'answer a customer' }).waitFor();
  });

  it('walks through its steps with the keyboard, and whatever they contain is text', async () => {
    const { page } = window;
    const spans = page.getByRole('table', { name: 'Spans' });
    await spans.getByRole('button', { name: 'look up', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 3, name: 'look up' }).waitFor();
    await page.getByText(JSON.stringify(HOSTILE)).waitFor();
    expect(page.url()).toContain('span=');
    for (const name of ['without a parent', 'one of a circle', 'the other'])
      await spans.getByRole('button', { name, exact: true }).waitFor();
    const below = spans.getByRole('button', { name: `What is below ${HOSTILE}` });
    await below.focus();
    await page.keyboard.press('Enter');
    expect(await below.getAttribute('aria-expanded')).toBe('false');
    expect(await spans.getByRole('button', { name: 'lost child' }).count()).toBe(0);
    expect(await page.locator('main img').count()).toBe(0);
    await checkPage(window, 'a trace', ['light', 'dark']);
    await page.setViewportSize({ width: 390, height: 844 });
    await checkPage(window, 'a trace on a phone', ['dark']);
    await page.setViewportSize({ width: 1_360, height: 900 });
  });

  it('says that it was not good, and why; others find it by that, until it is taken back', async () => {
    const { page } = window;
    await page.getByRole('radio', { name: 'No', exact: true }).check();
    await page.getByRole('button', { name: 'Say so' }).click();
    await page.getByText('Say what was wrong with it').waitFor();
    await page.getByLabel('Why?').fill('It takes three.');
    await page.getByRole('button', { name: 'Say so' }).click();
    await page.getByText('Not good').waitFor();
    await page.getByText('It takes three.').waitFor();
    await checkPage(window, 'a trace that was judged');
    await page.goto(
      `${journey.url}/experiments/${experiment}/traces?${new URLSearchParams({ filter: "feedback.good = 'false'" })}`,
    );
    await page.getByText('good: false').waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: /^answer a customer/ }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: 'Take it back' }).last().click();
    await page.getByRole('heading', { name: 'Nobody has judged it yet' }).waitFor();
  });

  it('loses nothing of what they say while the connection is gone, and what is sent again is kept once', async () => {
    const { page, context } = window;
    await page.getByRole('radio', { name: 'No', exact: true }).check();
    await page.getByLabel('Why?').fill('Said on a train.');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Say so' }).click();
    await page.getByText('This was not sent, because there was no connection to Throughline.').waitFor();
    expect(await page.getByLabel('Why?').inputValue()).toBe('Said on a train.');
    expect(await page.getByRole('radio', { name: 'No', exact: true }).isChecked()).toBe(true);
    await checkPage(window, 'a trace that could not be judged');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Say so' }).click();
    await page.getByRole('heading', { name: 'What was said of it' }).waitFor();
    await page
      .getByText('This was not sent, because there was no connection to Throughline.')
      .waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'What was said of it' }).waitFor();
    expect(await page.getByText('Said on a train.').count()).toBe(1);
    expect(await page.getByText('Not good', { exact: true }).count()).toBe(1);
    expect(await page.getByText('corrected later').count()).toBe(0);
  });

  it('comes from the run to its traces, and from the trace to its run', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/experiments/${experiment}/runs/${run}`);
    await page.getByRole('link', { name: 'All traces of this run' }).click();
    await page.getByRole('link', { name: /^answer a customer/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    await page.getByRole('link', { name: /^answer a customer/ }).click();
    await page.getByRole('link', { name: 'shallow' }).click();
    await page.getByRole('heading', { level: 1, name: 'shallow' }).waitFor();
  });

  it('is told in which other runs a trace was looked at, and finds it there', async () => {
    const { page } = window;
    await linkTraces(person.session, runs.split(',')[1] ?? '', [`tr-${'a'.repeat(32)}`]);
    await page.goto(`${journey.url}/experiments/${experiment}/traces/tr-${'a'.repeat(32)}`);
    await page.getByText('Also looked at in').waitFor();
    await checkPage(window, 'a trace that was linked to a run', ['light', 'dark']);
    await page.getByRole('link', { name: 'deep', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'deep' }).waitFor();
    await page.getByRole('link', { name: /^answer a customer/ }).waitFor();
  });

  it('comes from the trace to the prompt that it used, reads it as text, and comes back to the traces', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/experiments/${experiment}/traces/tr-${'a'.repeat(32)}`);
    await page.getByRole('link', { name: 'answer-customers, version 1' }).click();
    await page.getByRole('heading', { level: 1, name: 'answer-customers' }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Version 1' }).waitFor();
    const text = page.getByRole('region', { name: 'The text of the prompt' });
    await text.getByText(HOSTILE).waitFor();
    expect(await text.getByRole('code').allTextContents()).toEqual(['{{question}}']);
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByText('from version 1 to version 2').waitFor();
    await checkAtDeskAndOnPhone(window, 'a prompt');
    await page.getByRole('link', { name: '1 recorded request (trace) of gradient boosting' }).click();
    await page.getByRole('link', { name: /^answer a customer/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });

  it('finds prompts apart from the models, and what changed between two versions', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/models`);
    await page.getByLabel('Find a prompt').pressSequentially('nothing like it');
    await page.getByText('No prompt that you may see has this text').waitFor();
    await page.getByRole('button', { name: 'Show all prompts' }).click();
    await page.route(/\/api\/prompts\?q=/, (route) => route.fulfill({ status: 404, json: {} }));
    await page.getByLabel('Find a prompt').fill('refused');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await page.getByLabel('Find a prompt').inputValue(), 'a refusal takes no words').toBe('refused');
    await page.unroute(/\/api\/prompts\?q=/);
    await page.getByLabel('Find a prompt').fill('');
    await page.getByLabel('Find a model').pressSequentially('nothing either');
    await page.getByText('No model that you may see has this text').waitFor();
    expect(await page.getByLabel('Find a model').inputValue()).toBe('nothing either');
    await checkPage(window, 'prompts beside models', ['light', 'dark']);
    await page.getByRole('link', { name: 'answer-customers' }).click();
    await page.getByRole('heading', { level: 2, name: 'Version 3' }).waitFor();
    const text = page.getByRole('region', { name: 'The text of the prompt' });
    await text.getByText('Be kind.').waitFor();
    expect(await text.getByRole('term').allTextContents()).toEqual(['system', 'user']);
    await page.getByRole('link', { name: 'Version 2', exact: true }).click();
    const changes = page.getByRole('region', {
      name: 'The text from version 1 to version 2: 1 line added, 2 lines removed.',
    });
    await changes.waitFor();
    expect(await changes.getByRole('insertion').allTextContents()).toEqual(['in one sentence.']);
    expect(await changes.getByRole('deletion').allTextContents()).toEqual(['in three sentences.', HOSTILE]);
    await page.getByLabel('Compared with').selectOption('Version 3');
    await page.getByText('from version 2 to version 3').waitFor();
    expect(page.url()).toContain('against=3');
    await page.goBack();
    await changes.waitFor();
    await checkPage(window, 'two versions of a prompt', ['light', 'dark']);
  });

  it('reads of a model from elsewhere that it is not measured yet, and what would measure it', async () => {
    const { page } = window;
    await logForeignModel(person.session, 'from-elsewhere');
    await page.goto(`${journey.url}/models/from-elsewhere`);
    const version = page.getByRole('region', { name: 'Version 1' });
    await version.getByText('Not measured yet', { exact: true }).waitFor();
    await version.getByText(/^Nothing tells yet how good it is\. Try it on data that it has not seen/).waitFor();
    await checkAtDeskAndOnPhone(window, 'a model that is not measured yet');
  });

  it('is led from the address of a model to the prompt of that name', async () => {
    const { page } = window;
    const refused: string[] = [];
    page.on('response', (answer) => void (answer.status() < 400 || refused.push(answer.url())));
    await page.goto(`${journey.url}/models/answer-customers`);
    await page.getByRole('heading', { level: 2, name: 'Version 3' }).waitFor();
    expect(page.url()).toContain('/prompts/answer-customers');
    expect(refused, 'nothing for the console to complain about').toEqual([]);
    await page.goto(`${journey.url}/prompts/nothing`);
    await page.getByText('There is no prompt of this name here').waitFor();
    await checkPage(window, 'a prompt that is not there');
  });

  it('reads on as they scroll through many steps, and is led to the one that failed', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/experiments/${experiment}/traces/tr-${'b'.repeat(32)}`);
    await waitUntilShown(page);
    await page.getByText('602 spans, 1 of them failed').waitFor();
    await page.getByRole('heading', { level: 3, name: 'the one that failed' }).waitFor();
    await page.getByText('ValueError: nothing found').waitFor();
    const spans = page.getByRole('table', { name: 'Spans' });
    expect(await spans.getByRole('row').count()).toBeLessThan(80);
    const last = spans.getByRole('button', { name: 'the one that failed' });
    await expect
      .poll(async () => {
        await page.getByRole('region', { name: 'Spans' }).evaluate((box) => box.scrollTo(0, box.scrollHeight));
        return last.count();
      }, PATIENCE)
      .toBe(1);
    await checkPage(window, 'a trace of many spans');
  });

  it.each([
    ['the list', () => `/experiments/${experiment}/traces`, 'c'],
    ['its run', () => `/experiments/${experiment}/runs/${run}`, 'd'],
  ])('sees what is answered while %s is open', async (_, address, digit) => {
    const { page } = window;
    await page.goto(`${journey.url}${address()}`);
    await page.getByRole('link', { name: /^answer a customer/ }).waitFor();
    const name = `answer another ${digit}`;
    await logTrace(person.session, {
      id: `tr-${digit.repeat(32)}`,
      name,
      experiment,
      run,
      asked: { question: 'Where is it?' },
      answered: 'On its way.',
      spans: [sentSpan(1, null, name, [0, 250])],
    });
    await page.getByRole('link', { name: new RegExp(`^${name}`) }).waitFor();
  });
});
