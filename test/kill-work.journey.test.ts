import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSession } from '../seed/session.ts';
import { datasetsApi } from '../src/lifecycle/datasets/index.ts';
import { initiativesApi } from '../src/lifecycle/initiatives/index.ts';
import { trainingApi } from '../src/lifecycle/training/index.ts';
import { authApi } from '../src/platform/auth/auth.schema.ts';
import { createClient } from '../src/platform/contract/index.ts';
import { customersWhoLeave } from './journeys/customers-who-leave.ts';
import { bringTable } from './journeys/looked-at-data.ts';
import { startProduct } from './running-product.ts';

const ROWS = 400_000;
const ACCOUNT = { email: 'ada@example.com', password: 'correct horse battery' };

let folder: string;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'killed-at-work');
  await mkdir(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Everything that somebody who is signed in does to one initiative. */
async function atWork(url: string, isFirst: boolean) {
  const session = openSession(url);
  const accounts = createClient(authApi, session);
  if (isFirst) await accounts.setUp({ body: { name: 'Ada', ...ACCOUNT } });
  else await accounts.signIn({ body: ACCOUNT });
  const datasets = createClient(datasetsApi, session);
  const trainings = createClient(trainingApi, session);
  const initiatives = createClient(initiativesApi, session);
  return { session, datasets, trainings, initiatives };
}

async function until<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (isSo(value)) return value;
    await sleep(20);
  }
}

describe('work in the background', () => {
  it('that is cut off in mid-read and in mid-training begins anew, and nothing half-done is kept', async () => {
    const product = await startProduct(folder);
    const before = await atWork(product.url, true);
    const question = 'Whom should we call before they leave?';
    const { slug } = await before.initiatives.start({ body: { question, name: 'Calls', playbook: 'explore' } });
    const version = (id: string) => before.datasets.version({ params: { slug, id, number: 1 } });
    const small = await bringTable(before.session, slug, customersWhoLeave(5_000), 'small');
    await until(
      () => version(small),
      ({ state }) => state === 'ready',
    );
    const training = await before.trainings.start({
      params: { slug },
      body: { datasetId: small, version: 1, target: 'left', leftOut: ['reason'] },
    });
    const large = await bringTable(before.session, slug, customersWhoLeave(ROWS), 'large');
    const [reading, learning] = await Promise.all([
      until(
        () => version(large),
        ({ state, progress }) => state !== 'reading' || (progress?.rowsDone ?? 0) > 0,
      ),
      until(
        () => before.trainings.read({ params: { slug, id: training.id } }),
        ({ state }) => state !== 'waiting',
      ),
    ]);
    await product.kill();
    expect([reading.state, learning.state]).toEqual(['reading', 'training']);

    const again = await startProduct(folder);
    try {
      const after = await atWork(again.url, false);
      const read = await until(
        () => after.datasets.version({ params: { slug, id: large, number: 1 } }),
        ({ state }) => state !== 'reading',
      );
      expect(read).toMatchObject({ state: 'ready', rows: ROWS, number: 1 });
      const trained = await until(
        () => after.trainings.read({ params: { slug, id: training.id } }),
        ({ state }) => state !== 'waiting' && state !== 'training',
      );
      expect(trained).toMatchObject({ state: 'trained', number: 1 });
      const { trainings } = await after.trainings.list({ params: { slug } });
      expect(trainings).toHaveLength(1);
      // One table for each of the two versions, and no folder of work that was given up.
      expect(await filesBelow('dataset-tables')).toHaveLength(2);
      expect(await filesBelow('table-work')).toEqual([]);
    } finally {
      expect(await again.stop()).toBe(0);
    }
  }, 240_000);
});

async function filesBelow(name: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
