import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openSession } from '../../seed/session.ts';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { layNote, readBoardDocument } from '../../src/lifecycle/workshop/board-document.ts';
import { workshopApi } from '../../src/lifecycle/workshop/index.ts';
import { boardName } from '../../src/lifecycle/workshop/workshop-documents.ts';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { createClient } from '../../src/platform/contract/index.ts';
// It declares what the tests are told, such as the folder in which they work.
import type {} from '../../src/platform/database/test-database.ts';
import { openSharedDocument } from '../../src/web/documents/shared-document.ts';
import { startProduct } from '../running-product.ts';
import { openPage, until } from './page.ts';

const ACCOUNT = { email: 'ada@example.com', password: 'correct horse battery' };
let folder: string;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'killed-while-writing-together');
  await mkdir(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('loses no note that the page called saved when the product is killed, and takes what was written meanwhile', async () => {
  const first = await startProduct(folder);
  const session = openSession(first.url);
  const { accountId } = await createClient(authApi, session).setUp({ body: { ...ACCOUNT, name: 'Ada' } });
  const question = 'What happens to the board when the power goes?';
  const { slug } = await createClient(initiativesApi, session).start({ body: { question, name: 'Power' } });
  let port = portOf(first.url);
  const page = openPage(() => port, { cookie: await cookieOf(first.url) });
  const shared = openSharedDocument(page.live, boardName(slug), accountId);
  await until(() => shared.state() === 'saved');
  const written: string[] = [];
  const write = () => {
    const id = `note ${written.length}`;
    written.push(id);
    const note = { id, text: id, meaning: 'fact', groupId: null, authorId: accountId, authorName: 'Ada' } as const;
    layNote(shared.document, { ...note, writtenMs: written.length });
  };
  while (written.length < 60) {
    write();
    if (written.length % 7 === 0) await until(() => shared.state() === 'saved');
  }
  await until(() => shared.state() === 'saved');
  const savedCount = written.length;
  write();
  await first.kill();
  await until(() => shared.state() === 'lost');
  write();
  const second = await startProduct(folder);
  const again = openSession(second.url);
  await createClient(authApi, again).signIn({ body: ACCOUNT });
  const stored = async () =>
    (await createClient(workshopApi, again).board({ params: { slug } })).notes.map(({ id }) => id);
  expect(await stored()).toEqual(expect.arrayContaining(written.slice(0, savedCount)));
  port = portOf(second.url);
  await until(() => shared.state() === 'saved');
  expect(await stored()).toEqual(written);
  expect(readBoardDocument(shared.document).notes).toHaveLength(written.length);
  shared.release();
  page.live.close();
  expect(await second.stop()).toBe(0);
});

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** A session of its own for the page; the session that scripts use keeps its cookie to itself. */
async function cookieOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ACCOUNT),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
