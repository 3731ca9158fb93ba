import type { ColumnType, JSONColumnType, Selectable } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { AnswerContext } from './assemble-answer.ts';
import type { TakenVerdictEntry } from './outcomes.schema.ts';
import type { OutcomeReport } from './report.schema.ts';

/** The form in which reports are stored. A change that an older reader of reports would not understand takes the next number. */
export const REPORT_VERSION = 1;

interface OutcomeTables {
  verdicts: {
    initiative_no: number;
    number: number;
    id: string;
    iteration: number;
    phase_number: number;
    phase_hash: string;
    as_of: Date;
    look: TakenVerdictEntry['look'];
    state: TakenVerdictEntry['state'];
    inputs_hash: string;
    report_version: number;
    report: JSONColumnType<OutcomeReport>;
    /** Written by the database itself, from the report. */
    summary: ColumnType<Pick<TakenVerdictEntry, 'grade' | 'headline'>, never, never>;
    context: JSONColumnType<AnswerContext>;
    taken_at: Date;
    taken_by: string;
    taken_by_name: string;
    note: string | null;
  };
  verdict_sign_offs: {
    initiative_no: number;
    number: number;
    label: 'measured' | 'validated';
    account_id: string;
    name: string;
    at: Date;
    note: string | null;
  };
}

/** A verdict as it is stored, with its report and with what the report needed beside the ledger. */
export interface StoredVerdict {
  readonly entry: TakenVerdictEntry;
  readonly report: OutcomeReport;
  readonly context: AnswerContext;
}

/** A verdict that is being taken. */
export interface NewVerdict {
  readonly id: string;
  readonly iteration: number;
  readonly phaseNumber: number;
  readonly phaseHash: string;
  readonly asOf: Date;
  readonly inputsHash: string;
  readonly report: OutcomeReport;
  readonly context: AnswerContext;
  readonly takenAt: Date;
  readonly takenBy: string;
  readonly takenByName: string;
  readonly note: string | null;
}

/** Verdicts that a list gives. */
const LISTED_VERDICTS = 200;

/** What a list of verdicts says of each. */
const ENTRY_COLUMNS = [
  'id',
  'number',
  'iteration',
  'phase_number',
  'as_of',
  'look',
  'state',
  'summary',
  'taken_at',
  'taken_by_name',
  'note',
  'phase_hash',
  'inputs_hash',
] as const;

/** Stores a verdict under the next number of its initiative. */
export async function insertVerdict(
  tx: Transaction,
  initiativeNo: number,
  verdict: NewVerdict,
): Promise<StoredVerdict> {
  const db = tx.tables<OutcomeTables>();
  // Two verdicts taken at once get different numbers: the second waits for the first.
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`verdicts:${initiativeNo}`]);
  const { last } = await db
    .selectFrom('verdicts')
    .select((select) => select.fn.max('number').as('last'))
    .where('initiative_no', '=', initiativeNo)
    .executeTakeFirstOrThrow();
  const row = await db
    .insertInto('verdicts')
    .values({
      initiative_no: initiativeNo,
      number: (last ?? 0) + 1,
      id: verdict.id,
      iteration: verdict.iteration,
      phase_number: verdict.phaseNumber,
      phase_hash: verdict.phaseHash,
      as_of: verdict.asOf,
      look: verdict.report.look,
      state: verdict.report.verdict.state,
      inputs_hash: verdict.inputsHash,
      report_version: REPORT_VERSION,
      report: JSON.stringify(verdict.report),
      context: JSON.stringify(verdict.context),
      taken_at: verdict.takenAt,
      taken_by: verdict.takenBy,
      taken_by_name: verdict.takenByName,
      note: verdict.note,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toVerdict(row, []);
}

/** A verdict by its number, or `null`. */
export async function findVerdict(
  queryable: Queryable,
  initiativeNo: number,
  number: number,
): Promise<StoredVerdict | null> {
  const db = queryable.tables<OutcomeTables>();
  const row = await db
    .selectFrom('verdicts')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) return null;
  const signOffs = await db
    .selectFrom('verdict_sign_offs')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .where('number', '=', number)
    .orderBy('at')
    .execute();
  return toVerdict(row, signOffs);
}

/** The verdicts of an initiative without their reports, which are long, newest first. */
export async function listVerdicts(queryable: Queryable, initiativeNo: number): Promise<readonly TakenVerdictEntry[]> {
  const db = queryable.tables<OutcomeTables>();
  const rows = await db
    .selectFrom('verdicts')
    .select(ENTRY_COLUMNS)
    .where('initiative_no', '=', initiativeNo)
    .orderBy('number', 'desc')
    .limit(LISTED_VERDICTS)
    .execute();
  const signOffs = await db
    .selectFrom('verdict_sign_offs')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .orderBy('at')
    .execute();
  return rows.map((row) =>
    toEntry(
      row,
      signOffs.filter(({ number }) => number === row.number),
    ),
  );
}

/** Records that a sponsor signed a value off; returns whether it had not been signed so before. */
export async function insertSignOff(
  tx: Transaction,
  initiativeNo: number,
  number: number,
  signOff: {
    readonly label: 'measured' | 'validated';
    readonly accountId: string;
    readonly name: string;
    readonly at: Date;
    readonly note: string | null;
  },
): Promise<boolean> {
  const result = await tx
    .tables<OutcomeTables>()
    .insertInto('verdict_sign_offs')
    .values({
      initiative_no: initiativeNo,
      number,
      label: signOff.label,
      account_id: signOff.accountId,
      name: signOff.name,
      at: signOff.at,
      note: signOff.note,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

function toVerdict(
  row: Selectable<OutcomeTables['verdicts']>,
  signOffs: readonly Selectable<OutcomeTables['verdict_sign_offs']>[],
): StoredVerdict {
  if (row.report_version > REPORT_VERSION) {
    throw new Error(
      `Verdict ${row.number} has a report of version ${row.report_version}; this program reads up to ${REPORT_VERSION}.`,
    );
  }
  return { report: row.report, context: row.context, entry: toEntry(row, signOffs) };
}

function toEntry(
  row: Pick<Selectable<OutcomeTables['verdicts']>, (typeof ENTRY_COLUMNS)[number]>,
  signOffs: readonly Selectable<OutcomeTables['verdict_sign_offs']>[],
): TakenVerdictEntry {
  return {
    id: row.id,
    number: row.number,
    iteration: row.iteration,
    phaseNumber: row.phase_number,
    asOf: row.as_of.toISOString(),
    look: row.look,
    state: row.state,
    grade: row.summary.grade,
    headline: row.summary.headline,
    takenAt: row.taken_at.toISOString(),
    takenBy: row.taken_by_name,
    note: row.note,
    phaseHash: row.phase_hash,
    inputsHash: row.inputs_hash,
    signOffs: signOffs.map(({ label, name, at, note }) => ({ label, name, at: at.toISOString(), note })),
  };
}
