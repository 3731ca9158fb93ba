import { defineConfig } from 'vitest/config';

/** The everyday suite: everything that runs in seconds, and the story that everybody begins with, in a browser. */
export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'src/**/*.test.tsx',
      'seed/**/*.test.ts',
      'test/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    exclude: [
      '**/node_modules/**',
      '**/*.journey.test.ts',
      '**/*.contract.test.ts',
      '**/*.ratios.test.ts',
      '**/*.data.test.ts',
      '**/*.montecarlo.test.ts',
      '**/*.bench.test.ts',
    ],
    globalSetup: ['test/global-setup.ts'],
    // Limits are for what hangs and say nothing of speed: a busy machine takes ten times as long as an idle one. A test waits
    // for what should come about for two minutes (test/until.ts), and must not be ended before.
    testTimeout: 150_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 2,
    // Files that follow each other in a worker share what is imported: the whole composition is read twice, not fifty times.
    isolate: false,
  },
});
