import { readdir, readFile } from 'node:fs/promises';

/**
 * The memory of a process and of all that it started, in MiB; `null` where the system does not tell. Pages that several
 * processes share count once, by their proportional share: PostgreSQL and workers that were forked share most of theirs.
 */
export async function memoryOfTree(processId: number): Promise<number | null> {
  const parents = await readParents();
  if (parents.size === 0) return null;
  const tree = new Set([processId]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [child, parent] of parents) {
      if (!tree.has(parent) || tree.has(child)) continue;
      tree.add(child);
      grew = true;
    }
  }
  const shares = await Promise.all([...tree].map(readShare));
  return Math.round(shares.reduce((sum, share) => sum + share, 0) / 1_024);
}

async function readParents(): Promise<ReadonlyMap<number, number>> {
  const entries = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    entries.filter((name) => /^\d+$/.test(name)).map(async (name) => [Number(name), await readParent(name)] as const),
  );
  return new Map(found.flatMap(([id, parent]) => (parent === undefined ? [] : [[id, parent]])));
}

async function readParent(name: string): Promise<number | undefined> {
  const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
  const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** In KiB; 0 for a process that has ended meanwhile. */
async function readShare(processId: number): Promise<number> {
  const rollup = await readFile(`/proc/${processId}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
}
