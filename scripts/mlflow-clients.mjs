/**
 * Installs the stock MLflow clients that the contract suite runs, each in a virtual environment of its own, when they are
 * missing or their pins changed. Which clients: one file of pins each in `test/contract/clients`.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installEnvironment } from './python-environment.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pins = join(root, 'test', 'contract', 'clients');
const environments = join(root, 'node_modules', '.throughline', 'mlflow-clients');

/** The clients by name, with the Python that has each. */
export function mlflowClients() {
  return readdirSync(pins)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => {
      const name = basename(file, '.txt');
      const folder = join(environments, name);
      return { name, pins: join(pins, file), folder, python: join(folder, 'bin', 'python') };
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) mlflowClients().forEach(installEnvironment);
