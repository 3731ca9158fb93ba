import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSourceDatabase, type SourceDatabase } from '../../src/platform/sources/source-database.fixture.ts';
import { checkAtDeskAndOnPhone, lookAtPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

/** How long a reading may take beside everything else on a busy machine, in ms. */
const WORK_MS = 90_000;

vi.setConfig({ testTimeout: 2 * WORK_MS });

/** What the server refuses on purpose here: a wrong password, a host that is not trusted, a query that writes. */
const REFUSALS = [400, 401, 403, 422];

let source: SourceDatabase;
/** A program of the organisation's own, which is told of changes of models. */
let program: Server;
let told: string[];
let journey: Journey;
let table: Table;
let address: string;
let administrator: Window;
let scientist: Window;

beforeAll(async () => {
  source = await openSourceDatabase();
  await source.run(`
    create schema crm;
    create table crm.customers as
      select 'C-' || n as customer, n % 72 as tenure, n % 8 as calls, n % 5 = 0 as left_us
      from generate_series(1, 300) as n;`);
  told = [];
  program = createServer((request, response) => {
    told.push(request.url ?? '');
    response.end();
  });
  const programAt = await portOf(program);
  journey = await startJourney('sources', {
    THROUGHLINE_DATABASE_HOSTS: source.place,
    THROUGHLINE_WEBHOOK_HOSTS: `127.0.0.1:${programAt}`,
  });
  table = await inviteTable(journey);
  address = `${journey.url}/i/${await startLine(table, 'Who leaves, and why do they?', 'Who leaves', 'explore')}`;
  administrator = await journey.open(null, { expectedStatuses: REFUSALS });
  scientist = await journey.open(table.scientist, { expectedStatuses: REFUSALS });
});
afterAll(async () => {
  await journey.close();
  await source.close();
  await new Promise((done) => program.close(done));
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The program has no port.');
  return at.port;
}

describe('somebody who comes by a link and is not signed in', () => {
  it('signs in with the keyboard alone, after a wrong password, and is where the link leads', async () => {
    const { page } = administrator;
    await page.goto(`${journey.url}/admin`);
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type(table.administrator.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('not my password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await lookAtPage(administrator, 'a wrong password');
    await page.getByLabel('Password', { exact: true }).fill(table.administrator.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/admin');
    await page.getByRole('heading', { name: 'Databases to fetch tables from' }).waitFor();
  });
});

describe('a database of the organisation', () => {
  it('is added by an administrator, who is told why a host is refused, and tries it', async () => {
    const { page } = administrator;
    await page.getByRole('button', { name: 'Add a database' }).click();
    const { host, port, database, user, password } = source.access;
    await page.getByLabel('What it is called').fill('Warehouse');
    await page.getByLabel('What is in it').fill('Customers of the shop');
    await page.getByRole('textbox', { name: 'Host', exact: true }).fill('10.0.0.8');
    await page.getByLabel('Port').fill(String(port));
    await page.getByRole('textbox', { name: 'Database', exact: true }).fill(database);
    await page.getByRole('textbox', { name: 'User', exact: true }).fill(user);
    await page.getByLabel('Password', { exact: true }).fill(password ?? '');
    await page.getByLabel('On the way').selectOption('Not encrypted');
    await page.getByLabel('Initiatives that may use it').selectOption('Who leaves');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('The host is not on the public internet.', { exact: false }).waitFor();
    await checkAtDeskAndOnPhone(administrator, 'a database that is refused');
    await page.getByRole('textbox', { name: 'Host', exact: true }).fill(host);
    await page.getByRole('button', { name: 'Add it' }).click();
    const added = page.getByRole('article', { name: 'Warehouse' });
    await added.getByText('Who leaves may use it.', { exact: false }).waitFor();
    await added.getByRole('button', { name: 'Try it' }).click();
    await added.getByText('The database answers, and the role may only read.').waitFor();
    await checkAtDeskAndOnPhone(administrator, 'a database that was tried');
  });

  it('gives a table by a query of whoever builds, and refuses one that writes', async () => {
    const { page } = scientist;
    await page.goto(`${address}/data`);
    await page.getByRole('button', { name: 'Fetch a table from a database' }).click();
    await page.getByLabel('Name of the data set').fill('customers');
    await page.getByLabel('Query', { exact: true }).fill('delete from crm.customers returning *');
    await page.getByRole('button', { name: 'Look at the first rows' }).click();
    await page.getByText('Write a single SELECT.', { exact: false }).waitFor();
    await page.getByLabel('Query', { exact: true }).fill('select * from crm.customers order by customer');
    await page.getByRole('button', { name: 'Look at the first rows' }).click();
    const first = page.getByRole('table', { name: 'The first rows of the query' });
    await first.getByRole('row', { name: 'C-1 1 1 false' }).waitFor();
    await checkAtDeskAndOnPhone(scientist, 'the first rows of a query');
    await page.getByRole('button', { name: 'Bring all rows' }).click();
    const sets = page.getByRole('table', { name: 'Data sets of this initiative' });
    await sets.getByRole('row', { name: /^customers .* 300 4/ }).waitFor({ timeout: WORK_MS });
  });

  it('gives the next version by the same query', async () => {
    const { page } = scientist;
    await source.run(`insert into crm.customers values ('C-301', 3, 7, true)`);
    await page.getByRole('link', { name: 'customers', exact: true }).click();
    await page.getByRole('button', { name: 'Fetch it again' }).click();
    await page.getByText('1 row more than version 1.').waitFor({ timeout: WORK_MS });
    await lookAtPage(scientist, 'a data set from a database');
  });
});

describe('a pipeline that tells of its tables', () => {
  it('needs a token, which is made on the page that says how', async () => {
    const { page } = scientist;
    await page.getByRole('navigation').getByRole('link', { name: 'Data', exact: true }).first().click();
    await page.getByText('No pipeline has told of a table yet.').waitFor();
    await page.getByRole('link', { name: 'Make an access token for a pipeline' }).click();
    await page.getByRole('heading', { level: 1, name: 'Access tokens' }).waitFor();
    token = await makeToken(page);
    await tell([ran('nightly', true)]);
    await page.goBack();
    await page
      .getByRole('table', { name: 'Tables, the ones told of last first' })
      .getByRole('link', { name: /^mart\.customers/ })
      .waitFor();
    // The field stays under the hands of whoever types, while what is found changes below it.
    const found = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === 'ma');
    await page.getByLabel('Find a table').click();
    await page.keyboard.type('ma');
    await found;
    await page.keyboard.type('rt');
    expect(await page.getByLabel('Find a table').inputValue()).toBe('mart');
    await checkAtDeskAndOnPhone(scientist, 'the tables of the company');
  });

  it('is followed from the source to the data set that is said to be made from it', async () => {
    const { page } = scientist;
    await page.goto(`${address}/data`);
    await page.getByRole('link', { name: 'customers', exact: true }).click();
    const origin = page.getByRole('region', { name: 'Where it comes from' });
    await origin.getByRole('button', { name: 'Name another table' }).click();
    await origin.getByRole('button', { name: 'It is made from mart.customers' }).last().click();
    await origin.getByRole('link', { name: 'mart.customers' }).waitFor();
    await origin.getByRole('link', { name: 'See the whole way' }).click();
    const drawn = page.getByRole('list', { name: 'Places from source to decision' });
    await drawn.getByRole('listitem').first().waitFor();
    const places = await drawn.getByRole('listitem').allTextContents();
    expect(places).toHaveLength(5);
    const named = ['Warehouse', 'crm.customers', 'nightly', 'mart.customers', 'version 2, 301 rows'];
    expect(places).toEqual(expect.arrayContaining(named.map((name) => expect.stringContaining(name))));
    await drawn.getByRole('link', { name: /crm\.customers/ }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('nightly');
    await page.getByRole('button', { name: 'Show it as a table' }).click();
    const list = page.getByRole('table', { name: 'From source to decision, as a table' }).first();
    await list.getByRole('row', { name: /mart\.customers.*nightly/ }).waitFor();
    await checkAtDeskAndOnPhone(scientist, 'the way from source to decision');
  });

  it('names the data and the broken rule to everybody at the table, without a reload', async () => {
    const expert = await journey.open(table.expert);
    await expert.page.goto(`${address}/data`);
    await expert.page.getByRole('table', { name: 'Data sets of this initiative' }).waitFor();
    await tell([ran('nightly', false)]);
    await expert.page.getByText('1 thing is wrong with what customers is made from.').waitFor();
    await checkAtDeskAndOnPhone(expert, 'a rule that is broken upstream');
    await expert.page
      .getByRole('link', { name: /tenure/ })
      .first()
      .click();
    await expert.page.getByRole('heading', { level: 1, name: /customers/ }).waitFor();
    await checkAtDeskAndOnPhone(expert, 'a table of the company');
  });
});

describe('a program that is told of changes of models', () => {
  it('is added on the page of the models, where what is missing is said at its field', async () => {
    const { page } = scientist;
    await page.goto(`${journey.url}/models`);
    await page.getByRole('button', { name: 'Tell a program' }).click();
    await page.getByLabel('What it is called').fill('Nightly build');
    await page.getByLabel('The address that is told').fill('build.example.com');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('Write a whole address, with https:// at its beginning.').waitFor();
    await checkAtDeskAndOnPhone(scientist, 'the form of a program that is told');
    const at = program.address();
    const port = typeof at === 'object' ? at?.port : undefined;
    await page.getByLabel('The address that is told').fill(`http://127.0.0.1:${port}/build`);
    await page.getByLabel('A secret that you share with it').fill('a secret of two');
    await page.getByRole('button', { name: 'Add it' }).click();
    const added = page.getByRole('article', { name: 'Nightly build' });
    await added.getByRole('button', { name: 'Send an example' }).click();
    await added.getByText('The example arrived').waitFor();
    expect(told).toEqual(['/build']);
    await lookAtPage(scientist, 'a program that is told');
    await added.getByRole('button', { name: 'Remove' }).click();
    await added.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('No program is told of changes yet.').waitFor();
  });
});

describe('somebody who signs out', () => {
  it('is signed out in every tab, and the back button shows nothing any more', async () => {
    const { page, context } = administrator;
    const other = await context.newPage();
    await other.goto(`${address}/data`);
    await other.getByRole('heading', { name: 'Data sets' }).waitFor();
    await page.getByRole('button', { name: /^Your menu/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

let token: string;

async function makeToken(page: Page): Promise<string> {
  await page.getByLabel('What it is for').fill('Nightly pipeline');
  await page.getByRole('checkbox', { name: /^Everything else that you may do/ }).check();
  await page.getByRole('button', { name: 'Make it' }).click();
  return page.getByLabel('The token "Nightly pipeline"').inputValue();
}

/** Sends events as an OpenLineage client does. */
async function tell(events: readonly object[]): Promise<void> {
  for (const event of events) {
    const answer = await fetch(`${journey.url}/api/v1/lineage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(event),
    });
    if (!answer.ok) throw new Error(`The event was not taken: ${await answer.text()}`);
  }
}

/** A run that made `mart.customers` from `crm.customers`, and a test of a column of it. */
function ran(job: string, isKept: boolean): object {
  const facet = { _producer: 'https://example.com/pipeline', _schemaURL: 'https://example.com/facet.json' };
  const assertions = [{ assertion: 'not_null', column: 'tenure', success: isKept }];
  return {
    eventType: 'COMPLETE',
    eventTime: new Date().toISOString(),
    producer: 'https://example.com/pipeline',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json',
    run: { runId: randomUUID() },
    job: { namespace: 'pipelines', name: job },
    inputs: [
      {
        namespace: 'postgres://crm:5432',
        name: 'crm.customers',
        facets: { schema: { ...facet, fields: [{ name: 'tenure', type: 'int' }] } },
      },
    ],
    outputs: [
      {
        namespace: 'postgres://mart:5432',
        name: 'mart.customers',
        facets: {
          schema: { ...facet, fields: [{ name: 'tenure', type: 'int' }] },
          dataQualityAssertions: { ...facet, assertions },
        },
      },
    ],
  };
}
