import { defineConfig } from 'vitest/config';

/** Real data: reads the folder named by THROUGHLINE_DATA, and says plainly that it skips without it. */
export default defineConfig({
  test: {
    include: ['src/**/*.data.test.ts', 'test/**/*.data.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
