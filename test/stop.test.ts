import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
// It declares what the tests are told, such as the folder in which they work.
import type {} from '../src/platform/database/test-database.ts';
import { startProduct } from './running-product.ts';

it('a client that never ends its request does not keep the product from stopping', async () => {
  const folder = join(inject('testFolder'), 'asked-to-stop');
  await mkdir(folder);
  const product = await startProduct(folder);
  const { hostname, port } = new URL(product.url);
  const client = connect(Number(port), hostname);
  await once(client, 'connect');
  const closed = once(client, 'close');
  client.on('error', () => undefined);
  client.resume();
  client.write(
    `POST /api/session HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`,
  );
  // Another request is answered, so that the first has arrived.
  expect((await fetch(`${product.url}/health`)).status).toBe(200);
  expect(await product.stop()).toBe(0);
  await closed;
  await rm(folder, { recursive: true, force: true });
});
