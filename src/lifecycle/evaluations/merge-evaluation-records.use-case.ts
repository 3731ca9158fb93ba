import { createHash, randomUUID } from 'node:crypto';
import type { Transaction } from '../../platform/database/queryable.ts';
import { type Caller, refuseTooMany, refuseTracking } from '../experiments/index.ts';
import { mergeObjects, readRecords, type SentRecord, schemaWith } from './evaluation-record.ts';
import {
  findRecordsByInputs,
  insertRecords,
  type KnownRecord,
  markRecordsDeleted,
  updateRecords,
} from './evaluation-records.store.ts';
import { EVALUATION_SET_LIMITS } from './evaluation-set.ts';
import { updateRecordsOfSet } from './evaluation-sets.store.ts';
import { refuseEvaluation } from './evaluations.errors.ts';
import { type ExactObject, isExactObject, readExactly, writeExactly } from './exact-json.ts';
import {
  announceSets,
  type EvaluationPorts,
  holdPresentSet,
  recordEvaluation,
  requireSet,
} from './require-evaluation-set.use-case.ts';

/** Records that are looked up and written together, so that what is in memory at once is bounded. */
const AT_ONCE = 100;

/** Adds records to a set, or adds to those with the same inputs; see `EvaluationSets.merge`. */
export async function mergeRecords(
  ports: EvaluationPorts,
  caller: Caller,
  id: string,
  json: string,
): Promise<{ readonly inserted: number; readonly updated: number }> {
  const { no, seen } = await requireSet(ports, caller, id, 'log');
  const reading = readRecords(json);
  if (reading.kind === 'refused') {
    const { path, value, why } = reading;
    throw refuseTracking('LOGGED_VALUE_INVALID', { path, value, why });
  }
  const { records } = reading;
  refuseTooMany(records.length, EVALUATION_SET_LIMITS.recordsAtOnce, 'records');
  const atMs = ports.now().getTime();
  return ports.database.transaction(async (tx) => {
    // One request after the other, so that two that bring the same inputs at once leave one record.
    const { set } = await holdPresentSet(tx, no, id);
    let inserted = 0;
    for (let from = 0; from < records.length; from += AT_ONCE)
      inserted += await mergeSome(tx, no, records.slice(from, from + AT_ONCE), atMs);
    const count = set.records + inserted;
    const most = EVALUATION_SET_LIMITS.records;
    if (count > most) throw refuseEvaluation('EVALUATION_SET_FULL', { name: set.name, count, what: 'records', most });
    await updateRecordsOfSet(tx, no, {
      records: count,
      schema: schemaWith(set.schema, records),
      digest: digestAfter(set.digest, atMs, json),
      atMs,
      by: records.findLast(({ user }) => user !== null)?.user ?? null,
    });
    announceSets(ports, tx, seen);
    return { inserted, updated: records.length - inserted };
  });
}

/** The digest of a set after a change. */
export function digestAfter(before: string, atMs: number, change: string): string {
  return createHash('sha256').update(`${before}:${atMs}:`).update(change).digest('hex').slice(0, 8);
}

/** A record while those of one request are put together. */
interface Draft {
  readonly known: KnownRecord | null;
  readonly first: SentRecord;
  /** As a text of JSON; `undefined` where those that are stored stay. */
  outputs: string | null | undefined;
  expectations: ExactObject | null;
  tags: ExactObject;
  by: string | null;
}

