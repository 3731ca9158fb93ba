import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { openSession } from '../../seed/session.ts';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { peopleApi } from '../../src/lifecycle/people/index.ts';
import { layNote, readBoardDocument } from '../../src/lifecycle/workshop/board-document.ts';
import { boardName } from '../../src/lifecycle/workshop/workshop-documents.ts';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { createClient } from '../../src/platform/contract/index.ts';
// It declares what the tests are told, such as the folder in which they work.
import type {} from '../../src/platform/database/test-database.ts';
import { openSharedDocument, type SharedDocument } from '../../src/web/documents/shared-document.ts';
import { type RunningProduct, startProduct } from '../running-product.ts';
import { openPage, type TestPage, until } from './page.ts';

const BOARDS = 8;
const PEOPLE_EACH = 5;
const ROUNDS = 24;
/** Everybody writes a note this often, and points at one. */
const EVERY_MS = 500;

/** A bare relay: what one socket of a room sends, the others of the room get. It is the floor of any board. */
const RELAY = `
  const { WebSocketServer } = require('ws');
  const { parentPort } = require('node:worker_threads');
  const rooms = new Map();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => parentPort.postMessage(server.address().port));
  server.on('connection', (socket, request) => {
    const room = rooms.get(request.url) ?? new Set();
    rooms.set(request.url, room.add(socket));
    socket.on('message', (data) => { for (const other of room) if (other !== socket) other.send(data); });
  });`;

let folder: string;
let product: RunningProduct;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'many-boards');
  await mkdir(folder);
  product = await startProduct(folder);
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Writer {
  readonly id: string;
  readonly name: string;
  readonly page: TestPage;
  readonly shared: SharedDocument;
}

it('40 people on 8 boards see each other within 150 ms at the 95th percentile, and all boards converge', async () => {
  const boards = await seatEverybody();
  const delays: number[] = [];
  for (const writers of boards) for (const writer of writers) measure(writer, delays);
  const startedMs = performance.now();
  const cpuBefore = await cpuSeconds();
  let largestMb = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const writers of boards) {
      for (const [place, writer] of writers.entries()) setTimeout(() => write(writer, round), place * 90);
    }
    await sleep(EVERY_MS);
    largestMb = Math.max(largestMb, await residentMb());
  }
  await until(() => boards.flat().every(({ shared }) => notesOf(shared).length === ROUNDS * PEOPLE_EACH), 30_000);
  const seconds = (performance.now() - startedMs) / 1_000;
  for (const writers of boards) expect(new Set(writers.map(({ shared }) => notesOf(shared).join())).size).toBe(1);
  const floor = await relayDelays();
  const [p50, p95, floorP95] = [quantile(delays, 0.5), quantile(delays, 0.95), quantile(floor, 0.95)];
  console.info(
    `${delays.length} sightings of ${boards.flat().length * ROUNDS} notes in ${seconds.toFixed(1)} s: ` +
      `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (bare relay p95 ${floorP95.toFixed(0)} ms, ratio ` +
      `${(p95 / floorP95).toFixed(1)}); server ${largestMb.toFixed(0)} MB at most, ` +
      `${((await cpuSeconds()) - cpuBefore).toFixed(1)} s of processor.`,
  );
  for (const { shared, page } of boards.flat()) {
    shared.release();
    page.live.close();
  }
});

/** Eight initiatives with five people at each table, and their pages. */
async function seatEverybody(): Promise<readonly (readonly Writer[])[]> {
  const admin = openSession(product.url);
  await createClient(authApi, admin).setUp({ body: { name: 'Ada', email: 'ada@example.com', password: PASSWORD } });
  const boards: (readonly Writer[])[] = [];
  for (let board = 0; board < BOARDS; board += 1) {
    const body = { question: `What do we want to know about the matter ${board}?`, name: `Matter ${board}` };
    const { slug } = await createClient(initiativesApi, admin).start({ body });
    const writers: Writer[] = [];
    for (let place = 0; place < PEOPLE_EACH; place += 1)
      writers.push(await joinTable(admin, slug, `Person ${board} ${place}`));
    boards.push(writers);
  }
  await until(() => boards.flat().every(({ shared }) => shared.state() === 'saved'), 30_000);
  return boards;
}

const PASSWORD = 'correct horse battery';

async function joinTable(admin: ReturnType<typeof openSession>, slug: string, name: string): Promise<Writer> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
  const { link } = await createClient(authApi, admin).invite({ body: { email } });
  const answer = await fetch(`${product.url}/api/invitations/by-link/${link.split('/').at(-1)}/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const { accountId } = authApi.acceptInvitation.response.parse(await answer.json());
  await createClient(peopleApi, admin).seat({ params: { slug }, body: { accountId, role: 'data-scientist' } });
  const page = openPage(Number(new URL(product.url).port), { cookie });
  return { id: accountId, name, page, shared: openSharedDocument(page.live, boardName(slug), accountId) };
}

/** Notes the time of every note of others when it arrives. */
function measure({ id, shared }: Writer, delays: number[]): void {
  shared.document.getMap('notes').observe(({ changes, transaction }) => {
    if (transaction.local) return;
    for (const [key] of changes.keys) {
      const [author, , sentMs] = key.split(' ');
      if (author !== id) delays.push(performance.now() - Number(sentMs));
    }
  });
}

function write({ id, name, shared }: Writer, round: number): void {
  const note = { text: `Note ${round}`, meaning: 'wish', groupId: null, authorId: id, authorName: name } as const;
  shared.awareness.setLocalStateField('note', `${round}`);
  layNote(shared.document, { ...note, id: `${id} ${round} ${performance.now().toFixed(1)}`, writtenMs: round });
}

function notesOf({ document }: SharedDocument): readonly string[] {
  return readBoardDocument(document)
    .notes.map(({ id }) => id)
    .sort();
}

/** The same traffic over a bare relay, in the same process of clients. */
async function relayDelays(): Promise<readonly number[]> {
  const worker = new Worker(RELAY, { eval: true });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const delays: number[] = [];
  const sockets = Array.from({ length: BOARDS * PEOPLE_EACH }, (_, number) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${number % BOARDS}`);
    socket.on('message', (data: Buffer) => void delays.push(performance.now() - Number(data.toString('utf8'))));
    return socket;
  });
  await until(() => sockets.every(({ readyState }) => readyState === 1));
  for (let round = 0; round < 10; round += 1) {
    for (const [number, socket] of sockets.entries())
      setTimeout(() => socket.send(String(performance.now())), (number % PEOPLE_EACH) * 90);
    await sleep(EVERY_MS);
  }
  for (const socket of sockets) socket.close();
  await worker.terminate();
  return delays;
}

async function residentMb(): Promise<number> {
  const status = await readFile(`/proc/${product.process.pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024;
}

async function cpuSeconds(): Promise<number> {
  const stat = await readFile(`/proc/${product.process.pid}/stat`, 'utf8').catch(() => '');
  const [user = Number.NaN, system = Number.NaN] = stat.split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
  return (user + system) / 100;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
