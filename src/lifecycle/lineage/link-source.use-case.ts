import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { facetOf, schemaFacet } from './facets.ts';
import { fetchedFrom } from './line.store.ts';
import type { FetchedFrom } from './line-facts.ts';
import { refuseLineage } from './lineage.errors.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { LineagePorts } from './lineage-ports.use-case.ts';
import { findLinkable, insertLink, type LinkableDataset, removeLink, sourcesOf } from './links.store.ts';
import type { SourceTable } from './source.ts';
import type { LinkedSource, SuggestedSource } from './source-views.ts';
import { findTable, tablesByNo, tablesCalled } from './tables.store.ts';
import { ruleCountsOf, rulesOf } from './uses.store.ts';

/** Where a data set comes from, as far as it is known. */
export interface SourcesOfDataset {
  readonly fetched: FetchedFrom | null;
  readonly sources: readonly LinkedSource[];
  readonly suggested: readonly SuggestedSource[];
}

/** From which tables a data set is made, and which others have its name. @throws Problem SOURCE_DATASET_UNKNOWN */
export async function readDatasetSources(
  { database }: Pick<LineagePorts, 'database'>,
  initiative: Pick<StoredInitiative, 'no'>,
  datasetId: string,
): Promise<SourcesOfDataset> {
  const dataset = await findLinkable(database, initiative.no, datasetId);
  if (!dataset) throw refuseLineage('SOURCE_DATASET_UNKNOWN');
  const links = await sourcesOf(database, [datasetId]);
  const nos = links.map(({ tableNo }) => tableNo);
  const [tables, broken, rules, called] = await Promise.all([
    tablesByNo(database, nos),
    rulesOf(database, nos, 'broken'),
    ruleCountsOf(database, nos),
    tablesCalled(database, [dataset.name, dataset.fileName ?? dataset.name]),
  ]);
  return {
    fetched: await fetchedFrom(database, datasetId),
    sources: links.flatMap(({ tableNo, linkedByName, linkedAt }) => {
      const table = tables.find(({ no }) => no === tableNo);
      if (!table) return [];
      const brokenHere = broken.filter((rule) => rule.tableNo === tableNo);
      return [{ table, broken: brokenHere, rules: rules.get(tableNo) ?? 0, linkedByName, linkedAt }];
    }),
    suggested: called.filter(({ no }) => !nos.includes(no)).map((table) => suggestion(dataset, table)),
  };
}

function suggestion({ columns }: LinkableDataset, table: SourceTable): SuggestedSource {
  const fields = facetOf(table.facets, 'schema', schemaFacet)?.fields;
  const names = new Set(fields?.map(({ name }) => name.toLowerCase()));
  const shared = columns.filter((name) => names.has(name.toLowerCase())).length;
  return { table, sharedColumns: fields && fields.length > 0 ? shared : null, columns: columns.length };
}

/**
 * Says that a data set is made from a table. Nothing is linked by its name alone: a wrong link would alarm the wrong
 * people and hide what is wrong from the right ones.
 * @throws Problem SOURCE_DATASET_UNKNOWN, SOURCE_UNKNOWN, SOURCE_LINK_LIMIT
 */
export async function linkSource(
  ports: LineagePorts,
  actor: Actor,
  initiative: StoredInitiative,
  asked: { readonly datasetId: string; readonly tableId: string },
): Promise<void> {
  const { dataset, table } = await requireBoth(ports, initiative, asked);
  await ports.database.transaction(async (tx) => {
    const linked = await insertLink(tx, dataset.id, table.no, actor, ports.now());
    if (linked === 'too-many') throw refuseLineage('SOURCE_LINK_LIMIT', { limit: LINEAGE_LIMITS.links });
    if (linked === 'was-linked') return;
    await record(tx, ports, actor, initiative, dataset, {
      kind: 'dataset.source-linked',
      sentence: `said that the data set "${dataset.name}" is made from ${table.name}`,
    });
  });
}

/** Takes back that a data set is made from a table. @throws Problem SOURCE_DATASET_UNKNOWN, SOURCE_UNKNOWN */
export async function unlinkSource(
  ports: LineagePorts,
  actor: Actor,
  initiative: StoredInitiative,
  asked: { readonly datasetId: string; readonly tableId: string },
): Promise<void> {
  const { dataset, table } = await requireBoth(ports, initiative, asked);
  await ports.database.transaction(async (tx) => {
    if (!(await removeLink(tx, dataset.id, table.no))) return;
    await record(tx, ports, actor, initiative, dataset, {
      kind: 'dataset.source-unlinked',
      sentence: `took back that the data set "${dataset.name}" is made from ${table.name}`,
    });
  });
}

async function requireBoth(
  { database }: LineagePorts,
  initiative: StoredInitiative,
  { datasetId, tableId }: { readonly datasetId: string; readonly tableId: string },
): Promise<{ readonly dataset: LinkableDataset; readonly table: SourceTable }> {
  const dataset = await findLinkable(database, initiative.no, datasetId);
  if (!dataset) throw refuseLineage('SOURCE_DATASET_UNKNOWN');
  const table = await findTable(database, tableId);
  if (!table) throw refuseLineage('SOURCE_UNKNOWN');
  return { dataset, table };
}

async function record(
  tx: Transaction,
  ports: LineagePorts,
  actor: Actor,
  initiative: StoredInitiative,
  dataset: LinkableDataset,
  event: { readonly kind: string; readonly sentence: string },
): Promise<void> {
  await appendEvent(
    tx,
    {
      ...event,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: initiative.id,
      section: 'prepare',
      objectType: 'dataset',
      objectId: dataset.id,
      detail: { dataset: dataset.name },
    },
    ports.now(),
  );
  tx.afterCommit(() => ports.onChanged(initiative.slug));
}
