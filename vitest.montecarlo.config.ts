import { defineConfig } from 'vitest/config';

/** Simulations of thousands of phases that check coverage and verdicts against the reference tables; minutes, not seconds. */
export default defineConfig({
  test: {
    include: ['**/*.montecarlo.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 15 * 60_000,
    maxWorkers: 2,
    disableConsoleIntercept: true,
  },
});
