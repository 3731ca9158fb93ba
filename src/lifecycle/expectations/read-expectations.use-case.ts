import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { SourceTable } from '../training/index.ts';
import { protectedInCheck } from './candidates.store.ts';
import type { ExpectationVersion } from './expectation.ts';
import type { ExpectationPorts } from './expectation-ports.use-case.ts';
import { refuseExpectation } from './expectations.errors.ts';
import { listCurrent, listVersions } from './expectations.store.ts';
import type { CandidateName } from './judged-model.ts';
import { initiativesOfJudged, listJudged, readResults } from './judged-models.store.ts';
import type { ExpectationsReport, KeptResult, ModelReport } from './model-report.ts';

/** What is expected now, and how every model that was judged fared; of the named models alone. */
export async function readReport(
  queryable: Queryable,
  initiativeNo: number,
  named?: readonly CandidateName[],
): Promise<ExpectationsReport> {
  const expectations = await listCurrent(queryable, initiativeNo);
  const judged = await listJudged(queryable, initiativeNo, named);
  const models = await Promise.all(
    judged.map(async (model): Promise<ModelReport> => {
      const { modelDigest, dataDigest, datasetId } = model;
      const known =
        modelDigest === null || dataDigest === null
          ? new Map<string, KeptResult>()
          : await readResults(queryable, { modelDigest, dataDigest });
      const own = expectations.filter(({ content }) => content.datasetId === datasetId);
      return {
        judged: model,
        lines: own.map((expectation) => ({ expectation, result: known.get(expectation.id) ?? null })),
      };
    }),
  );
  return { expectations, models: models.filter((model) => !isBesideThePoint(model, models)) };
}

/** A model that fits one table of the initiative need not fit the others, and nothing is said of those. */
function isBesideThePoint({ judged }: ModelReport, models: readonly ModelReport[]): boolean {
  return (
    judged.state === 'unfit' &&
    models.some(({ judged: { kind, ref, state } }) => kind === judged.kind && ref === judged.ref && state === 'judged')
  );
}

/** The same for models by their names, in every initiative where they were judged. */
export async function readReportsOf(
  queryable: Queryable,
  named: readonly CandidateName[],
  initiativeByNo: ExpectationPorts['initiativeByNo'],
): Promise<readonly { readonly initiative: StoredInitiative; readonly report: ExpectationsReport }[]> {
  if (named.length === 0) return [];
  const reports = await Promise.all(
    (await initiativesOfJudged(queryable, named)).map(async (no) => {
      const initiative = await initiativeByNo(queryable, no);
      return initiative === null ? [] : [{ initiative, report: await readReport(queryable, no, named) }];
    }),
  );
  return reports.flat();
}

/** The versions of one expectation, the newest first. @throws Problem EXPECTATION_UNKNOWN */
export async function readStory(
  queryable: Queryable,
  { no }: StoredInitiative,
  id: string,
): Promise<readonly ExpectationVersion[]> {
  const versions = await listVersions(queryable, no, id);
  if (versions.length === 0) throw refuseExpectation('EXPECTATION_UNKNOWN');
  return versions;
}

/** A table that expectations can be about, with the columns that are protected. */
export interface OfferedTable {
  readonly table: SourceTable;
  readonly protectedColumns: readonly string[];
}

/** The tables of an initiative; protected is what its dictionary or its newest signal check says. */
export async function readOffer(
  { database, source }: Pick<ExpectationPorts, 'database' | 'source'>,
  initiative: StoredInitiative,
): Promise<readonly OfferedTable[]> {
  const tables = await source.list(initiative);
  return Promise.all(
    tables.map(async (table) => {
      const said = table.columns.filter(({ isProtected }) => isProtected).map(({ name }) => name);
      const checked = await protectedInCheck(database, table.datasetId);
      const names = new Set(table.columns.map(({ name }) => name));
      return { table, protectedColumns: [...new Set([...said, ...checked])].filter((name) => names.has(name)) };
    }),
  );
}
