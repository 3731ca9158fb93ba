import type { Queryable } from '../../platform/database/database.ts';
import type { ImportProgress } from './import.ts';
import { storableWords } from './import-column.ts';
import { LEDGER_LIMITS } from './ledger.ts';

/** A row of a file that was refused, and why. */
export interface RefusedRow {
  /** Line of the file. */
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
  /** The beginning of the row as it stands in the file. */
  readonly raw: string;
}

type Phase = ImportProgress['phase'];

const ROWS_PER_STATEMENT = 1_000;

/** Writes the report of refused rows while a file is read, up to the limit; the rest is only counted. */
export class RefusalWriter {
  readonly #queryable: Queryable;
  readonly #importId: string;
  readonly #phase: Phase;
  #waiting: RefusedRow[] = [];
  #written = 0;

  constructor(queryable: Queryable, importId: string, phase: Phase) {
    this.#queryable = queryable;
    this.#importId = importId;
    this.#phase = phase;
  }

  /** Takes a refused row; gives a promise when enough are waiting to be written. */
  add(row: RefusedRow): Promise<void> | undefined {
    if (this.#written + this.#waiting.length >= LEDGER_LIMITS.reportedRows) return undefined;
    this.#waiting.push(row);
    return this.#waiting.length >= ROWS_PER_STATEMENT ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    const rows = this.#waiting;
    const first = this.#written;
    this.#waiting = [];
    this.#written += rows.length;
    if (rows.length === 0) return;
    // The numbers follow from the file, so that a second run after a crash writes the same rows again.
    await this.#queryable.query(
      `insert into ledger_import_refusals (import_id, phase, no, line, column_name, reason, raw)
       select $1, $2, given.* from unnest($3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[]) as given
       on conflict do nothing`,
      [
        this.#importId,
        this.#phase,
        rows.map((_, index) => first + index + 1),
        rows.map(({ line }) => line),
        rows.map(({ column }) => column),
        rows.map(({ reason }) => storableWords(reason)),
        rows.map(({ raw }) => storableWords(raw)),
      ],
    );
  }
}

/** Removes the report of an earlier run. */
export async function clearRefusals(queryable: Queryable, importId: string): Promise<void> {
  await queryable.query('delete from ledger_import_refusals where import_id = $1', [importId]);
}

/** How many lines the reports of files have, by file. */
export async function countRefusals(
  queryable: Queryable,
  importIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await queryable.query<{ import_id: string; count: number }>(
    `select import_id, count(*) as count from ledger_import_refusals where import_id = any($1::uuid[]) group by import_id`,
    [importIds],
  );
  return new Map(rows.map(({ import_id, count }) => [import_id, count]));
}

/** The report, page by page, so that it takes no memory; rows that could not be read first, then those the ledger refused. */
export async function* readRefusals(queryable: Queryable, importId: string): AsyncGenerator<RefusedRow, void> {
  for (const phase of ['checking', 'loading'] as const) {
    let last = 0;
    for (;;) {
      const rows = await queryable.query<{
        no: number;
        line: number;
        column_name: string | null;
        reason: string;
        raw: string;
      }>(
        `select no, line, column_name, reason, raw from ledger_import_refusals
         where import_id = $1 and phase = $2 and no > $3 order by no limit ${ROWS_PER_STATEMENT}`,
        [importId, phase, last],
      );
      for (const { line, column_name, reason, raw } of rows) yield { line, column: column_name, reason, raw };
      last = rows.at(-1)?.no ?? last;
      if (rows.length < ROWS_PER_STATEMENT) break;
    }
  }
}
