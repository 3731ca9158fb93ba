// Weighs the first load of the web app: what a browser fetches before the first page shows, compressed as it travels.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** The limits, in bytes after gzip. */
export const LIMITS = { scripts: 300_000, styles: 40_000 };

/**
 * The files of the first load: what the document names, and everything that those scripts import statically.
 * @param {string} html the built document
 * @param {Record<string, { file: string, imports?: string[], css?: string[] }>} manifest Vite's manifest
 * @returns {{ scripts: string[], styles: string[] }} paths inside the built folder
 */
export function firstLoad(html, manifest) {
  const scripts = new Set();
  const styles = new Set();
  for (const [, tag, attributes] of html.matchAll(/<(script|link)\b([^>]*)>/g)) {
    const address = /\b(?:src|href)="\/?([^"]+)"/.exec(attributes)?.[1];
    if (!address) continue;
    if (tag === 'script' || /rel="modulepreload"/.test(attributes)) scripts.add(address);
    else if (/rel="stylesheet"/.test(attributes)) styles.add(address);
  }
  const byFile = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk]));
  // A set that grows while it is walked: each script adds the scripts that it imports.
  for (const file of scripts) {
    const chunk = byFile.get(file);
    for (const name of chunk?.imports ?? []) scripts.add(manifest[name].file);
    for (const style of chunk?.css ?? []) styles.add(style);
  }
  return { scripts: [...scripts], styles: [...styles] };
}

/**
 * Weighs a built folder.
 * @param {string} folder the folder with `index.html` and `.vite/manifest.json`
 */
export function weigh(folder) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'));
  const files = firstLoad(html, manifest);
  const total = (names) => names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
  return { ...files, scriptBytes: total(files.scripts), styleBytes: total(files.styles) };
}

function main(folder) {
  const { scripts, styles, scriptBytes, styleBytes } = weigh(folder);
  const line = (what, count, bytes, limit) =>
    console.log(`${what}: ${(bytes / 1000).toFixed(1)} kB gzip in ${count} files (limit ${limit / 1000} kB)`);
  line('First load, scripts', scripts.length, scriptBytes, LIMITS.scripts);
  line('First load, styles', styles.length, styleBytes, LIMITS.styles);
  if (scriptBytes > LIMITS.scripts || styleBytes > LIMITS.styles) {
    console.error('The first load is too heavy. Load pages lazily, or leave out what the first page does not need.');
    process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv[2] ?? 'dist/web');
