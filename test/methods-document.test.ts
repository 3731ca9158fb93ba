import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VERDICT_STATES } from '../src/lifecycle/outcomes/index.ts';

const root = new URL('../', import.meta.url);
const folder = new URL('docs/methods/', root);

const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const index = read('docs/methods/README.md');
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => ({ name, text: read(`docs/methods/${name}`) }));

/** The parts that every page has, each opening a paragraph. */
const PARTS = ['Question', 'Assumes', 'Guards', 'In the product', 'Source', 'Recompute', 'Code'] as const;

/** A paragraph of a page by the bold words that open it. */
function partOf(text: string, part: (typeof PARTS)[number]): string {
  return text.split('\n\n').find((paragraph) => paragraph.startsWith(`**${part}.** `)) ?? '';
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** Lists longer than this are columns of raw data, in which any figure could be found by chance. */
const LONGEST_LIST = 12;

/** All numbers below a place of a vector file, results and single inputs alike. */
function numbersBelow(value: unknown): readonly number[] {
  if (Array.isArray(value) && value.length > LONGEST_LIST) return [];
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return value.trim() !== '' && Number.isFinite(Number(value)) ? [Number(value)] : [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersBelow) : [];
}

/** The value at a place such as `test/vectors/outcome/ab.json#/welch/cases/0`. */
function valueAt(place: string): unknown {
  const [file = '', pointer = ''] = place.split('#');
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) => (value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined),
      JSON.parse(read(file)),
    );
}

/** Whether a number, rounded as it is printed, is this figure. */
function isPrintedAs(value: number, figure: string): boolean {
  const [mantissa = '', exponent] = figure.split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  return exponent === undefined ? value.toFixed(decimals) === figure : value.toExponential(decimals) === figure;
}

/** The code of all rooms without tests, as one text. */
function codeOfRooms(): string {
  return readdirSync(new URL('src/lifecycle/', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|bench)\./.test(path))
    .map((path) => read(`src/lifecycle/${path}`))
    .join('\n');
}

describe('the pages on methods', () => {
  it('are all linked from the index, and every link leads to a page', () => {
    expect([...new Set(matches(index, /\]\(([a-z-]+\.md)\)/g))].sort()).toEqual(pages.map(({ name }) => name).sort());
    const links = pages.flatMap(({ text }) => matches(text, /\]\(([^)]+)\)/g));
    expect(links.filter((link) => !existsSync(new URL(link, folder)))).toEqual([]);
  });

  it.each(pages)('have the same parts, and name files that exist ($name)', ({ text }) => {
    expect(PARTS.filter((part) => partOf(text, part) === '')).toEqual([]);
    expect(text).toMatch(/^# .+\n\n\*\*Question\.\*\* [^\n]*(?:\n[^\n]+)*\?\n\n```text\n/);
    const paths = matches(text, /`((?:src|test|docs)\/[^`#]+)(?:#[^`]*)?`/g);
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  it.each(pages)('print figures in bold that are those of the reference files ($name)', ({ text }) => {
    const recompute = partOf(text, 'Recompute');
    const places = matches(recompute, /`(test\/vectors\/(?:outcome|explanations)\/[\w-]+\.json#[^`]+)`/g);
    expect(places.length).toBeGreaterThan(0);
    const known = places.map((place) => numbersBelow(valueAt(place)));
    expect(places.filter((_, at) => known[at]?.length === 0)).toEqual([]);
    const figures = matches(recompute, /\*\*([^*]+)\*\*/g).filter((figure) => figure !== 'Recompute.');
    expect(figures.length).toBeGreaterThan(0);
    expect(figures.filter((figure) => !known.flat().some((value) => isPrintedAs(value, figure)))).toEqual([]);
  });

  it('name every public file of the statistics', () => {
    const files = matches(read('src/statistics/index.ts'), /from '\.\/([a-z-]+\.ts)'/g);
    const all = pages.map(({ text }) => text).join('\n');
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !all.includes(`\`src/statistics/${file}\``))).toEqual([]);
  });

  it('say that no room calls a function only as long as that is true', () => {
    const code = codeOfRooms();
    const idle = pages.flatMap(({ text }) =>
      matches(text, /[Nn]o\s+room\s+calls\s+((?:`\w+`(?:,\s+|\s+or\s+)?)+)\s+yet/g).flatMap((names) =>
        matches(names, /`(\w+)`/g),
      ),
    );
    expect(idle.length).toBeGreaterThan(0);
    expect(idle.filter((name) => new RegExp(`import[^;]*\\b${name}\\b[^;]*/statistics/`).test(code))).toEqual([]);
  });

  it('name every state of the verdict', () => {
    const verdict = read('docs/methods/verdict.md');
    expect(VERDICT_STATES.filter((state) => !verdict.includes(`\`${state}\``))).toEqual([]);
  });
});
