import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { containsCode } from './executable-files.ts';
import { requireVersion } from './find-or-refuse.use-case.ts';
import type { RegistryPorts } from './judge-right.use-case.ts';
import type { Caller, VersionName } from './model-registry.ts';
import { refuseRegistry } from './registry.errors.ts';
import { readVersionSource } from './version-source.ts';

/** The files of versions and runs, as far as pages read them. */
export interface FilePorts extends RegistryPorts {
  /** Where the files of a run are, as a URI; refuses runs that the caller may not see. */
  readonly uriOfRun: (caller: Caller, runId: string) => Promise<string>;
  /** Those of the files at paths of the store that the caller sees and is not given. */
  readonly withheldFiles: WithheldFiles;
  readonly files: {
    list(
      folder: string,
    ): Promise<readonly { readonly name: string; readonly isFolder: boolean; readonly sizeBytes: number | null }[]>;
    /** The content of a file, `null` where there is none; throws when it is damaged. */
    open(path: string): Promise<{ readonly stream: Readable; readonly sizeBytes: number } | null | 'damaged'>;
    /** The beginning of a table file, `null` where there is no file. */
    preview(path: string): Promise<TableBeginning | null | 'damaged'>;
    /** The path when it is harmless, else `null`. */
    check(path: string): string | null;
  };
}

/** Those of the files at paths of the store that somebody may know of and is not given. */
export type WithheldFiles = (caller: Caller, paths: readonly string[]) => Promise<ReadonlySet<string>>;

/** The first rows of a table file with their cells as text; or why there are none to see. */
export type TableBeginning =
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly hasMore: boolean;
    }
  | { readonly kind: 'unreadable'; readonly sentence: string };

/** An `MLmodel` file beyond this size describes no model. */
const DESCRIPTION_BYTES = 262_144;

/** One entry of a folder of files. */
export interface FileEntry {
  /** Its path within the version or run. */
  readonly path: string;
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number | null;
  readonly containsCode: boolean;
  /** Why it is not given to whoever asks, and what to do about it, in sentences; `null` when it is. */
  readonly withheld: string | null;
}

/** Whose files are meant: those of a version of a model, or those of a run. */
export type FilesOf = VersionName | { readonly runId: string };

/**
 * What stands in a folder of a version or run.
 * @throws Problem MODEL_VERSION_UNKNOWN, RUN_UNKNOWN, ARTIFACT_UNKNOWN for a hostile path
 */
export async function listFiles(
  ports: FilePorts,
  caller: Caller,
  of: FilesOf,
  folder: string,
): Promise<readonly FileEntry[]> {
  const root = await rootOf(ports, caller, of);
  if (root === null) return [];
  const place = folder === '' ? root : pathBelow(ports, root, folder);
  const [entries, description] = await Promise.all([ports.files.list(place), describedBy(ports, root)]);
  const withheld = await ports.withheldFiles(
    caller,
    entries.filter(({ isFolder }) => !isFolder).map(({ name }) => `${place}/${name}`),
  );
  return entries.map((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return {
      ...entry,
      path,
      containsCode: !entry.isFolder && containsCode(path, description),
      withheld: withheld.has(`${place}/${entry.name}`) ? whyWithheld(path) : null,
    };
  });
}

/**
 * Refuses the bytes of a file that its caller may know of and is not given.
 * @throws Problem ARTIFACT_WITHHELD
 */
export async function refuseWithheld(
  { withheldFiles }: Pick<FilePorts, 'withheldFiles'>,
  caller: Caller,
  path: string,
): Promise<void> {
  if ((await withheldFiles(caller, [path])).has(path)) throw refuseRegistry('ARTIFACT_WITHHELD', { path });
}

function whyWithheld(path: string): string {
  const { message, remedy } = refuseRegistry('ARTIFACT_WITHHELD', { path });
  return `${message} ${remedy}`;
}

/**
 * One file of a version or run.
 * @throws Problem MODEL_VERSION_UNKNOWN, RUN_UNKNOWN, ARTIFACT_UNKNOWN, ARTIFACT_WITHHELD, ARTIFACT_DAMAGED
 */
export async function openFile(
  ports: FilePorts,
  caller: Caller,
  of: FilesOf,
  path: string,
): Promise<{ readonly stream: Readable; readonly fileName: string }> {
  const { stream } = await readAt(ports, caller, of, path, ports.files.open);
  return { stream, fileName: path.split('/').at(-1) ?? path };
}

/** The beginning of a table file of a version or run. @throws Problem as `openFile` */
export async function previewFile(
  ports: FilePorts,
  caller: Caller,
  of: FilesOf,
  path: string,
): Promise<TableBeginning> {
  return readAt(ports, caller, of, path, ports.files.preview);
}

async function readAt<Read extends object>(
  ports: FilePorts,
  caller: Caller,
  of: FilesOf,
  path: string,
  read: (place: string) => Promise<Read | null | 'damaged'>,
): Promise<Read> {
  const root = await rootOf(ports, caller, of);
  if (root === null) throw refuseRegistry('ARTIFACT_UNKNOWN', { path });
  const place = pathBelow(ports, root, path);
  if ((await ports.withheldFiles(caller, [place])).has(place)) throw refuseRegistry('ARTIFACT_WITHHELD', { path });
  const found = await read(place);
  if (found === null) throw refuseRegistry('ARTIFACT_UNKNOWN', { path });
  if (found === 'damaged') throw refuseRegistry('ARTIFACT_DAMAGED', { path });
  return found;
}

/** Where the files are in the store; `null` when they are kept elsewhere. */
async function rootOf(ports: FilePorts, caller: Caller, of: FilesOf): Promise<string | null> {
  if ('runId' in of) {
    const source = readVersionSource(await ports.uriOfRun(caller, of.runId));
    return source.kind === 'stored' ? source.path : null;
  }
  return (await requireVersion(ports.database, ports.isVisible(caller), of.name, of.version)).storagePath;
}

function pathBelow(ports: FilePorts, root: string, path: string): string {
  const checked = ports.files.check(path);
  if (checked === null) throw refuseRegistry('ARTIFACT_UNKNOWN', { path: path.slice(0, 200) });
  return `${root}/${checked}`;
}

async function describedBy(ports: FilePorts, root: string): Promise<string> {
  const found = await ports.files.open(`${root}/MLmodel`);
  if (found === null || found === 'damaged') return '';
  if (found.sizeBytes <= DESCRIPTION_BYTES) return text(found.stream);
  found.stream.destroy();
  return '';
}
