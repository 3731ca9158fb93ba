import type { Queryable } from '../../platform/database/database.ts';
import type {
  CheckedFacts,
  ImportCheck,
  ImportLayout,
  ImportProgress,
  ImportResult,
  ImportState,
  StoredImport,
} from './import.ts';
import type { ImportMapping } from './import-mapping.ts';

interface ImportRecord {
  readonly id: string;
  readonly initiative_no: number;
  readonly initiative_id: string;
  readonly state: ImportState;
  readonly file_name: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly format: string;
  readonly upload_id: string | null;
  readonly brought_by: string;
  readonly brought_by_name: string;
  readonly brought_at: Date;
  readonly finished_at: Date | null;
  readonly layout: ImportLayout;
  readonly mapping: ImportMapping | null;
  readonly check_result: ImportCheck | null;
  readonly checked_facts: CheckedFacts | null;
  readonly leave_out_bad: boolean;
  readonly load_result: ImportResult | null;
  readonly failure: string | null;
  readonly job_id: string | null;
}

/** A new file, before anybody said what its columns mean. */
export type NewImport = Pick<
  StoredImport,
  | 'id'
  | 'initiativeId'
  | 'initiativeNo'
  | 'fileName'
  | 'sizeBytes'
  | 'sha256'
  | 'format'
  | 'broughtBy'
  | 'broughtAt'
  | 'layout'
> & { readonly uploadId: string };

/** Writes down a file that arrived. */
export async function insertImport(queryable: Queryable, file: NewImport): Promise<void> {
  await queryable.query(
    `insert into ledger_imports (id, initiative_no, initiative_id, state, file_name, size_bytes, sha256, format, upload_id,
       brought_by, brought_by_name, brought_at, layout)
     values ($1, $2, $3, 'uploaded', $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      file.id,
      file.initiativeNo,
      file.initiativeId,
      file.fileName,
      file.sizeBytes,
      file.sha256,
      file.format,
      file.uploadId,
      file.broughtBy.accountId,
      file.broughtBy.name,
      file.broughtAt,
      JSON.stringify(file.layout),
    ],
  );
}

/** A file of an initiative, or null; `lock` holds off everybody who would change it until the transaction ends. */
export async function findImport(
  queryable: Queryable,
  id: string,
  options: { readonly initiativeNo?: number; readonly lock?: boolean } = {},
): Promise<StoredImport | null> {
  const [row] = await queryable.query<ImportRecord>(
    `select * from ledger_imports where id = $1 ${options.lock ? 'for no key update' : ''}`,
    [id],
  );
  // A file of another initiative is as good as none: rights are per initiative.
  if (!row || (options.initiativeNo !== undefined && row.initiative_no !== options.initiativeNo)) return null;
  return toImport(row);
}

/** The files of an initiative before an id, newest first, without what their columns look like. */
export async function listImports(
  queryable: Queryable,
  initiativeNo: number,
  page: { readonly before: string | null; readonly limit: number },
): Promise<readonly Omit<StoredImport, 'layout'>[]> {
  const rows = await queryable.query<Omit<ImportRecord, 'layout'>>(
    `select id, initiative_no, initiative_id, state, file_name, size_bytes, sha256, format, upload_id, brought_by,
       brought_by_name, brought_at, finished_at, null as mapping, check_result, checked_facts, leave_out_bad, load_result,
       failure, job_id
     from ledger_imports where initiative_no = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [initiativeNo, page.before, page.limit],
  );
  return rows.map(withoutLayout);
}

/** What changes about a file; what is not named stays. */
export type ImportChange = Partial<
  Pick<
    StoredImport,
    'state' | 'uploadId' | 'mapping' | 'check' | 'facts' | 'leaveOutBad' | 'result' | 'failure' | 'jobId' | 'finishedAt'
  >
>;

const CHANGED_COLUMN: Readonly<Record<keyof ImportChange, string>> = {
  state: 'state',
  uploadId: 'upload_id',
  mapping: 'mapping',
  check: 'check_result',
  facts: 'checked_facts',
  leaveOutBad: 'leave_out_bad',
  result: 'load_result',
  failure: 'failure',
  jobId: 'job_id',
  finishedAt: 'finished_at',
};

/**
 * Changes a file.
 * @param expected only while it is in this state and, where told, worked on by this job.
 * @returns whether it was changed.
 */
export async function changeImport(
  queryable: Queryable,
  id: string,
  change: ImportChange,
  expected: { readonly state: ImportState; readonly jobId?: string },
): Promise<boolean> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const sets = entries.map(([name], index) => `${columnOf(name)} = $${index + 4}`);
  const rows = await queryable.query(
    `update ledger_imports set ${sets.join(', ')}
     where id = $1 and state = $2 and ($3::uuid is null or job_id = $3) returning id`,
    [id, expected.state, expected.jobId ?? null, ...entries.map(([, value]) => toParameter(value))],
  );
  return rows.length > 0;
}

