import { defineConfig } from 'vitest/config';

/** Measurements of speed and memory at full size, one file at a time; they print figures and assert nothing by the clock. */
export default defineConfig({
  test: {
    include: ['**/*.bench.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
