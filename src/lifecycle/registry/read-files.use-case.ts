import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { containsCode } from './executable-files.ts';
import { requireVersion } from './find-or-refuse.use-case.ts';
import type { RegistryPorts } from './judge-right.use-case.ts';
import type { Caller, VersionName } from './model-registry.ts';
import { refuseRegistry } from './registry.errors.ts';

/** The files of versions, as far as pages read them. */
export interface FilePorts extends RegistryPorts {
  readonly files: {
    list(
      folder: string,
    ): Promise<readonly { readonly name: string; readonly isFolder: boolean; readonly sizeBytes: number | null }[]>;
    /** The content of a file, `null` where there is none; throws when it is damaged. */
    open(path: string): Promise<{ readonly stream: Readable; readonly sizeBytes: number } | null | 'damaged'>;
    /** The path when it is harmless, else `null`. */
    check(path: string): string | null;
  };
}

/** An `MLmodel` file beyond this size describes no model. */
const DESCRIPTION_BYTES = 262_144;

/** One entry of a folder of a version. */
export interface FileEntry {
  /** Its path within the version. */
  readonly path: string;
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number | null;
  readonly containsCode: boolean;
}

/** What stands in a folder of a version. @throws Problem MODEL_VERSION_UNKNOWN, ARTIFACT_UNKNOWN for a hostile path */
export async function listFiles(
  ports: FilePorts,
  caller: Caller,
  named: VersionName,
  folder: string,
): Promise<readonly FileEntry[]> {
  const root = await rootOf(ports, caller, named);
  if (root === null) return [];
  const place = folder === '' ? root : pathBelow(ports, root, folder);
  const [entries, description] = await Promise.all([ports.files.list(place), describedBy(ports, root)]);
  return entries.map((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return { ...entry, path, containsCode: !entry.isFolder && containsCode(path, description) };
  });
}

/** One file of a version. @throws Problem MODEL_VERSION_UNKNOWN, ARTIFACT_UNKNOWN, ARTIFACT_DAMAGED */
export async function openFile(
  ports: FilePorts,
  caller: Caller,
  named: VersionName,
  path: string,
): Promise<{ readonly stream: Readable; readonly fileName: string }> {
  const root = await rootOf(ports, caller, named);
  if (root === null) throw refuseRegistry('ARTIFACT_UNKNOWN', { path });
  const found = await ports.files.open(pathBelow(ports, root, path));
  if (found === null) throw refuseRegistry('ARTIFACT_UNKNOWN', { path });
  if (found === 'damaged') throw refuseRegistry('ARTIFACT_DAMAGED', { path });
  return { stream: found.stream, fileName: path.split('/').at(-1) ?? path };
}

async function rootOf(ports: FilePorts, caller: Caller, { name, version }: VersionName): Promise<string | null> {
  return (await requireVersion(ports.database, caller, name, version)).storagePath;
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
