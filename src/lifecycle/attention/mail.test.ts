import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { type ReceivedLetter, type SmtpServer, startSmtpServer } from '../../../test/smtp-server.ts';

const PUBLIC_URL = 'http://throughline.test';
const MINUTE = 1 / 1_440;

let smtp: SmtpServer;
let installation: TestInstallation;
let ana: TestPerson;
let ben: TestPerson;
let slug: string;

beforeAll(async () => {
  smtp = await startSmtpServer();
  installation = await openTestInstallation({
    publicUrl: PUBLIC_URL,
    mail: { smtpUrl: smtp.url, from: 'Throughline <line@example.com>' },
  });
  ana = await installation.join('Ana Ruiz');
  ben = await installation.join('Ben Ode');
  slug = (await anInitiative(installation, ana)).slug;
  await seat(installation, slug, ana, ben, 'data-scientist');
});
afterAll(async () => {
  await installation.close();
  await smtp.close();
});

beforeEach(async () => {
  await choose('immediate');
  await letPass(2 * MINUTE);
  await installation.does(ben, 'POST /api/notifications/read');
  smtp.letters.length = 0;
  smtp.replies.length = 0;
});

/** Lets time pass and does what became due meanwhile. */
async function letPass(days: number): Promise<readonly ReceivedLetter[]> {
  await installation.throughline.catchUp();
  installation.moveClock(days);
  await installation.throughline.catchUp();
  return smtp.letters;
}

function choose(mode: string, timeZone = 'UTC') {
  return installation.does(ben, 'PUT /api/me/mail', { mode, digestHour: 8, timeZone });
}

function mention(text: string) {
  return installation.does(ana, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text, mentioned: [ben.id] });
}

function linkIn(letter: ReceivedLetter | undefined, page: string): string {
  const token = new RegExp(`${PUBLIC_URL}/${page}/([\\w.-]+)`).exec(letter?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`The mail has no link to ${page}: ${letter?.text}`);
  return token;
}

describe('when mails come', () => {
  it('at once for what waits, a minute later so that more of the same is one mail', async () => {
    await mention('What is the base, @Ben Ode?');
    await mention('And the window, @Ben Ode?');
    await installation.throughline.catchUp();
    expect(smtp.letters).toEqual([]);
    const letters = await letPass(2 * MINUTE);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ from: 'line@example.com', to: ['ben-ode@example.com'] });
    expect(letters[0]?.headers.get('subject')).toBe('2 things wait for you');
    expect(letters[0]?.text).toContain('What is the base, @Ben Ode?');
    expect(await letPass(2 * MINUTE)).toHaveLength(1);
  });

  it('not for what was read in the app meanwhile', async () => {
    await mention('Seen already, @Ben Ode?');
    await installation.throughline.catchUp();
    await installation.does(ben, 'POST /api/notifications/read');
    expect(await letPass(2 * MINUTE)).toEqual([]);
  });

  it('once a day at the hour of the reader, or not at all', async () => {
    await choose('daily', 'Europe/Madrid');
    await mention('Once a day, @Ben Ode.');
    await letPass(2 * MINUTE);
    expect(smtp.letters).toEqual([]);
    expect(await letPass(1)).toHaveLength(1);
    await choose('off');
    await mention('Never, @Ben Ode.');
    expect(await letPass(2)).toHaveLength(1);
  });

  it('a time zone that does not exist is refused', async () => {
    const refused = await installation.call(ben, 'PUT /api/me/mail', {
      mode: 'daily',
      digestHour: 8,
      timeZone: 'Moon/Base',
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'TIME_ZONE_UNKNOWN']);
  });

  it('never about an initiative that its reader may not see any more', async () => {
    const hidden = await anInitiative(installation, ana, { visibility: 'private' });
    const body = { accountId: ben.id, role: 'data-engineer', steps: ['prepare'] };
    const { seats } = await installation.does(ana, `POST /api/initiatives/${hidden.slug}/seats`, body);
    await installation.does(ana, `POST /api/initiatives/${hidden.slug}/steps/ask/remarks`, {
      text: 'Hidden words, @Ben Ode',
      mentioned: [ben.id],
    });
    await installation.throughline.catchUp();
    await installation.does(ana, `DELETE /api/initiatives/${hidden.slug}/seats/${seats[0].seatId}`);
    const letters = await letPass(2 * MINUTE);
    expect(letters.map(({ text }) => text).join()).not.toContain('Hidden words');
  });
});

