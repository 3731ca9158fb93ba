import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The web app: `index.html` and what it reaches, into `dist/web` with hashed names that may be cached for ever. */
export default defineConfig({
  plugins: [react()],
  publicDir: 'src/web/public',
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    // Read by scripts/check-size.mjs.
    manifest: true,
    target: 'es2023',
    // The content policy allows scripts and fonts from our own address only, so nothing is inlined as data.
    assetsInlineLimit: 0,
    // Sizes have their own rule, see scripts/check-size.mjs.
    chunkSizeWarningLimit: 2_000,
    modulePreload: { polyfill: false },
  },
});
