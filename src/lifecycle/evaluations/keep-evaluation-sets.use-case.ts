import { randomUUID } from 'node:crypto';
import { type Caller, refuseTooMany, refuseValue } from '../experiments/index.ts';
import { USER_TAG } from './evaluation-record.ts';
import { hasRecordsAfter, pageOfRecords } from './evaluation-records.store.ts';
import { EVALUATION_SET_LIMITS, type EvaluationSet, type EvaluationSets } from './evaluation-set.ts';
import {
  findSet,
  holdSet,
  insertSet,
  listDeletedSets,
  markSetDeleted,
  replaceTagsOfSet,
  restoreSetRow,
  searchSets,
} from './evaluation-sets.store.ts';
import { refuseEvaluation } from './evaluations.errors.ts';
import { digestAfter, mergeRecords, removeRecords } from './merge-evaluation-records.use-case.ts';
import {
  type EvaluationPorts,
  findSeenSet,
  holdPresentSet,
  recordEvaluation,
  refuseChange,
  requireLoggable,
  requireSet,
  unknownSet,
} from './require-evaluation-set.use-case.ts';
import { addSetToExperiments, takeSetFromExperiments } from './tie-evaluation-set.use-case.ts';

/** Opens the evaluation sets. */
export function openEvaluationSets(ports: EvaluationPorts): EvaluationSets {
  const { database } = ports;
  return {
    create: (caller, set) => createSet(ports, caller, set),
    get: async (caller, id) => (await requireSet(ports, caller, id, 'see')).set,
    search: async (caller, { experimentIds, ...search }) => {
      const isOfSome = experimentIds.length > 0;
      const experimentNos = isOfSome ? await ports.access.seenAmong(caller, experimentIds) : null;
      const visibleInitiatives = isOfSome ? [] : await ports.visibleInitiatives(database, caller);
      return searchSets(database, { ...search, experimentNos, visibleInitiatives, ownerId: ownerSeenBy(caller) });
    },
    ofExperiment: async (caller, id) => {
      const { no } = await ports.access.experiment(caller, id, 'see');
      return searchSets(database, {
        experimentNos: [no],
        visibleInitiatives: [],
        ownerId: null,
        conditions: [],
        order: [{ kind: 'attribute', key: 'last_update_time', isDescending: true }],
        after: undefined,
        limit: EVALUATION_SET_LIMITS.listed,
      });
    },
    delete: (caller, id) => deleteSet(ports, caller, id),
    deleted: async (caller) => {
      const visibleInitiatives = await ports.visibleInitiatives(database, caller);
      const seen = { visibleInitiatives, ownerId: ownerSeenBy(caller) };
      return listDeletedSets(database, seen, EVALUATION_SET_LIMITS.listedDeleted);
    },
    restore: (caller, id) => restoreSet(ports, caller, id),
    changeTags: (caller, id, tags) => changeTags(ports, caller, id, tags),
    experimentIds: async (caller, id) => (await requireSet(ports, caller, id, 'see')).seen.map(({ no }) => String(no)),
    addExperiments: (caller, id, experimentIds) => addSetToExperiments(ports, caller, id, experimentIds),
    removeExperiments: (caller, id, experimentIds) => takeSetFromExperiments(ports, caller, id, experimentIds),
    merge: (caller, id, records) => mergeRecords(ports, caller, id, records),
    records: async (caller, id, { after, limit }) => {
      const { no } = await requireSet(ports, caller, id, 'see');
      const length = EVALUATION_SET_LIMITS.recordsPageLength;
      const entries = await pageOfRecords(database, no, { after, limit, length });
      const last = entries.at(-1);
      return { entries, next: last && (await hasRecordsAfter(database, no, last.no)) ? last.no : null };
    },
    removeRecords: (caller, id, recordIds) => removeRecords(ports, caller, id, recordIds),
  };
}

