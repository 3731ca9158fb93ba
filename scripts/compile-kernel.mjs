/** Compiles the inner loop of training to WebAssembly and writes it as text, so that building and running need no compiler. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'src', 'learning', 'histogram-kernel.ts');

/** The source of `src/learning/histogram-kernel.ts` as the compiler makes it now. */
export async function compiledKernel() {
  let binary;
  const words = ['kernel/histogram.ts', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
  const { error, stderr } = await main([...words, '--baseDir', join(root, 'scripts'), '--outFile', 'kernel.wasm'], {
    writeFile: (_name, contents) => {
      binary = contents;
    },
  });
  if (error || binary === undefined) throw new Error(`the kernel does not compile: ${stderr.toString()}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g);
  return [
    '/** scripts/kernel/histogram.ts as WebAssembly in base64; written by `npm run kernel`, never by hand. */',
    'export const HISTOGRAM_KERNEL =',
    lines.map((line) => `  '${line}'`).join(' +\n'),
  ]
    .join('\n')
    .concat(';\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await compiledKernel());
