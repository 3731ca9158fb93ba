/**
 * Makes a fresh clone ready, with nothing but Node and npm: installs the packages of the lockfile when they are missing
 * or out of date, then builds, then looks for a browser, as asked on the command line (`build`, `browser`). It does
 * nothing when nothing changed, so `npm start` and `npm test` may call it every time.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marks = join(root, 'node_modules', '.throughline');

requireNode();
installPackages();
if (process.argv.includes('build')) build();
if (process.argv.includes('browser')) await findBrowser();

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Throughline needs Node 20.19 or later (24 is recommended); this is ${process.versions.node}.`);
}

function installPackages() {
  const digest = digestOf([join(root, 'package-lock.json')]);
  if (isMarked('packages', digest)) return;
  say('Installing packages (once, or after the lockfile changed) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  mark('packages', digest);
}

function build() {
  const inputs = [
    'src',
    'seed',
    'scripts',
    'package-lock.json',
    'index.html',
    'vite.config.ts',
    'tsdown.config.ts',
    'public',
  ];
  const digest = digestOf(inputs.flatMap((name) => filesBelow(join(root, name))));
  if (isMarked('build', digest) && existsSync(join(root, 'dist', 'cli.js'))) return;
  say('Building ...');
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
  mark('build', digest);
}

async function findBrowser() {
  const { ensureBrowser } = await import('./browser.mjs');
  const found = await ensureBrowser(say);
  if (found.kind === 'missing') fail(found.sentence);
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('.test.'))
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function isMarked(name, digest) {
  const file = join(marks, name);
  return existsSync(file) && readFileSync(file, 'utf8') === digest;
}

function mark(name, digest) {
  mkdirSync(marks, { recursive: true });
  writeFileSync(join(marks, name), digest);
}

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail(`"${command} ${args.join(' ')}" did not succeed; its output above says why.`);
}

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}
