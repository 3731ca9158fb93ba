/**
 * Installs the stock MLflow clients that the contract suite runs, each in a virtual environment of its own, when they are
 * missing or their pins changed. Which clients: one file of pins each in `test/contract/clients`.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePythonEnvironment, pythonEnvironment } from './python-environment.mjs';

const pins = join(dirname(dirname(fileURLToPath(import.meta.url))), 'test', 'contract', 'clients');

/** The clients by name, with the Python that has each. */
export function mlflowClients() {
  return readdirSync(pins)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => {
      const name = basename(file, '.txt');
      return { name, pins: join(pins, file), ...pythonEnvironment(environmentOf(name)) };
    });
}

function environmentOf(name) {
  return join('mlflow-clients', name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, pins: file } of mlflowClients()) {
    makePythonEnvironment(environmentOf(name), file, 'The contract suite');
  }
}
