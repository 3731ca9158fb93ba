import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { datasetsApi, nameOfFile } from '../lifecycle/datasets/index.ts';
import { createClient, endpointUrl, readProblem } from '../platform/contract/index.ts';
import { StartRefusal } from '../platform/database/start-refusal.ts';
import { type Command, textFlag, UsageError } from './command.ts';
import { SERVER_FLAGS, type ServerAddress, serverAddress } from './server-address.ts';

/** How often a version is looked at while it is being read, in ms. */
const LOOK_EVERY_MS = 500;

const broughtSchema = z.object({ id: z.string(), number: z.number() });

/** `throughline table`: brings a table as a data set, or as the next version of the one of that name. */
export const tableCommand: Command = {
  name: 'table',
  summary:
    'Brings a table (CSV, TSV, Excel, NDJSON or Parquet) as a data set of an initiative, or as its next version where one of that name exists.',
  usage: '<initiative> <file>',
  flags: [...SERVER_FLAGS, { name: 'name', help: 'name of the data set (default: the name of the file)' }],
  async run(input) {
    const [slug, file] = input.words;
    if (!slug || !file) throw new UsageError('Name the initiative and the file.');
    const server = serverAddress(input);
    const client = createClient(datasetsApi, server);
    const name = textFlag(input, 'name') ?? nameOfFile(basename(file));
    const { datasets } = await client.list({ params: { slug } });
    const known = datasets.find((dataset) => dataset.name === name);
    const fileName = basename(file);
    const url = known
      ? endpointUrl(datasetsApi.bringVersion, { params: { slug, id: known.id }, query: { fileName } }, server.baseUrl)
      : endpointUrl(datasetsApi.bring, { params: { slug }, query: { fileName, name } }, server.baseUrl);
    const { id, number } = await send(server, url, file);
    process.stdout.write(`Version ${number} of "${name}" has arrived and is being read.\n`);
    for (;;) {
      const version = await client.version({ params: { slug, id, number } });
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
  },
};

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
