import type { StoredInitiative } from '../initiatives/index.ts';
import { type DataToday, dataToday } from './data-today.ts';
import { columnsOfClaim, type ExpectationContent, segmentsOf } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import { type ExpectationPorts, refuseWithheld } from './expectation-ports.use-case.ts';
import { requireFit } from './write-expectation.use-case.ts';

/**
 * What the newest data say about an expectation before anybody writes it down.
 * @throws Problem EXPECTATION_TABLE_UNKNOWN, EXPECTATION_COLUMN_UNFIT, EXPECTATION_UNFIT
 */
export async function previewExpectation(
  ports: Pick<ExpectationPorts, 'source' | 'withheldFrom'>,
  reader: { readonly accountId: string },
  initiative: StoredInitiative,
  content: ExpectationContent,
): Promise<DataToday & { readonly version: number }> {
  const table = await requireFit(ports, initiative, content);
  // Refused before anything is counted, so that nobody learns by asking whether a name is in the table.
  const asked = segmentsOf(content.claim).flatMap((segment) => segment.filter(({ kind }) => kind === 'is'));
  await refuseWithheld(
    ports,
    reader,
    initiative,
    table,
    asked.map(({ column }) => column),
  );
  const columns = [...new Set([content.target, ...columnsOfClaim(content.claim)])];
  const read = await ports.source.read(initiative, table, {
    columns,
    maxRows: EXPECTATION_LIMITS.previewRows,
    seed: 1,
  });
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const byName = new Map(read.columns.map((column) => [column.name, column]));
  return {
    ...dataToday(content, byName, read.rows, (name) => kinds.get(name) === 'yes-no'),
    version: table.version,
  };
}
