import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOMS } from '../src/lifecycle/line-order.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

interface Import {
  readonly from: string;
  readonly line: number;
  /** The path of the imported file from the repository's root, or the package's name. */
  readonly target: string;
}

interface Place {
  readonly path: string;
  readonly area:
    | 'words'
    | 'statistics'
    | 'learning'
    | 'platform'
    | 'web'
    | 'cli'
    | 'lifecycle'
    | 'composition'
    | 'outside';
  readonly room: string | undefined;
  readonly kind: string;
}

/** The kinds of files by suffix; a file without one of them is pure. */
const SUFFIXES = [
  'schema',
  'errors',
  'policy',
  'store',
  'use-case',
  'routes',
  'migrations',
  'module',
  'program',
  'test',
  'fixture',
] as const;

function placeOf(path: string): Place {
  const [top, area = '', room = ''] = path.split('/');
  const base = path.split('/').at(-1) ?? '';
  const found = SUFFIXES.find((name) => new RegExp(`\\.${name}\\.tsx?$`).test(base));
  // What tests share may import what tests may.
  const suffix = found === 'fixture' ? 'test' : found;
  const kind = path.includes('/ui/') && suffix !== 'test' ? 'ui' : (suffix ?? (base === 'index.ts' ? 'index' : 'pure'));
  if (top !== 'src') return { path, area: 'outside', room: undefined, kind };
  if (area === 'lifecycle') return { path, area, room: path.split('/').length > 3 ? room : undefined, kind };
  if (
    area === 'words' ||
    area === 'statistics' ||
    area === 'learning' ||
    area === 'platform' ||
    area === 'web' ||
    area === 'cli'
  )
    return { path, area, room, kind };
  return { path, area: 'composition', room: undefined, kind };
}

type Rule = (from: Place, to: Place, target: string) => string | undefined;

const RULES: readonly Rule[] = [
  (from, to) =>
    from.area !== 'outside' && from.kind !== 'test' && /\.fixture\.tsx?$/.test(to.path)
      ? 'a fixture is for tests alone.'
      : undefined,
  (from, to) =>
    from.area === 'words' && from.kind !== 'test' && to.area !== 'words'
      ? 'words imports nothing: everybody imports it.'
      : undefined,
  (from, to, target) =>
    from.area === 'statistics' && from.kind !== 'test' && (to.area !== 'statistics' || !target.startsWith('src/'))
      ? 'statistics imports nothing of ours and no package: it is pure numerics.'
      : undefined,
  (from, to, target) =>
    from.area === 'learning' &&
    from.kind !== 'test' &&
    ((to.area !== 'learning' && to.area !== 'statistics') || !target.startsWith('src/'))
      ? 'learning imports nothing but statistics and no package: it is pure numerics.'
      : undefined,
  (from, to) =>
    (from.area === 'platform' || from.area === 'web') &&
    from.kind !== 'test' &&
    (to.area === 'lifecycle' || to.area === 'composition')
      ? `${from.area} knows no business word: it imports nothing from the lifecycle.`
      : undefined,
  (from, to) => {
    if (from.area !== 'lifecycle' || to.area !== 'lifecycle' || !from.room || !to.room || from.room === to.room)
      return undefined;
    const order: readonly string[] = ROOMS;
    const isForward = order.indexOf(to.room) > order.indexOf(from.room);
    return isForward && from.kind !== 'test'
      ? `${from.room} may look back along the line, never forward to ${to.room}.`
      : undefined;
  },
  (from, to, target) => {
    if (
      from.area !== 'lifecycle' ||
      to.area !== 'lifecycle' ||
      from.room === to.room ||
      !to.room ||
      from.kind === 'test'
    )
      return undefined;
    const doors = [`src/lifecycle/${to.room}/index.ts`, `src/lifecycle/${to.room}/ui/index.ts`];
    return doors.includes(target) ? undefined : `another room is entered by its door only (${doors.join(' or ')}).`;
  },
  (from, to, target) =>
    from.kind === 'ui' &&
    (to.kind === 'store' ||
      to.kind === 'module' ||
      to.kind === 'routes' ||
      to.kind === 'use-case' ||
      isServerPlatform(target))
      ? 'pages import rules, schemas, web/ and platform/contract; never what runs on the server.'
      : undefined,
  (from, to, target) => {
    const isPure = from.area === 'lifecycle' && ['pure', 'index', 'schema', 'errors', 'policy'].includes(from.kind);
    if (!isPure) return undefined;
    if (isServerPlatform(target) || target.startsWith('node:'))
      return 'a pure file does no input or output and runs in the browser too.';
    if (['store', 'module', 'routes', 'use-case', 'migrations', 'ui'].includes(to.kind) && to.area === 'lifecycle') {
      return `a pure file never imports a .${to.kind} file.`;
    }
    return undefined;
  },
  (from, _to, target) =>
    from.area === 'lifecycle' &&
    target.startsWith('src/platform/database/') &&
    !['store', 'use-case', 'migrations', 'module', 'test'].includes(from.kind)
      ? 'only stores, use cases, migrations and modules may know the database.'
      : undefined,
  (from, _to, target) =>
    from.area === 'lifecycle' &&
    target.startsWith('src/platform/http/') &&
    !['routes', 'module', 'test'].includes(from.kind)
      ? 'only routes and modules may know HTTP.'
      : undefined,
  (from, to) =>
    to.kind === 'module' &&
    to.area === 'lifecycle' &&
    from.area === 'lifecycle' &&
    from.kind !== 'test' &&
    from.kind !== 'module'
      ? 'only the composition and tests import a module.'
      : undefined,
  (from, to) =>
    to.path.startsWith('src/mlflow/') && !from.path.startsWith('src/mlflow/') && from.path !== 'src/model-side.ts'
      ? 'nothing imports the MLflow protocol but model-side.ts.'
      : undefined,
  (from, to) =>
    from.path.startsWith('src/mlflow/') && from.kind !== 'test' && to.area === 'lifecycle' && to.kind !== 'index'
      ? 'the MLflow protocol enters rooms by their doors only.'
      : undefined,
  (from, to) =>
    from.area === 'web' && to.area === 'platform' && !to.path.startsWith('src/platform/contract/')
      ? 'web/ reaches the server through platform/contract only.'
      : undefined,
];

