import { defineConfig } from 'vitest/config';

/** The product beside the real MLflow server on the same machine; prints ratios and asserts nothing by the clock. */
export default defineConfig({
  test: {
    include: ['test/contract/ratios/**/*.ratios.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    maxWorkers: 1,
  },
});
