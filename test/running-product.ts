import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/** What the script for users gives to Node: its flags, the command and `start`. */
const [, ...START] = manifest.scripts.start.split(' ');

/** The built product as its own process, as a user runs it. */
export interface RunningProduct {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything written to standard error so far. */
  errors(): string;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to stop and resolves with its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the built product on a data directory and waits for its readiness line.
 * @param port a free one where none is given
 */
export async function startProduct(
  dataDirectory: string,
  environment: Readonly<Record<string, string>> = {},
  port = 0,
): Promise<RunningProduct> {
  const child = spawn(process.execPath, [...START, '--data', dataDirectory, '--port', String(port)], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /Throughline is ready: (\S+)/.exec(output)?.[1];
      if (ready) resolve(ready);
    });
    child.once('exit', (code) =>
      reject(new Error(`The product ended with code ${code} before it was ready: ${errors}`)),
    );
  });
  const gone = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  return {
    url,
    process: child,
    errors: () => errors,
    kill: async () => {
      child.kill('SIGKILL');
      await gone();
    },
    stop: () => {
      child.kill('SIGTERM');
      return gone();
    },
  };
}

/** Runs one command of the built product to its end. */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const child = spawn(process.execPath, [CLI, ...words], {
    env: { ...process.env, DATABASE_URL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, output, errors };
}