async function mergeSome(tx: Transaction, setNo: number, sent: readonly SentRecord[], atMs: number): Promise<number> {
  const hashes = sent.map(({ sortedInputs }) => createHash('sha256').update(sortedInputs).digest('hex'));
  const known = new Map((await findRecordsByInputs(tx, setNo, hashes)).map((record) => [record.inputHash, record]));
  const drafts = new Map<string, Draft>();
  for (const [at, hash] of hashes.entries()) {
    const record = sent[at];
    if (!record) continue;
    const draft = drafts.get(hash) ?? draftOf(record, known.get(hash) ?? null);
    addTo(draft, record);
    drafts.set(hash, draft);
  }
  const written = [...drafts].map(([inputHash, draft]) => ({ draft, inputHash, ...write(draft) }));
  const added = written.filter(({ draft }) => draft.known === null);
  await insertRecords(
    tx,
    setNo,
    added.map(({ draft: { first, by }, ...texts }) => ({
      ...texts,
      id: `dr-${randomUUID().replaceAll('-', '')}`,
      // A new record of which nothing is said has empty outputs, as in MLflow.
      outputs: texts.outputs === undefined ? '{}' : texts.outputs,
      source: first.source?.json ?? null,
      sourceType: first.source?.type ?? null,
      sourceId: first.source?.id ?? null,
      createdBy: first.user,
      updatedBy: by,
    })),
    atMs,
  );
  await updateRecords(
    tx,
    written.flatMap(({ draft, inputHash: _, inputs: __, outputs, ...texts }) =>
      draft.known
        ? {
            ...texts,
            no: draft.known.no,
            hasOutputs: outputs !== undefined,
            outputs: outputs ?? null,
            updatedBy: draft.by,
          }
        : [],
    ),
    atMs,
  );
  return added.length;
}

function draftOf(first: SentRecord, known: KnownRecord | null): Draft {
  return {
    known,
    first,
    outputs: undefined,
    // A new record has its expectations as they came, an empty object included.
    expectations: known ? storedObject(known.expectations) : first.expectations,
    tags: storedObject(known?.tags ?? null) ?? {},
    by: null,
  };
}

function storedObject(json: string | null): ExactObject | null {
  const value = json === null ? undefined : readExactly(json);
  return isExactObject(value) ? value : null;
}

function addTo(draft: Draft, { outputs, expectations, tags, user }: SentRecord): void {
  if (outputs !== undefined) draft.outputs = outputs === null ? null : writeExactly(outputs);
  draft.expectations = mergeObjects(draft.expectations, expectations);
  draft.tags = mergeObjects(draft.tags, tags) ?? {};
  draft.by = user ?? draft.by;
}

/** @throws Problem LOGGED_VALUE_INVALID for one that became too long */
function write(draft: Draft) {
  const { known, first, outputs } = draft;
  const expectations = draft.expectations && writeExactly(draft.expectations);
  const tags = writeExactly(draft.tags);
  const inputs = known ? '' : writeExactly(first.inputs);
  const fixed = known?.fixedSize ?? inputs.length + (first.source?.json.length ?? 0);
  const ofOutputs = outputs === undefined ? (known?.outputsSize ?? 0) : (outputs?.length ?? 0);
  const size = fixed + ofOutputs + (expectations?.length ?? 0) + tags.length;
  if (size > EVALUATION_SET_LIMITS.recordLength) {
    const why = `with what was there before, a record has at most ${EVALUATION_SET_LIMITS.recordLength} characters.`;
    throw refuseTracking('LOGGED_VALUE_INVALID', { path: 'records', value: first.sortedInputs.slice(0, 100), why });
  }
  return { inputs, outputs, expectations, tags, size };
}

/** Puts records of a set aside; see `EvaluationSets.removeRecords`. */
export async function removeRecords(
  ports: EvaluationPorts,
  caller: Caller,
  id: string,
  recordIds: readonly string[],
): Promise<number> {
  refuseTooMany(recordIds.length, EVALUATION_SET_LIMITS.recordsAtOnce, 'records');
  const { no, seen } = await requireSet(ports, caller, id, 'log');
  const atMs = ports.now().getTime();
  return ports.database.transaction(async (tx) => {
    const { set } = await holdPresentSet(tx, no, id);
    const removed = await markRecordsDeleted(tx, no, recordIds, atMs, caller.name);
    if (removed === 0) return 0;
    await updateRecordsOfSet(tx, no, {
      records: set.records - removed,
      schema: set.schema,
      digest: digestAfter(set.digest, atMs, recordIds.join()),
      atMs,
      by: set.updatedBy,
    });
    await recordEvaluation(ports, tx, caller, seen, {
      kind: 'evaluation-records.deleted',
      sentence: `deleted ${removed} ${removed === 1 ? 'record' : 'records'} of the evaluation set "${set.name}"`,
      objectType: 'evaluation-set',
      objectId: id,
      detail: { name: set.name, records: removed },
    });
    return removed;
  });
}
