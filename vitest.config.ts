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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Files that follow each other in a worker share what is imported: the whole composition is read twice, not fifty times.
    isolate: false,
  },
});
