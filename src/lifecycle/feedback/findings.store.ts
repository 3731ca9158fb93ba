import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { STEPS } from '../line-order.ts';
import { ROLES } from '../people/index.ts';
import {
  FINDING_ACTS,
  FINDING_STATES,
  type Finding,
  type FindingAct,
  type FindingEntry,
  OBJECT_TYPES,
  SEVERITIES,
} from './finding.ts';
import { FINDING_LIMITS } from './findings.schema.ts';

interface FindingTables {
  findings: {
    id: string;
    initiative_no: number;
    number: number;
    iteration: number;
    title: string;
    seen: string;
    severity: string;
    state: string;
    raised_step: string;
    raised_place: string;
    raised_place_name: string;
    raised_by: string;
    raised_as: string[];
    raised_at: Date;
    owner_id: string | null;
    due: string | null;
    cause_step: string | null;
    cause_place: string | null;
    cause_place_name: string | null;
    object_type: string | null;
    object_id: string | null;
    object_label: string | null;
    answer: string | null;
    answered_at: Date | null;
    answered_by: string | null;
    closed_at: Date | null;
  };
  finding_entries: {
    finding_id: string;
    act: string;
    sentence: string;
    text: string | null;
    account_id: string;
    at: Date;
  };
}

/** A finding's row with the names of its people. */
export type FindingRow = FindingTables['findings'] & {
  readonly raised_name: string;
  readonly owner_name: string | null;
  readonly answered_name: string | null;
};

/**
 * The number of the next finding of an initiative. The initiative is held until the end of the transaction, so that two
 * findings raised at once get two numbers.
 */
export async function nextFindingNumber(tx: Transaction, initiativeNo: number): Promise<number> {
  await sql`select from initiatives where no = ${initiativeNo} for no key update`.execute(tx.tables());
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from findings where initiative_no = ${initiativeNo}`.execute(
    tx.tables(),
  );
  return rows[0]?.next ?? 1;
}

/** Stores a new finding. */
export async function insertFinding(tx: Transaction, initiativeNo: number, finding: Finding): Promise<void> {
  await tx
    .tables<FindingTables>()
    .insertInto('findings')
    .values({
      id: finding.id,
      initiative_no: initiativeNo,
      number: finding.number,
      iteration: finding.iteration,
      title: finding.title,
      seen: finding.seen,
      severity: finding.severity,
      state: finding.state,
      raised_step: finding.raisedStep,
      raised_place: finding.raisedPlace.step,
      raised_place_name: finding.raisedPlace.name,
      raised_by: finding.raisedBy.accountId,
      raised_as: [...finding.raisedBy.roles],
      raised_at: new Date(finding.raisedAt),
      owner_id: finding.owner?.accountId ?? null,
      due: finding.due,
      cause_step: finding.causeStep,
      cause_place: finding.causePlace?.step ?? null,
      cause_place_name: finding.causePlace?.name ?? null,
      object_type: finding.object?.type ?? null,
      object_id: finding.object?.id ?? null,
      object_label: finding.object?.label ?? null,
      answer: null,
      answered_at: null,
      answered_by: null,
      closed_at: null,
    })
    .execute();
}

/** Writes what of a finding can change: its cause, owner, due date, severity, state and the answer that stands. */
export async function writeFinding(tx: Transaction, finding: Finding): Promise<void> {
  await tx
    .tables<FindingTables>()
    .updateTable('findings')
    .set({
      severity: finding.severity,
      state: finding.state,
      owner_id: finding.owner?.accountId ?? null,
      due: finding.due,
      cause_step: finding.causeStep,
      cause_place: finding.causePlace?.step ?? null,
      cause_place_name: finding.causePlace?.name ?? null,
      answer: finding.answer?.text ?? null,
      answered_at: finding.answer === null ? null : new Date(finding.answer.at),
      answered_by: finding.answer?.accountId ?? null,
      closed_at: finding.closedAt === null ? null : new Date(finding.closedAt),
    })
    .where('id', '=', finding.id)
    .execute();
}

/** Adds a line to a finding's history. */
export async function addFindingEntry(
  tx: Transaction,
  findingId: string,
  entry: {
    readonly act: FindingAct;
    readonly sentence: string;
    readonly text: string | null;
    readonly accountId: string;
    readonly at: Date;
  },
): Promise<void> {
  const { accountId, ...rest } = entry;
  await tx
    .tables<FindingTables>()
    .insertInto('finding_entries')
    .values({ finding_id: findingId, account_id: accountId, ...rest })
    .execute();
}

/** The columns of a finding `f` with the names of its people, for statements of this room. */
export const FINDING_COLUMNS: RawBuilder<unknown> = sql`
  f.*, raiser.name as raised_name, owner.name as owner_name, answerer.name as answered_name`;

/** The accounts that a finding `f` names. */
export const FINDING_PEOPLE: RawBuilder<unknown> = sql`
  join accounts raiser on raiser.id = f.raised_by
  left join accounts owner on owner.id = f.owner_id
  left join accounts answerer on answerer.id = f.answered_by`;

/** One finding of an initiative, or `null`; `for update` when it is about to be changed. */
export async function findFinding(
  queryable: Queryable,
  initiativeNo: number,
  findingId: string,
  isToChange = false,
): Promise<Finding | null> {
  const { rows } = await sql<FindingRow>`
    select ${FINDING_COLUMNS} from findings f ${FINDING_PEOPLE}
    where f.initiative_no = ${initiativeNo} and f.id = ${findingId}::uuid ${isToChange ? sql`for update of f` : sql``}`.execute(
    queryable.tables(),
  );
  const [row] = rows;
  return row ? toFinding(row) : null;
}

/** The history of a finding, oldest first. */
export async function findingHistory(queryable: Queryable, findingId: string): Promise<readonly FindingEntry[]> {
  const { rows } = await sql<{ act: string; sentence: string; text: string | null; at: Date; name: string }>`
    select h.act, h.sentence, h.text, h.at, a.name
    from finding_entries h join accounts a on a.id = h.account_id
    where h.finding_id = ${findingId}::uuid order by h.no limit ${FINDING_LIMITS.historyEntries}`.execute(
    queryable.tables(),
  );
  return rows.flatMap((row) => {
    const act = FINDING_ACTS.find((known) => known === row.act);
    return act ? [{ ...row, act, at: row.at.toISOString() }] : [];
  });
}

/** Whether a finding of high severity is not settled yet, in any iteration: a problem does not end with the pass that saw it. */
export async function hasOpenHighFinding(queryable: Queryable, initiativeNo: number): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from findings where initiative_no = ${initiativeNo} and severity = 'high' and closed_at is null) as found`.execute(
    queryable.tables(),
  );
  return rows[0]?.found ?? false;
}

