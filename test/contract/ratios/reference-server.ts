import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The real MLflow server as it ships. */
export interface ReferenceServer {
  readonly url: string;
  readonly processId: number;
  /** Where its SQLite database is. */
  readonly databaseFile: string;
  stop(): Promise<void>;
}

const START_SECONDS = 240;

/** Starts the MLflow server of a Python environment on a new SQLite database, with its own defaults for all else. */
export async function startReference(python: string, folder: string): Promise<ReferenceServer> {
  await mkdir(folder);
  const databaseFile = join(folder, 'mlflow.db');
  const port = await freePort();
  const child = spawn(
    python,
    [
      ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port)],
      ...['--backend-store-uri', `sqlite:///${databaseFile}`, '--artifacts-destination', join(folder, 'artifacts')],
    ],
    // In a process group of its own, because it starts workers that must end with it.
    { cwd: folder, detached: true, stdio: 'ignore', env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' } },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error('The MLflow server could not be started.');
  const stop = async (): Promise<void> => {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    process.kill(-pid, 'SIGTERM');
    await gone;
  };
  const url = `http://127.0.0.1:${port}`;
  for (let second = 0; second < START_SECONDS; second += 1) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return { url, processId: pid, databaseFile, stop };
    if (child.exitCode !== null) throw new Error(`The MLflow server ended with code ${child.exitCode}.`);
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
