import { defineConfig } from 'vitest/config';

/** The other journeys in a browser, and the walk through every page, at a desk and on a phone: minutes of a browser's time. */
export default defineConfig({
  test: {
    include: ['test/**/*.journey.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    // Limits are for what hangs and say nothing of speed: a busy machine takes ten times as long as an idle one.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
});