/** A finding from its row; `null` when a word in it is not known any more. */
export function toFinding(row: FindingRow): Finding | null {
  const severity = SEVERITIES.find((known) => known === row.severity);
  const state = FINDING_STATES.find((known) => known === row.state);
  const raisedStep = STEPS.find((known) => known === row.raised_step);
  const objectType = OBJECT_TYPES.find((known) => known === row.object_type);
  if (!severity || !state || !raisedStep) return null;
  return {
    id: row.id,
    number: row.number,
    iteration: row.iteration,
    title: row.title,
    seen: row.seen,
    severity,
    state,
    raisedStep,
    raisedPlace: { step: row.raised_place, name: row.raised_place_name },
    raisedAt: row.raised_at.toISOString(),
    raisedBy: {
      accountId: row.raised_by,
      name: row.raised_name,
      roles: ROLES.filter((role) => row.raised_as.includes(role)),
    },
    owner: row.owner_id === null ? null : { accountId: row.owner_id, name: row.owner_name ?? '' },
    due: row.due,
    causeStep: STEPS.find((known) => known === row.cause_step) ?? null,
    causePlace:
      row.cause_place === null || row.cause_place_name === null
        ? null
        : { step: row.cause_place, name: row.cause_place_name },
    object:
      objectType === undefined || row.object_id === null || row.object_label === null
        ? null
        : { type: objectType, id: row.object_id, label: row.object_label },
    answer: toAnswer(row),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

function toAnswer(row: FindingRow): Finding['answer'] {
  if (row.answer === null || row.answered_at === null || row.answered_by === null) return null;
  return {
    text: row.answer,
    at: row.answered_at.toISOString(),
    accountId: row.answered_by,
    name: row.answered_name ?? '',
  };
}
