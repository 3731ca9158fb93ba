import type { Transaction } from '../../platform/database/database.ts';
import { LEDGER_LIMITS } from './ledger.ts';

/** Numbers of names, and how many of them are new. */
export interface InternedNames {
  readonly numbers: ReadonlyMap<string, number>;
  readonly added: number;
}

interface NameTable {
  readonly select: string;
  readonly insert: string;
}

const UNITS: NameTable = {
  select: 'select unit_id as name, unit_no as no from units where initiative_no = $1 and unit_id = any($2::text[])',
  insert: `insert into units (initiative_no, unit_id) select $1, unnest($2::text[])
    on conflict do nothing returning unit_id as name, unit_no as no`,
};

const METRICS: NameTable = {
  select: 'select metric as name, metric_no as no from metrics where initiative_no = $1 and metric = any($2::text[])',
  insert: `insert into metrics (initiative_no, metric) select $1, unnest($2::text[])
    on conflict do nothing returning metric as name, metric_no as no`,
};

/** Finds the numbers of units, giving new ones to those that were never seen. */
export async function internUnits(
  tx: Transaction,
  initiativeNo: number,
  unitIds: Iterable<string>,
): Promise<InternedNames> {
  return intern(tx, UNITS, initiativeNo, [...new Set(unitIds)].sort());
}

/** Finds the numbers of metrics, giving new ones while the limit allows; a metric beyond it has no number. */
export async function internMetrics(
  tx: Transaction,
  initiativeNo: number,
  metrics: Iterable<string>,
): Promise<InternedNames> {
  const wanted = [...new Set(metrics)].sort();
  const known = await find(tx, METRICS, initiativeNo, wanted);
  const missing = wanted.filter((metric) => !known.has(metric));
  if (missing.length === 0) return { numbers: known, added: 0 };
  const [row] = await tx.query<{ held: number }>('select count(*) as held from metrics where initiative_no = $1', [
    initiativeNo,
  ]);
  const free = Math.max(0, LEDGER_LIMITS.metrics - (row?.held ?? 0));
  const interned = await intern(tx, METRICS, initiativeNo, missing.slice(0, free));
  return { numbers: new Map([...known, ...interned.numbers]), added: interned.added };
}

/** Names come sorted: two writers that bring the same new ones then wait for each other in one direction only. */
async function intern(
  tx: Transaction,
  table: NameTable,
  initiativeNo: number,
  names: readonly string[],
): Promise<InternedNames> {
  const numbers = await find(tx, table, initiativeNo, names);
  const missing = names.filter((name) => !numbers.has(name));
  if (missing.length === 0) return { numbers, added: 0 };
  const inserted = await tx.query<{ name: string; no: number }>(table.insert, [initiativeNo, missing]);
  for (const { name, no } of inserted) numbers.set(name, no);
  if (inserted.length < missing.length) {
    // Somebody else stored these first; their commit was awaited by the insert, so that now they can be seen.
    const others = missing.filter((name) => !numbers.has(name));
    for (const [name, no] of await find(tx, table, initiativeNo, others)) numbers.set(name, no);
  }
  return { numbers, added: inserted.length };
}

async function find(
  tx: Transaction,
  table: NameTable,
  initiativeNo: number,
  names: readonly string[],
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const rows = await tx.query<{ name: string; no: number }>(table.select, [initiativeNo, names]);
  return new Map(rows.map(({ name, no }) => [name, no]));
}
