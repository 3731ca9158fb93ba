import { defineConfig } from 'vitest/config';

/**
 * The libraries of others against ours: stock MLflow clients against the running product, with what people then read in
 * its pages, and those that write and run ONNX.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.contract.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
  },
});
