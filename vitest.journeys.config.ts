import { defineConfig } from 'vitest/config';

/** The other journeys in a browser, and the walk through every page, at a desk and on a phone: minutes of a browser's time. */
export default defineConfig({
  test: {
    include: ['test/**/*.journey.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
