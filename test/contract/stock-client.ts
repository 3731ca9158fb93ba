import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What MLflow's own server passes too; every program may import what these share. */
export const SCENARIOS = fileURLToPath(new URL('scenarios', import.meta.url));

/**
 * Runs a program as a data scientist would: two variables in the environment, and the stock client.
 * @param told further variables that the program reads
 */
export async function runClient(
  python: string,
  program: string,
  where: { readonly folder: string; readonly url: string; readonly token: string },
  told: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: unknown; readonly output: string }> {
  const child = spawn(python, [program], {
    cwd: where.folder,
    env: {
      ...process.env,
      MLFLOW_TRACKING_URI: where.url,
      MLFLOW_TRACKING_TOKEN: where.token,
      PYTHONPATH: SCENARIOS,
      PYTHONDONTWRITEBYTECODE: '1',
      MLFLOW_DISABLE_TELEMETRY: 'true',
      ...told,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
