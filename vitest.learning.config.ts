import { defineConfig } from 'vitest/config';

/** Our trainer beside scikit-learn on the same machine; prints ratios and asserts nothing by the clock. */
export default defineConfig({
  test: {
    include: ['test/learning/**/*.ratios.test.ts'],
    testTimeout: 900_000,
    maxWorkers: 1,
    disableConsoleIntercept: true,
  },
});
