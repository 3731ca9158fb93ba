/** Writes dist/THIRD_PARTY_NOTICES.txt: the licence of every package that the bundles may contain. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const notices = Object.keys(lock.packages)
  .filter((path) => path.startsWith('node_modules/') && existsSync(join(root, path, 'package.json')))
  .map((path) => notice(path))
  .sort((left, right) => left.name.localeCompare(right.name));
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(
  join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'),
  notices
    .map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`),
);

function notice(path) {
  const folder = join(root, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying|notice)/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'No licence text in the package.';
  return { name, version, licence: typeof license === 'string' ? license : 'see text', text };
}
