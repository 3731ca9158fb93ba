import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { connectionsApi, datasetsApi, nameOfFile } from '../lifecycle/datasets/index.ts';
import { type Client, createClient, endpointUrl, readProblem } from '../platform/contract/index.ts';
import { StartRefusal } from '../platform/database/start-refusal.ts';
import { type Command, type CommandInput, textFlag, UsageError } from './command.ts';
import { SERVER_FLAGS, type ServerAddress, serverAddress } from './server-address.ts';

/** How often a version is looked at while it is being read, in ms. */
const LOOK_EVERY_MS = 500;

const broughtSchema = z.object({ id: z.string(), number: z.number() });

/** `throughline table`: brings a table as a data set, or as the next version of the one of that name. */
export const tableCommand: Command = {
  name: 'table',
  summary:
    'Brings a table (a file in CSV, TSV, Excel, NDJSON or Parquet, or what a query gives) as a data set of an initiative, or as its next version where one of that name exists.',
  usage: '<initiative> [<file>]',
  flags: [
    ...SERVER_FLAGS,
    { name: 'name', help: 'name of the data set (default: the name of the file)' },
    { name: 'connection', help: 'fetch from this database instead of a file; an administrator opened it' },
    { name: 'query', help: 'the SELECT to fetch, or @file with it; without it, the one of the data set again' },
  ],
  async run(input) {
    const [slug, file] = input.words;
    const isQuery = ['connection', 'query'].some((flag) => textFlag(input, flag) !== undefined);
    const name = textFlag(input, 'name') ?? (file === undefined ? undefined : nameOfFile(basename(file)));
    if (!slug || name === undefined || isQuery === (file !== undefined)) {
      throw new UsageError('Name the initiative and a file, or the initiative, a connection and --name.');
    }
    const server = serverAddress(input);
    const client = createClient(datasetsApi, server);
    const { datasets } = await client.list({ params: { slug } });
    const known = datasets.find((dataset) => dataset.name === name);
    const { id, number } =
      file === undefined
        ? await fetchByQuery(server, { slug, name, knownId: known?.id }, input)
        : await sendFile(server, { slug, name, knownId: known?.id }, file);
    process.stdout.write(`Version ${number} of "${name}" has arrived and is being read.\n`);
    return waitUntilRead(client, { slug, id, number });
  },
};

interface Wanted {
  readonly slug: string;
  readonly name: string;
  /** The data set of this name, where there is one. */
  readonly knownId: string | undefined;
}

function sendFile(server: ServerAddress, { slug, name, knownId }: Wanted, file: string) {
  const fileName = basename(file);
  const url =
    knownId === undefined
      ? endpointUrl(datasetsApi.bring, { params: { slug }, query: { fileName, name } }, server.baseUrl)
      : endpointUrl(datasetsApi.bringVersion, { params: { slug, id: knownId }, query: { fileName } }, server.baseUrl);
  return send(server, url, file);
}

/** Has a query fetched and waits until all of its rows have arrived. */
async function fetchByQuery(server: ServerAddress, { slug, name, knownId }: Wanted, input: CommandInput) {
  const client = createClient(connectionsApi, server);
  const wanted = textFlag(input, 'connection');
  const { connections } = await client.usable({ params: { slug } });
  const connection = connections.find((one) => one.name === wanted || one.id === wanted);
  if (wanted !== undefined && !connection) {
    const names = connections.map((one) => one.name).join(', ');
    throw new StartRefusal(`No connection "${wanted}" is open to this initiative. There are: ${names || 'none'}.`);
  }
  const query = await queryText(textFlag(input, 'query'));
  if (knownId === undefined && (!connection || query === undefined)) {
    throw new UsageError(`There is no data set "${name}" yet: name a --connection and a --query.`);
  }
  const { id } =
    knownId === undefined && connection && query !== undefined
      ? await client.fetchDataset({ params: { slug }, body: { connectionId: connection.id, query, name } })
      : await client.fetchVersion({
          params: { slug, id: knownId ?? '' },
          body: { ...(connection ? { connectionId: connection.id } : {}), ...(query === undefined ? {} : { query }) },
        });
  for (;;) {
    const { fetches } = await client.fetches({ params: { slug } });
    const fetched = fetches.find((one) => one.id === id);
    if (fetched?.state === 'brought' && fetched.datasetId !== null && fetched.version !== null) {
      return { id: fetched.datasetId, number: fetched.version };
    }
    if (fetched?.state !== 'fetching') throw new StartRefusal(fetched?.failure ?? 'Somebody stopped the query.');
    await sleep(LOOK_EVERY_MS);
  }
}

/** The text of a query: as it stands, or of the file that `@name` names. */
async function queryText(given: string | undefined): Promise<string | undefined> {
  if (!given?.startsWith('@')) return given;
  const path = given.slice(1);
  return readFile(path, 'utf8').catch(() => {
    throw new StartRefusal(`${path} cannot be read. Check its name.`);
  });
}

async function waitUntilRead(
  client: Client<typeof datasetsApi>,
  params: { readonly slug: string; readonly id: string; readonly number: number },
): Promise<number> {
  for (;;) {
    const version = await client.version({ params });
    if (version.state === 'reading') {
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    if (version.state !== 'ready') throw new StartRefusal(version.failure ?? 'Somebody stopped the reading.');
    process.stdout.write(`Ready: ${version.rows ?? 0} rows, ${version.columns ?? 0} columns, ${version.sha256}.\n`);
    if (version.brokenChecks === 0) return 0;
    process.stderr.write(`It breaks ${version.brokenChecks} of the checks of this data set.\n`);
    return 1;
  }
}

async function send(server: ServerAddress, url: string, file: string): Promise<z.output<typeof broughtSchema>> {
  await access(file).catch(() => {
    throw new StartRefusal(`${file} cannot be read. Check its name.`);
  });
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/octet-stream',
      authorization: `Bearer ${server.token}`,
    },
    body: Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw readProblem(body) ?? new StartRefusal(`The server answered ${answer.status}.`);
  return broughtSchema.parse(body);
}
