import { createHash } from 'node:crypto';
import type { FieldProblem } from '../../platform/contract/index.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { errorMessageFacet, type KeptFacets, mergeFacets } from './facets.ts';
import { refuseLineage } from './lineage.errors.ts';
import { type LineageEvent, readEvent, type ToldTable } from './lineage-event.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { LineagePorts } from './lineage-ports.use-case.ts';
import type { SourceUse } from './source.ts';
import { runAfter } from './source-run.ts';
import { type Held, highestNo, holdJob, holdTables, identityOf, storeFacets } from './tables.store.ts';
import { standingOf, tellSources } from './tell-sources.use-case.ts';
import {
  findRun,
  rememberReceived,
  ruleCountsOf,
  type Sender,
  settleUses,
  storeRule,
  storeRun,
  storeUses,
} from './uses.store.ts';

/** What became of an event. */
export interface Received {
  /** False when the same event had been received before; nothing changed then. */
  readonly isNew: boolean;
  /** Parts that were left out, and why. */
  readonly ignored: readonly FieldProblem[];
}

/**
 * Receives one OpenLineage event: once, in whichever order events come, in one transaction with what it changes.
 * @throws Problem LINEAGE_EVENT_INVALID, LINEAGE_RUN_FOREIGN, LINEAGE_FULL
 */
export async function receiveEvent(ports: LineagePorts, sender: Sender, body: unknown): Promise<Received> {
  const read = readEvent(body, ports.now());
  if (read.kind === 'refused') {
    const [first] = read.fields;
    const where = first && first.path !== '' ? `${first.path}: ` : '';
    throw refuseLineage('LINEAGE_EVENT_INVALID', { first: `${where}${first?.message ?? ''}` }, read.fields);
  }
  const { event } = read;
  const digest = createHash('sha256').update(JSON.stringify(body)).digest();
  const isNew = await ports.database.transaction(async (tx) => {
    const received = { digest, kind: event.kind, at: event.at, producer: event.producer };
    if (!(await rememberReceived(tx, received, sender, ports.now()))) return false;
    await storeEvent(tx, ports, event, sender);
    return true;
  });
  if (isNew) ports.onSourcesChanged();
  return { isNew, ignored: event.ignored };
}

async function storeEvent(tx: Transaction, ports: LineagePorts, event: LineageEvent, sender: Sender): Promise<void> {
  for (const kind of ['tables', 'jobs'] as const) {
    if ((await highestNo(tx, kind)) >= LINEAGE_LIMITS.sources)
      throw refuseLineage('LINEAGE_FULL', { limit: LINEAGE_LIMITS.sources });
  }
  const job = event.job && (await holdJob(tx, event.job, event.at));
  const held = new Map(await holdTables(tx, [...event.inputs, ...event.outputs], event.at));
  const tableNos = [...held.values()].map(({ no }) => no);
  const before = await standingOf(tx, tableNos, job?.no ?? null);
  if (event.job && job) await storeSaid(tx, 'jobs', job, event.job.facets, event.at);
  for (const told of [...event.inputs, ...event.outputs]) {
    const table = held.get(identityOf(told).toString('hex'));
    if (!table) continue;
    held.set(identityOf(told).toString('hex'), await storeSaid(tx, 'tables', table, told.facets, event.at));
    await storeFindings(tx, table.no, told, event, sender);
  }
  if (job) await storeWork(tx, event, job, held, sender);
  const after = await standingOf(tx, tableNos, job?.no ?? null);
  await tellSources(tx, ports, before, after, tableNos, sender);
}

async function storeSaid(
  tx: Transaction,
  kind: 'tables' | 'jobs',
  held: Held,
  said: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<Held> {
  if (Object.keys(said).length === 0) return held;
  const facets: KeptFacets = mergeFacets(held.facets, said, at.getTime());
  await storeFacets(tx, kind, held.no, facets);
  return { ...held, facets };
}

async function storeFindings(
  tx: Transaction,
  tableNo: number,
  { assertions }: ToldTable,
  { at }: LineageEvent,
  sender: Sender,
): Promise<void> {
  if (assertions.length === 0) return;
  // A table whose tests change their names with each run would grow for ever.
  const isFull = ((await ruleCountsOf(tx, [tableNo])).get(tableNo) ?? 0) >= LINEAGE_LIMITS.rules;
  for (const rule of assertions) await storeRule(tx, tableNo, rule, { at, sender, isOldOnly: isFull });
}

/** What a job did: its run, and the tables that it read and wrote. */
async function storeWork(
  tx: Transaction,
  event: LineageEvent,
  job: Held,
  held: ReadonlyMap<string, Held>,
  sender: Sender,
): Promise<void> {
  const uses = [...usesIn(event.inputs, 'reads', job, held), ...usesIn(event.outputs, 'writes', job, held)];
  if (event.run === null) return storeUses(tx, uses, { at: event.at, runId: null });
  const error = errorMessageFacet.safeParse(event.run.facets.errorMessage);
  const run = runAfter(
    await findRun(tx, job.no, event.run.id),
    event.run,
    event.at,
    error.success ? error.data.message : null,
  );
  if (!(await storeRun(tx, job.no, run, sender))) throw refuseLineage('LINEAGE_RUN_FOREIGN', { run: run.id });
  await storeUses(tx, uses, { at: event.at, runId: run.id });
  if (run.state === 'complete') await settleUses(tx, job.no, run);
}

function usesIn(
  tables: readonly ToldTable[],
  side: SourceUse['side'],
  job: Held,
  held: ReadonlyMap<string, Held>,
): readonly SourceUse[] {
  const nos = new Set(tables.flatMap((told) => held.get(identityOf(told).toString('hex'))?.no ?? []));
  return [...nos].map((tableNo) => ({ jobNo: job.no, tableNo, side }));
}
