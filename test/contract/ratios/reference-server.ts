import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The real MLflow server as it ships. */
export interface ReferenceServer {
  readonly url: string;
  /** The process that started it and its workers. */
  readonly processId: number;
  /** The address of its database, as its library writes it. */
  readonly database: string;
  stop(): Promise<void>;
}

const START_SECONDS = 240;

/**
 * Runs its arguments until the end of its standard input, which comes with the end of this process however it ends, and
 * then ends the whole process group: the server starts workers that would otherwise stay, and a busy one hears nothing milder.
 */
const UNTIL_INPUT_ENDS = '"$@" < /dev/null & cat > /dev/null; kill -KILL 0';

/**
 * Starts the MLflow server of a Python environment with its own defaults, on a new SQLite database as it ships, or on a
 * PostgreSQL database at an address.
 */
export async function startReference(
  python: string,
  folder: string,
  postgres: string | undefined,
): Promise<ReferenceServer> {
  await mkdir(folder);
  const database = postgres?.replace(/^postgres:/, 'postgresql+psycopg2:') ?? `sqlite:///${join(folder, 'mlflow.db')}`;
  const port = await freePort();
  const address = ['--host', '127.0.0.1', '--port', String(port)];
  const storage = ['--backend-store-uri', database, '--artifacts-destination', join(folder, 'artifacts')];
  const child = spawn('sh', ['-c', UNTIL_INPUT_ENDS, 'sh', python, '-m', 'mlflow', 'server', ...address, ...storage], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The MLflow server could not be started.');
  const stop = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.stdin.end();
    await gone;
  };
  const url = `http://127.0.0.1:${port}`;
  for (let second = 0; second < START_SECONDS; second += 1) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return { url, processId: pid, database, stop };
    await wait(1_000);
  }
  await stop();
  throw new Error(`The MLflow server was not ready within ${START_SECONDS} seconds.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A listening server has a port.');
  return address.port;
}