async function createSet(
  ports: EvaluationPorts,
  caller: Caller,
  { name, tags, experimentIds }: Parameters<EvaluationSets['create']>[1],
): Promise<EvaluationSet> {
  refuseTooMany(experimentIds.length, EVALUATION_SET_LIMITS.experiments, 'experiments');
  if (name.length > EVALUATION_SET_LIMITS.nameLength)
    throw refuseValue('name', name, `it has at most ${EVALUATION_SET_LIMITS.nameLength} characters.`);
  checkTags(tags);
  const experiments = await requireLoggable(ports, caller, experimentIds);
  const createdMs = ports.now().getTime();
  const by = tags[USER_TAG] ?? null;
  const set: EvaluationSet = {
    id: `d-${randomUUID().replaceAll('-', '')}`,
    name,
    tags,
    schema: null,
    records: 0,
    digest: digestAfter(name, createdMs, ''),
    createdMs,
    updatedMs: createdMs,
    createdBy: by,
    updatedBy: by,
  };
  await ports.database.transaction(async (tx) => {
    const nos = experiments.map(({ no }) => no);
    await insertSet(tx, set, caller.accountId, nos);
    await recordEvaluation(ports, tx, caller, experiments, {
      kind: 'evaluation-set.created',
      sentence: `made the evaluation set "${name}"`,
      objectType: 'evaluation-set',
      objectId: set.id,
      detail: { name },
    });
  });
  return set;
}

async function deleteSet(ports: EvaluationPorts, caller: Caller, id: string): Promise<void> {
  const found = await findSeenSet(ports, caller, id);
  if (!found) return;
  const { no, set } = found;
  const allowed = await ports.access.allowedAmong(caller, found.experimentNos, 'log');
  if (allowed.length === 0) await refuseChange(ports, caller, found);
  const allowedNos = new Set(allowed.map((experiment) => experiment.no));
  await ports.database.transaction(async (tx) => {
    const present = (await holdSet(tx, no)) ? await findSet(tx, id) : null;
    if (!present) return;
    // Somebody may have added it to an experiment of theirs since the rights were looked at.
    if (!present.experimentNos.every((experimentNo) => allowedNos.has(experimentNo)))
      throw refuseEvaluation('EVALUATION_SET_SHARED', { name: set.name });
    await markSetDeleted(tx, no, ports.now().getTime(), caller.name);
    await recordEvaluation(ports, tx, caller, allowed, {
      kind: 'evaluation-set.deleted',
      sentence: `deleted the evaluation set "${set.name}"`,
      objectType: 'evaluation-set',
      objectId: id,
      detail: { name: set.name, records: set.records },
    });
  });
}

async function restoreSet(ports: EvaluationPorts, caller: Caller, id: string): Promise<void> {
  const { no, set, seen } = await requireSet(ports, caller, id, 'log', 'deleted');
  await ports.database.transaction(async (tx) => {
    if (!(await restoreSetRow(tx, no))) throw unknownSet(id);
    await recordEvaluation(ports, tx, caller, seen, {
      kind: 'evaluation-set.restored',
      sentence: `restored the evaluation set "${set.name}"`,
      objectType: 'evaluation-set',
      objectId: id,
      detail: { name: set.name, records: set.records },
    });
  });
}

/** Whose sets without an experiment somebody sees; everybody's where `null`. */
function ownerSeenBy({ isAdministrator, isAuditor, accountId }: Caller): string | null {
  return isAdministrator || isAuditor ? null : accountId;
}

async function changeTags(
  ports: EvaluationPorts,
  caller: Caller,
  id: string,
  changes: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { no } = await requireSet(ports, caller, id, 'log');
  await ports.database.transaction(async (tx) => {
    const present = await holdPresentSet(tx, no, id);
    const tags = new Map(Object.entries(present.set.tags));
    for (const [key, value] of Object.entries(changes))
      if (value === null) tags.delete(key);
      else tags.set(key, value);
    const next = Object.fromEntries(tags);
    checkTags(next);
    await replaceTagsOfSet(tx, no, next);
  });
}

function checkTags(tags: EvaluationSet['tags']): void {
  const entries = Object.entries(tags);
  refuseTooMany(entries.length, EVALUATION_SET_LIMITS.tags, 'tags of one set');
  for (const [key, value] of entries) {
    if (key === '' || key.length > EVALUATION_SET_LIMITS.tagKeyLength)
      throw refuseValue('tags', key, `a key has 1 to ${EVALUATION_SET_LIMITS.tagKeyLength} characters.`);
    if (value.length > EVALUATION_SET_LIMITS.tagLength)
      throw refuseValue(`tags.${key}`, value, `a value has at most ${EVALUATION_SET_LIMITS.tagLength} characters.`);
  }
}
