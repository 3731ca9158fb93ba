import { setTimeout as sleep } from 'node:timers/promises';
import { datasetsApi } from '../../src/lifecycle/datasets/index.ts';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { signalsApi } from '../../src/lifecycle/signals/index.ts';
import { trainingApi } from '../../src/lifecycle/training/index.ts';
import { type ClientOptions, createClient, endpointUrl } from '../../src/platform/contract/index.ts';
import { customersWhoLeave } from './customers-who-leave.ts';

/** An initiative whose data were looked at: a table, a check of it, and a first model. */
export interface LookedAtData {
  readonly slug: string;
  readonly dataset: string;
  readonly check: string;
  readonly training: string;
}

/**
 * Brings a table of invented customers, has it checked and a first model made.
 * @param initiative the one for which it is done; one under Explore is started where none is given
 */
export async function lookAtData(session: ClientOptions, initiative?: string): Promise<LookedAtData> {
  const datasets = createClient(datasetsApi, session);
  const signals = createClient(signalsApi, session);
  const trainings = createClient(trainingApi, session);
  const slug = initiative ?? (await startToLook(session));
  const dataset = await bringTable(session, slug, customersWhoLeave(600));
  await untilOver(
    async () => (await datasets.version({ params: { slug, id: dataset, number: 1 } })).state,
    ['reading'],
  );
  await datasets.target({ params: { slug, id: dataset }, body: { target: 'left', moment: null } });
  const { id: check } = await signals.startCheck({
    params: { slug },
    body: { datasetId: dataset, choice: { target: 'left' } },
  });
  await untilOver(async () => (await signals.readCheck({ params: { slug, id: check } })).state, ['running']);
  const { id: training } = await trainings.start({
    params: { slug },
    body: { datasetId: dataset, version: 1, target: 'left', leftOut: ['reason'] },
  });
  await untilOver(
    async () => (await trainings.read({ params: { slug, id: training } })).state,
    ['waiting', 'training'],
  );
  return { slug, dataset, check, training };
}

async function startToLook(session: ClientOptions): Promise<string> {
  const body = { question: 'Who leaves, and what do they have in common?', name: 'Who leaves', playbook: 'explore' };
  return (await createClient(initiativesApi, session).start({ body })).slug;
}

/** Brings a table as somebody who sends a file, and gives the id of its data set. */
export async function bringTable(
  session: ClientOptions,
  slug: string,
  csv: string,
  name = 'customers',
): Promise<string> {
  const address = endpointUrl(
    datasetsApi.bring,
    { params: { slug }, query: { fileName: `${name}.csv` } },
    session.baseUrl,
  );
  const send = session.fetch ?? fetch;
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await send(address, { method: 'POST', headers, body: csv });
  if (!answer.ok) throw new Error(`The table was not taken: ${await answer.text()}`);
  return datasetsApi.bring.response.parse(await answer.json()).id;
}

async function untilOver(read: () => Promise<string>, under: readonly string[]): Promise<void> {
  while (under.includes(await read())) await sleep(50);
}
