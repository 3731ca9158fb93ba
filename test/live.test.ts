import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { anInitiative, openTestInstallation, type TestInstallation, type TestPerson } from './installation.ts';
import { until } from './until.ts';

let installation: TestInstallation;
let port: number;
let expert: TestPerson;
let outsider: TestPerson;

beforeAll(async () => {
  installation = await openTestInstallation();
  await installation.throughline.server.listen({ host: '127.0.0.1', port: 0 });
  const address = installation.throughline.server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on a port.');
  port = address.port;
  [expert, outsider] = [await installation.join('Expert'), await installation.join('Outsider')];
});
afterAll(() => installation.close());

type Opened =
  | { readonly kind: 'open'; readonly socket: WebSocket; readonly heard: string[] }
  | { readonly kind: 'refused'; readonly status: number };

function connect(headers: Readonly<Record<string, string>>, path = '/api/live'): Promise<Opened> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(...JSON.parse(data.toString('utf8')).changed));
    socket.once('open', () => resolve({ kind: 'open', socket, heard }));
    socket.once('unexpected-response', (_, response) => resolve({ kind: 'refused', status: response.statusCode ?? 0 }));
    socket.on('error', () => undefined);
  });
}

async function watching(person: TestPerson, topics: readonly string[]) {
  const opened = await connect({ cookie: person.cookie, origin: `http://127.0.0.1:${port}` });
  if (opened.kind !== 'open') throw new Error(`Refused with ${opened.status}.`);
  opened.socket.send(JSON.stringify({ watch: topics }));
  // The watch message has no answer, but messages are taken in their order: when this one is answered, it was heard.
  opened.socket.ping();
  await once(opened.socket, 'pong');
  return opened;
}

describe('the live socket', () => {
  it('refuses a page of another site, somebody not signed in, and another address', async () => {
    expect(await connect({ cookie: expert.cookie, origin: 'https://evil.example' })).toMatchObject({
      kind: 'refused',
      status: 403,
    });
    expect(await connect({ origin: `http://127.0.0.1:${port}` })).toMatchObject({ kind: 'refused', status: 401 });
    expect(await connect({ cookie: expert.cookie }, '/api/other')).toMatchObject({ kind: 'refused', status: 404 });
  });

  it('tells whoever watches that an initiative changed', async () => {
    const { slug } = await anInitiative(installation, expert);
    const watcher = await watching(outsider, [`initiative:${slug}`]);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'Something new.' });
    await until(() => watcher.heard.includes(`initiative:${slug}`));
    watcher.socket.close();
  });

  it('tells whoever watches the tables of the company that a pipeline told of one, once for each event', async () => {
    const watcher = await watching(outsider, ['sources']);
    const told = {
      eventTime: installation.now().toISOString(),
      producer: 'https://example.com/pipeline',
      schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json',
      dataset: { namespace: 'postgres://crm', name: 'tickets' },
    };
    await installation.does(expert, 'POST /api/v1/lineage', told);
    await until(() => watcher.heard.includes('sources'));
    const heard = watcher.heard.length;
    expect(await installation.does(expert, 'POST /api/v1/lineage', told)).toMatchObject({ isNew: false });
    // What comes after it has come by now; of an event that was known nothing is told.
    await installation.does(expert, 'POST /api/v1/lineage', { ...told, dataset: { ...told.dataset, name: 'orders' } });
    await until(() => watcher.heard.length > heard);
    expect(watcher.heard).toHaveLength(heard + 1);
    watcher.socket.close();
  });

  it('says nothing of a private initiative to people outside it', async () => {
    const { slug } = await anInitiative(installation, expert, { visibility: 'private' });
    const inside = await watching(expert, [`initiative:${slug}`]);
    const outside = await watching(outsider, [`initiative:${slug}`]);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'A secret.' });
    await until(() => inside.heard.length > 0);
    expect(outside.heard).toEqual([]);
    inside.socket.close();
    outside.socket.close();
  });

  it('tells of what waits for a person to that person alone', async () => {
    const { slug } = await anInitiative(installation, expert);
    const topic = `account:${outsider.id}`;
    const [own, curious] = [await watching(outsider, [topic]), await watching(expert, [topic])];
    const said = { text: 'What do you think, @Outsider?', mentioned: [outsider.id] };
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/remarks`, said);
    await installation.throughline.catchUp();
    await until(() => own.heard.includes(topic));
    // A notice of the same moment that the curious one may hear has come by now; the other never does.
    const shared = await watching(expert, [`initiative:${slug}`]);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'And I?' });
    await until(() => shared.heard.length > 0);
    expect(curious.heard).toEqual([]);
    for (const { socket } of [own, curious, shared]) socket.close();
  });

  it('goes silent for a person whose session ended', async () => {
    const { slug } = await anInitiative(installation, expert);
    const leaving = await installation.join(`Leaving ${slug}`);
    const watcher = await watching(leaving, [`initiative:${slug}`]);
    await installation.does(leaving, 'DELETE /api/session');
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'After the end.' });
    await until(() => watcher.socket.readyState === WebSocket.CLOSED);
    expect(watcher.heard).toEqual([]);
  });

  it('closes a socket that sends something else than topics', async () => {
    const watcher = await watching(expert, []);
    watcher.socket.send('{"watch": "everything"}');
    await until(() => watcher.socket.readyState === WebSocket.CLOSED);
  });
});
