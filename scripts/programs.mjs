/** The programs that run in threads of their own: the name of each built file, and what it is built from. */

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Leaves out the sentences of zod in fifty other languages, which a bundler takes for used because they can be reached by
 * name: they are half of a program of ours, and each start of it would read them.
 * @type {import('esbuild').Plugin}
 */
export const withoutOtherLanguages = {
  name: 'without-other-languages',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** @type {Readonly<Record<string, string>>} */
export const PROGRAMS = {
  'check-signal': 'src/lifecycle/signals/check-signal.program.ts',
  judge: 'src/lifecycle/expectations/judge.program.ts',
  explain: 'src/lifecycle/explanations/explain.program.ts',
  'read-spans': 'src/lifecycle/traces/read-spans.program.ts',
  train: 'src/lifecycle/training/train.program.ts',
};

/**
 * What all programs are bundled with.
 * @type {import('esbuild').BuildOptions}
 */
const BUNDLED = {
  absWorkingDir: dirname(dirname(fileURLToPath(import.meta.url))),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [withoutOtherLanguages],
  logLevel: 'warning',
};

/**
 * Bundles programs, each with all that it needs, into a folder.
 * @param {string} folder where they go
 * @param {Readonly<Record<string, string>>} programs by default those of the product
 */
export async function buildPrograms(folder, programs = PROGRAMS) {
  await build({
    ...BUNDLED,
    entryPoints: { ...programs },
    outdir: folder,
  });
}

/**
 * Bundles the program that works with tables with all that it needs, in one file: read file by file, the engine would cost
 * each piece of work with a table a sixth of a second of the processor. What is native stays outside, and all of the engine
 * where it is not installed.
 * @param {string} outfile where it goes; the engine's native part is found from there
 */
export async function buildTableProgram(outfile) {
  await build({
    ...BUNDLED,
    entryPoints: ['src/platform/tables/table-program.ts'],
    outfile,
    external: tableEngineOutside(),
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}

/** @returns {string[]} names of packages */
function tableEngineOutside() {
  try {
    createRequire(import.meta.url).resolve('@duckdb/node-api');
    return ['@duckdb/node-bindings', '@duckdb/node-bindings-*'];
  } catch {
    return ['@duckdb/*'];
  }
}