describe('handing a mail over', () => {
  it('is tried again after a refusal for now, and given up after a refusal for good; administrators see both', async () => {
    smtp.replies.push('451 Try again later');
    await mention('Again, @Ben Ode.');
    expect(await letPass(2 * MINUTE)).toEqual([]);
    const report = await installation.does(installation.administrator, 'GET /api/mail-report');
    expect(report).toMatchObject({ isConfigured: true, waiting: 1 });
    expect(report.failures[0]).toMatchObject({ name: 'Ben Ode', isGivenUp: false });
    expect(report.failures[0].failure).toContain('451');
    expect(await letPass(2 * MINUTE)).toHaveLength(1);

    smtp.replies.push('550 No such person');
    await mention('Gone, @Ben Ode.');
    await letPass(2 * MINUTE);
    expect(await letPass(1)).toHaveLength(1);
    const after = await installation.does(installation.administrator, 'GET /api/mail-report');
    expect(after.failures[0]).toMatchObject({ isGivenUp: true });
    expect(JSON.stringify(after)).not.toContain('Gone, @Ben');
    expect((await installation.call(ben, 'GET /api/mail-report')).status).toBe(403);
  });

  it('is not repeated when the connection breaks while the letter is taken', async () => {
    smtp.replies.push('drop');
    await mention('Perhaps, @Ben Ode.');
    await letPass(2 * MINUTE);
    expect(await letPass(1)).toEqual([]);
    const { failures } = await installation.does(installation.administrator, 'GET /api/mail-report');
    expect(failures[0].failure).toContain('may have arrived');
  });

  it('is not repeated when the process died in the middle', async () => {
    await mention('In the middle, @Ben Ode.');
    await installation.throughline.catchUp();
    await installation.database.query(
      `update mail_items set state = 'sending', changed_at = $1 where state = 'waiting'`,
      [installation.now()],
    );
    expect(await letPass(1)).toEqual([]);
    const { failures } = await installation.does(installation.administrator, 'GET /api/mail-report');
    expect(failures[0]).toMatchObject({ isGivenUp: true });
    expect(failures[0].failure).toContain('process ended');
  });
});

describe('the links of a mail', () => {
  it('lead to the very thing, for its reader alone, and reading it changes nothing', async () => {
    const thread = await mention('Where does the link lead, @Ben Ode?');
    const [letter] = await letPass(2 * MINUTE);
    const token = linkIn(letter, 'from-mail');
    const read = async () => installation.does(ben, `GET /api/notifications/by-link/${token}`);
    expect(await read()).toMatchObject({ path: `/i/${slug}/talk?thread=${thread.id}`, unread: 1, isDone: false });
    expect(await read()).toMatchObject({ unread: 1 });
    expect((await installation.call(null, `GET /api/notifications/by-link/${token}`)).status).toBe(401);
    const foreign = await installation.call(ana, `GET /api/notifications/by-link/${token}`);
    expect([foreign.status, foreign.body.code]).toEqual([403, 'MAIL_LINK_FOREIGN']);
    expect(foreign.text).not.toContain('Ben');
  });

  it('work for nothing else, not when a letter of them is changed, and not for ever', async () => {
    await mention('One more link, @Ben Ode.');
    const [letter] = await letPass(2 * MINUTE);
    const token = linkIn(letter, 'from-mail');
    const changed = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const wrong of [changed, linkIn(letter, 'mail-off'), 'nothing', 'a.b.c.d', '....']) {
      const answer = await installation.call(ben, `GET /api/notifications/by-link/${wrong}`);
      expect([wrong, answer.status]).toEqual([wrong, 410]);
    }
    expect((await installation.call(null, `POST /api/mail-off/${token}`)).status).toBe(410);
    installation.moveClock(31);
    expect((await installation.call(ben, `GET /api/notifications/by-link/${token}`)).status).toBe(410);
  });

  it('one of them ends the mails with one click of the mail program, which needs no session', async () => {
    await mention('The last one, @Ben Ode.');
    const [letter] = await letPass(2 * MINUTE);
    const address = /<([^>]+)>/.exec(letter?.headers.get('list-unsubscribe') ?? '')?.[1] ?? '';
    expect(letter?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const path = new URL(address).pathname;
    const visited = await installation.call(null, `GET ${path}`);
    expect(visited.status).toBeGreaterThanOrEqual(400);
    expect((await installation.does(ben, 'GET /api/me/mail')).preference.mode).toBe('immediate');
    const off = await installation.throughline.server.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    });
    expect(off.statusCode).toBe(204);
    expect((await installation.does(ben, 'GET /api/me/mail')).preference.mode).toBe('off');
  });
});
