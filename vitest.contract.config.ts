import { defineConfig } from 'vitest/config';

/** The stock MLflow clients against the running product, one scenario after the other. */
export default defineConfig({
  test: {
    include: ['test/contract/**/*.contract.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