function isServerPlatform(target: string): boolean {
  const isContract = target.startsWith('src/platform/contract/') || target.endsWith('.schema.ts');
  return target.startsWith('src/platform/') && !isContract;
}

function importsOf(path: string, text: string): readonly Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    from: path,
    line: text.slice(0, pos).split('\n').length,
    target: fileName.startsWith('.') ? relative(root, resolve(root, dirname(path), fileName)) : fileName,
  }));
}

/** Every broken rule as `file:line imports target: reason`. */
function violations(path: string, text: string): readonly string[] {
  return importsOf(path, text).flatMap(({ from, line, target }) =>
    RULES.flatMap((rule) => {
      const reason = rule(placeOf(from), placeOf(target), target);
      return reason ? [`${from}:${line} imports ${target}: ${reason}`] : [];
    }),
  );
}

function sourceFiles(): readonly string[] {
  return filesThat((name) => /\.tsx?$/.test(name));
}

function filesOfStyle(): readonly string[] {
  return filesThat((name) => name.endsWith('.css'));
}

function filesThat(isOne: (name: string) => boolean): readonly string[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isOne(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

describe('the house', () => {
  it('keeps the rules of dependencies of ARCHITECTURE.md', () => {
    expect(sourceFiles().flatMap((path) => violations(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  it('has no SQL in a room about the tables of a later one', () => {
    const order: readonly string[] = ROOMS;
    const files = sourceFiles()
      .map(placeOf)
      .filter(({ area, room, kind }) => area === 'lifecycle' && room !== undefined && kind !== 'test');
    const roomOf = new Map(
      files
        .filter(({ kind }) => kind === 'migrations')
        .flatMap(({ path, room = '' }) =>
          wordsAfter(path, /create table (\w+)/g).map((table) => [table, room] as const),
        ),
    );
    const forward = files
      .filter(({ kind }) => kind !== 'migrations')
      .flatMap(({ path, room = '' }) =>
        wordsAfter(path, /\b(?:from|join|into|update) (\w+)/g)
          .filter((table) => order.indexOf(roomOf.get(table) ?? '') > order.indexOf(room))
          .map((table) => `${path} knows the table ${table} of ${roomOf.get(table)}`),
      );
    expect(roomOf.size).toBeGreaterThan(50);
    expect(forward).toEqual([]);
  });

  it('has a README in every room', () => {
    const rooms = [
      ...ROOMS.map((room) => `lifecycle/${room}`),
      'words',
      'statistics',
      'learning',
      'web',
      'cli',
      ...platformRooms(),
    ];
    const missing = rooms.filter((room) => !sourceFilesAnd('README.md').includes(`src/${room}/README.md`));
    expect(missing).toEqual([]);
  });

  it('has no drawer: no folder or file called utils, helpers, services, common, misc or legacy', () => {
    expect(
      sourceFiles().filter((path) => /(^|\/)(utils?|helpers?|services?|common|misc|legacy)(\/|\.|$)/.test(path)),
    ).toEqual([]);
  });

  // Styles stay when a page is left, so that of two rooms with one name each page looks by who was opened before.
  it('has no class of style that two files define', () => {
    const definers = new Map<string, Set<string>>();
    for (const path of filesOfStyle()) {
      const text = readFileSync(join(root, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
      for (const [, name = ''] of text.matchAll(/(?:^|[,{}])\s*(\.tl-[\w-]+)\s*(?=[,{])/g))
        definers.set(name, (definers.get(name) ?? new Set()).add(path));
    }
    expect([...definers].filter(([, paths]) => paths.size > 1).map(([name, paths]) => [name, ...paths])).toEqual([]);
  });

  const PLANTED: readonly (readonly [string, string, string])[] = [
    ['src/words/planted.ts', "import { z } from 'zod';", 'words imports nothing'],
    ['src/statistics/planted.ts', "import { z } from 'zod';", 'imports nothing of ours'],
    ['src/learning/planted.ts', "import { z } from 'zod';", 'imports nothing but statistics'],
    [
      'src/platform/jobs/planted.ts',
      "import { STEPS } from '../../lifecycle/line-order.ts';",
      'knows no business word',
    ],
    ['src/lifecycle/framing/planted.ts', "import { x } from '../outcomes/index.ts';", 'never forward'],
    ['src/lifecycle/outcomes/planted.ts', "import { x } from '../ledger/ledger.store.ts';", 'by its door only'],
    [
      'src/lifecycle/outcomes/ui/planted.tsx',
      "import { x } from '../outcomes.store.ts';",
      'never what runs on the server',
    ],
    ['src/lifecycle/outcomes/planted.ts', "import { readFileSync } from 'node:fs';", 'no input or output'],
    [
      'src/lifecycle/outcomes/planted.ts',
      "import { x } from '../../platform/database/database.ts';",
      'may know the database',
    ],
    ['src/lifecycle/outcomes/planted.store.ts', "import { x } from '../../platform/http/server.ts';", 'may know HTTP'],
    ['src/lifecycle/outcomes/planted.routes.ts', "import { x } from './outcomes.module.ts';", 'only the composition'],
    ['src/lifecycle/registry/planted.ts', "import { x } from '../../mlflow/present.ts';", 'nothing imports the MLflow'],
    ['src/mlflow/planted.ts', "import { x } from '../lifecycle/experiments/runs.store.ts';", 'by their doors only'],
    ['src/lifecycle/ideas/planted.ts', "import { x } from './ideas.fixture.ts';", 'for tests alone'],
    ['src/web/planted.tsx', "import { x } from '../platform/http/server.ts';", 'through platform/contract only'],
  ];
  it.each(PLANTED)('finds a planted violation in %s (%s)', (path, text, reason) => {
    expect(violations(path, text).join('\n')).toContain(reason);
  });
});

function wordsAfter(path: string, pattern: RegExp): readonly string[] {
  return [...readFileSync(join(root, path), 'utf8').matchAll(pattern)].map(([, word = '']) => word);
}

function platformRooms(): readonly string[] {
  return readdirSync(join(root, 'src/platform'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `platform/${entry.name}`);
}

function sourceFilesAnd(name: string): readonly string[] {
  return filesThat((own) => own === name);
}
