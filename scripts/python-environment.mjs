/** Virtual environments of Python that contract suites run the libraries of others in. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Installs the pinned packages of an environment when it is missing or its pins changed. */
export function installEnvironment({ name, pins, folder, python }) {
  const mark = join(folder, 'installed.txt');
  const wanted = readFileSync(pins, 'utf8');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  process.stderr.write(`Installing ${name} (once, a few minutes) ...\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', pins]);
  writeFileSync(mark, wanted);
}

function run(command, words) {
  const { status } = spawnSync(command, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return;
  process.stderr.write(
    `"${command} ${words.slice(0, 3).join(' ')} ..." did not succeed. The contract suite needs Python 3.11 or later with venv, ` +
      'and a package index from which pip can install the libraries of others.\n',
  );
  process.exit(1);
}
