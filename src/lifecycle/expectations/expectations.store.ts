import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { type ExpectationContent, type ExpectationVersion, expectationContentSchema } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';

interface VersionRow {
  id: string;
  expectation_id: string;
  number: number;
  version: number;
  content: unknown;
  is_retired: boolean;
  reason: string | null;
  written_by: string;
  written_by_name: string;
  written_at: Date;
}

const COLUMNS = `v.id, v.expectation_id, x.number, v.version, v.content, v.is_retired, v.reason, v.written_by,
  v.written_by_name, v.written_at`;

/** Makes an expectation without a version and gives its number; other writers of the initiative wait for the end. */
export async function insertExpectation(tx: Transaction, id: string, initiativeNo: number): Promise<number> {
  await tx.query('select pg_advisory_xact_lock(311, $1::int)', [initiativeNo]);
  const [row] = await tx.query<{ number: number }>(
    `insert into expectations (id, initiative_no, number)
     select $1, $2::bigint, coalesce(max(number), 0) + 1 from expectations where initiative_no = $2 returning number`,
    [id, initiativeNo],
  );
  return row?.number ?? 1;
}

/** What a version is made of. */
export interface NewVersion extends Pick<ExpectationVersion, 'id' | 'expectationId' | 'version' | 'content'> {
  readonly isRetired: boolean;
  readonly reason: string | null;
  readonly writtenBy: ExpectationVersion['writtenBy'];
  readonly writtenAt: Date;
}

/** Adds a version; false when there is one of that number already. */
export async function insertVersion(tx: Transaction, version: NewVersion): Promise<boolean> {
  const { id, expectationId, content, isRetired, reason, writtenBy, writtenAt } = version;
  const rows = await tx.query(
    `insert into expectation_versions
       (id, expectation_id, version, dataset_id, content, is_retired, reason, written_by, written_by_name, written_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (expectation_id, version) do nothing returning id`,
    [
      id,
      expectationId,
      version.version,
      content.datasetId,
      JSON.stringify(content),
      isRetired,
      reason,
      writtenBy.accountId,
      writtenBy.name,
      writtenAt,
    ],
  );
  return rows.length > 0;
}

/** Every version of one expectation of an initiative, the newest first; none where there is no such. */
export async function listVersions(
  queryable: Queryable,
  initiativeNo: number,
  expectationId: string,
): Promise<readonly ExpectationVersion[]> {
  const rows = await queryable.query<VersionRow>(
    `select ${COLUMNS} from expectation_versions v join expectations x on x.id = v.expectation_id
     where x.initiative_no = $1 and x.id = $2 order by v.version desc limit $3`,
    [initiativeNo, expectationId, EXPECTATION_LIMITS.versions],
  );
  return rows.map(read);
}

/** The newest version of every expectation of an initiative that counts, the oldest expectation first. */
export async function listCurrent(
  queryable: Queryable,
  initiativeNo: number,
  datasetId?: string,
): Promise<readonly ExpectationVersion[]> {
  const rows = await queryable.query<VersionRow>(
    `select ${COLUMNS} from expectations x
       join lateral (select * from expectation_versions where expectation_id = x.id order by version desc limit 1) v
         on not v.is_retired
     where x.initiative_no = $1 and ($2::uuid is null or v.dataset_id = $2) order by x.number`,
    [initiativeNo, datasetId ?? null],
  );
  return rows.map(read);
}

function read(row: VersionRow): ExpectationVersion {
  const content: ExpectationContent = expectationContentSchema.parse(row.content);
  return {
    id: row.id,
    expectationId: row.expectation_id,
    number: row.number,
    version: row.version,
    content,
    isRetired: row.is_retired,
    reason: row.reason,
    writtenBy: { accountId: row.written_by, name: row.written_by_name },
    writtenAt: row.written_at,
  };
}
