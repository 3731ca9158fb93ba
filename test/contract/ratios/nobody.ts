import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import {
  CLIENTS,
  type Figures,
  type LoggedOperation,
  logWithStockClient,
  type Measured,
  postWithoutPause,
} from './load.ts';

const RUN_ID = 'f'.repeat(32);
/** As much of a run as the stock client needs to log to it. */
const RUN = {
  run: {
    info: {
      run_id: RUN_ID,
      run_uuid: RUN_ID,
      run_name: 'nobody',
      experiment_id: '1',
      status: 'RUNNING',
      start_time: 1,
    },
    data: {},
  },
};

/** What the load itself costs: the same requests to a server that reads them and answers at once, doing nothing. */
export async function logToNobody(operation: LoggedOperation, seconds: number): Promise<Figures> {
  return askNobody((nobody) => postWithoutPause(nobody, operation, seconds, Array<string>(CLIENTS).fill(RUN_ID)));
}

/** What the stock client costs by itself: no server could let it log faster. */
export async function logToNobodyWithStockClient(
  operation: LoggedOperation,
  seconds: number,
  python: string,
): Promise<Figures> {
  return askNobody((nobody) => logWithStockClient(nobody, operation, seconds, python));
}

async function askNobody<T>(ask: (nobody: Measured) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => response.setHeader('content-type', 'application/json').end(answerTo(request)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A listening server has a port.');
  try {
    return await ask({ url: `http://127.0.0.1:${address.port}`, token: undefined });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function answerTo({ url }: IncomingMessage): string {
  if (url?.endsWith('/experiments/create')) return '{"experiment_id":"1"}';
  return url?.endsWith('/runs/create') ? JSON.stringify(RUN) : '{}';
}
