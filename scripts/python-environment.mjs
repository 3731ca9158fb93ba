/** Virtual environments of Python in which the suites run other people's programs, made when missing or when their pins changed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const environments = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', '.throughline');

/** Where the environment of a name is, and its Python. */
export function pythonEnvironment(name) {
  const folder = join(environments, name);
  return { folder, python: join(folder, 'bin', 'python') };
}

/** Makes the environment of a name with the packages that the file of pins lists; `purpose` says in errors who needs it. */
export function makePythonEnvironment(name, pins, purpose) {
  const { folder, python } = pythonEnvironment(name);
  const mark = join(folder, 'installed.txt');
  const wanted = readFileSync(pins, 'utf8');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  process.stderr.write(`Installing ${name} for Python (once, a few minutes) ...\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder], purpose);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', pins], purpose);
  writeFileSync(mark, wanted);
}

function run(command, words, purpose) {
  const { status } = spawnSync(command, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return;
  process.stderr.write(
    `"${command} ${words.slice(0, 3).join(' ')} ..." did not succeed. ${purpose} needs Python 3.10 or later with venv, ` +
      'and a package index from which pip can install.\n',
  );
  process.exit(1);
}
