import { defineConfig } from 'vitest/config';

/** The walk through every page, with the rules of accessibility, at a desk and on a phone: minutes of a browser's time. */
export default defineConfig({
  test: {
    include: ['test/**/*.pages.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
