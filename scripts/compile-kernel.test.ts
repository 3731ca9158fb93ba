import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compiledKernel } from './compile-kernel.mjs';

const written = fileURLToPath(new URL('../src/learning/histogram-kernel.ts', import.meta.url));

it('the inner loop of training is what its source compiles to', async () => {
  expect(readFileSync(written, 'utf8')).toBe(await compiledKernel());
});
