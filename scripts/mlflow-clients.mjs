/**
 * Installs the stock MLflow clients that the contract suite runs, each in a virtual environment of its own, when they are
 * missing or their pins changed. Which clients: one file of pins each in `test/contract/clients`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

function install({ name, pins: file, folder, python }) {
  const mark = join(folder, 'installed.txt');
  const wanted = readFileSync(file, 'utf8');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  process.stderr.write(`Installing the client ${name} (once, a few minutes) ...\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', file]);
  writeFileSync(mark, wanted);
}

function run(command, words) {
  const { status } = spawnSync(command, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return;
  process.stderr.write(
    `"${command} ${words.slice(0, 3).join(' ')} ..." did not succeed. The contract suite needs Python 3.10 or later with venv, ` +
      'and a package index from which pip can install mlflow.\n',
  );
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) mlflowClients().forEach(install);
