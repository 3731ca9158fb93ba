/** Builds the product: the pages into dist/web, the command into dist/cli.js, and the notices of what is bundled. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
rmSync(join(root, 'dist'), { recursive: true, force: true });
run('vite', ['build', '--logLevel', 'warn']);
run('tsdown', []);
run(process.execPath, [join(root, 'scripts', 'write-notices.mjs')]);

function run(name, args) {
  const command = name === process.execPath ? name : join(root, 'node_modules', '.bin', name);
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
