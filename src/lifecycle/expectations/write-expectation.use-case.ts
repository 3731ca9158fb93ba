import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { SourceTable } from '../training/index.ts';
import { contentProblem } from './check-columns.ts';
import type { ExpectationContent, ExpectationVersion } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { ExpectationPorts } from './expectation-ports.use-case.ts';
import { contentShown } from './expectation-shown.ts';
import { expectationSentence } from './expectation-words.ts';
import { refuseExpectation } from './expectations.errors.ts';
import { insertExpectation, insertVersion, listCurrent, listVersions } from './expectations.store.ts';

/** What somebody writes, and why it changed. */
export interface WrittenExpectation {
  readonly content: ExpectationContent;
  readonly reason: string | null;
}

/**
 * Writes a new expectation; every model of the initiative is judged by it.
 * @throws Problem EXPECTATION_TABLE_UNKNOWN, EXPECTATION_COLUMN_UNFIT, EXPECTATION_UNFIT, EXPECTATION_TOO_MANY
 */
export async function writeExpectation(
  ports: ExpectationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  { content, reason }: WrittenExpectation,
): Promise<ExpectationVersion> {
  await requireFit(ports, initiative, content);
  return ports.database.transaction(async (tx) => {
    const expectationId = newId();
    const number = await insertExpectation(tx, expectationId, initiative.no);
    // Counted behind the insert, which lets one writer through at a time.
    const limit = EXPECTATION_LIMITS.perInitiative;
    if ((await listCurrent(tx, initiative.no)).length >= limit)
      throw refuseExpectation('EXPECTATION_TOO_MANY', { limit });
    const version = { expectationId, number, version: 1, content, isRetired: false, reason };
    return add(tx, ports, actor, initiative, version);
  });
}

/**
 * Changes an expectation: a new version supersedes the one that was read.
 * @throws Problem EXPECTATION_UNKNOWN, EXPECTATION_CHANGED and those of `writeExpectation`
 */
export async function changeExpectation(
  ports: ExpectationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  id: string,
  { content, reason, read }: WrittenExpectation & { readonly read: number },
): Promise<ExpectationVersion> {
  await requireFit(ports, initiative, content);
  return supersede(ports, actor, initiative, id, read, () => ({ content, reason, isRetired: false }));
}

/**
 * Takes an expectation back; its story stays.
 * @throws Problem EXPECTATION_UNKNOWN, EXPECTATION_CHANGED
 */
export async function retireExpectation(
  ports: ExpectationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  id: string,
  { reason, read }: { readonly reason: string | null; readonly read: number },
): Promise<ExpectationVersion> {
  return supersede(ports, actor, initiative, id, read, ({ content }) => ({ content, reason, isRetired: true }));
}

async function supersede(
  ports: ExpectationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  id: string,
  read: number,
  next: (before: ExpectationVersion) => Pick<ExpectationVersion, 'content' | 'reason' | 'isRetired'>,
): Promise<ExpectationVersion> {
  return ports.database.transaction(async (tx) => {
    const [newest] = await listVersions(tx, initiative.no, id);
    if (!newest || newest.isRetired) throw refuseExpectation('EXPECTATION_UNKNOWN');
    if (newest.version !== read) throw refuseExpectation('EXPECTATION_CHANGED', { version: newest.version });
    const limit = EXPECTATION_LIMITS.versions;
    if (newest.version >= limit) throw refuseExpectation('EXPECTATION_TOO_MANY', { limit });
    const version = { expectationId: id, number: newest.number, version: newest.version + 1, ...next(newest) };
    return add(tx, ports, actor, initiative, version);
  });
}

async function add(
  tx: Transaction,
  ports: ExpectationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  made: Omit<ExpectationVersion, 'id' | 'writtenBy' | 'writtenAt'>,
): Promise<ExpectationVersion> {
  const at = ports.now();
  const writtenBy = { accountId: actor.accountId, name: actor.name };
  const version: ExpectationVersion = { ...made, id: newId(), writtenBy, writtenAt: at };
  if (!(await insertVersion(tx, version))) throw refuseExpectation('EXPECTATION_CHANGED', { version: made.version });
  // The log is read by people without a seat as well.
  const told = contentShown(made.content, await ports.columnsAboutPersons(tx, made.content.datasetId));
  await appendEvent(
    tx,
    {
      kind: made.isRetired ? 'expectation.retired' : made.version === 1 ? 'expectation.written' : 'expectation.changed',
      sentence: `${toldAs(made)}: ${expectationSentence(told)}`,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: initiative.id,
      section: 'build',
      objectType: 'expectation',
      objectId: made.expectationId,
      ...(made.reason === null ? {} : { reason: made.reason }),
      detail: { number: made.number, version: made.version, versionId: version.id },
    },
    at,
  );
  tx.afterCommit(() => ports.onChanged(initiative.id));
  return version;
}

function toldAs({ isRetired, version, number }: Pick<ExpectationVersion, 'isRetired' | 'version' | 'number'>): string {
  if (isRetired) return `took back expectation ${number} of a model`;
  return version === 1 ? `expects of a model (${number})` : `changed expectation ${number} of a model`;
}

/** The newest version of the table that an expectation is about, when it can be judged on it. */
export async function requireFit(
  { source }: Pick<ExpectationPorts, 'source'>,
  initiative: StoredInitiative,
  content: ExpectationContent,
): Promise<SourceTable> {
  const table = (await source.list(initiative)).find(({ datasetId }) => datasetId === content.datasetId);
  if (!table) throw refuseExpectation('EXPECTATION_TABLE_UNKNOWN');
  const problem = contentProblem(content, table);
  if (problem === null) return table;
  const { column, reason } = problem;
  throw column === null
    ? refuseExpectation('EXPECTATION_UNFIT', { reason })
    : refuseExpectation('EXPECTATION_COLUMN_UNFIT', { column: column.slice(0, 100), reason });
}