function columnOf(name: string): string {
  const found = Object.entries(CHANGED_COLUMN).find(([known]) => known === name);
  if (!found) throw new RangeError(`A file has nothing called "${name}" to change.`);
  return found[1];
}

function toParameter(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
}

/** How many files of an initiative were brought and neither loaded nor cancelled. */
export async function countUnfinished(queryable: Queryable, initiativeNo: number): Promise<number> {
  const [row] = await queryable.query<{ count: number }>(
    'select count(*) as count from ledger_imports where initiative_no = $1 and upload_id is not null',
    [initiativeNo],
  );
  return row?.count ?? 0;
}

/** Uploads that files still need. */
export async function neededUploads(queryable: Queryable): Promise<readonly string[]> {
  const rows = await queryable.query<{ upload_id: string }>(
    'select upload_id from ledger_imports where upload_id is not null',
  );
  return rows.map(({ upload_id }) => upload_id);
}

/** The file with the same content that was loaded last, or null. */
export async function findLoadedTwin(
  queryable: Queryable,
  file: Pick<StoredImport, 'initiativeNo' | 'sha256' | 'id'>,
): Promise<{ readonly mapping: ImportMapping | null; readonly finishedAt: Date } | null> {
  const [row] = await queryable.query<{ mapping: ImportMapping | null; finished_at: Date }>(
    `select mapping, finished_at from ledger_imports
     where initiative_no = $1 and sha256 = $2 and id <> $3 and state = 'loaded' order by id desc limit 1`,
    [file.initiativeNo, file.sha256, file.id],
  );
  return row ? { mapping: row.mapping, finishedAt: row.finished_at } : null;
}

/** The highest revision with which a file of the initiative was loaded; 1 before the first. */
export async function highestLoadedRevision(queryable: Queryable, initiativeNo: number): Promise<number> {
  const [row] = await queryable.query<{ revision: number | null }>(
    `select max((checked_facts ->> 'revision')::int) as revision from ledger_imports
     where initiative_no = $1 and state = 'loaded'`,
    [initiativeNo],
  );
  return row?.revision ?? 1;
}

/** Whether units have arms in a phase already. */
export async function hasAssignments(
  queryable: Queryable,
  initiativeNo: number,
  phaseNumber: number,
): Promise<boolean> {
  const [row] = await queryable.query<{ found: boolean }>(
    'select exists (select from assignments where initiative_no = $1 and phase_number = $2) as found',
    [initiativeNo, phaseNumber],
  );
  return row?.found ?? false;
}

/** Writes down how far a check or a load is. */
export async function writeProgress(queryable: Queryable, importId: string, progress: ImportProgress): Promise<void> {
  await queryable.query(
    `insert into ledger_import_progress (import_id, phase, rows_done, bytes_done) values ($1, $2, $3, $4)
     on conflict (import_id) do update
     set phase = excluded.phase, rows_done = excluded.rows_done, bytes_done = excluded.bytes_done`,
    [importId, progress.phase, progress.rowsDone, progress.bytesDone],
  );
}

/** How far checks and loads are, by file. */
export async function readProgress(
  queryable: Queryable,
  importIds: readonly string[],
): Promise<ReadonlyMap<string, ImportProgress>> {
  const rows = await queryable.query<{
    import_id: string;
    phase: ImportProgress['phase'];
    rows_done: number;
    bytes_done: number;
  }>('select import_id, phase, rows_done, bytes_done from ledger_import_progress where import_id = any($1::uuid[])', [
    importIds,
  ]);
  return new Map(
    rows.map((row) => [row.import_id, { phase: row.phase, rowsDone: row.rows_done, bytesDone: row.bytes_done }]),
  );
}

function toImport(row: ImportRecord): StoredImport {
  return { ...withoutLayout(row), layout: row.layout };
}

function withoutLayout(row: Omit<ImportRecord, 'layout'>): Omit<StoredImport, 'layout'> {
  return {
    id: row.id,
    initiativeId: row.initiative_id,
    initiativeNo: row.initiative_no,
    state: row.state,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    format: row.format,
    uploadId: row.upload_id,
    broughtBy: { accountId: row.brought_by, name: row.brought_by_name },
    broughtAt: row.brought_at,
    mapping: row.mapping,
    check: row.check_result,
    facts: row.checked_facts,
    leaveOutBad: row.leave_out_bad,
    result: row.load_result,
    failure: row.failure,
    jobId: row.job_id,
    finishedAt: row.finished_at,
  };
}
