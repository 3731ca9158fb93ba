import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Threads } from '../../platform/threads/threads.ts';
import { WITHHELD_REASON, type WithheldColumns } from '../datasets/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { ColumnsSource, SourceTable } from '../training/index.ts';
import { refuseExpectation } from './expectations.errors.ts';

/** A file of a model, by its place in the store. */
export interface StoredFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
}

/** What is known of a first model. */
export interface KeptTraining {
  readonly initiativeNo: number;
  readonly seed: number;
  readonly datasetId: string;
  readonly version: number;
  readonly modelDigest: string;
  readonly document: string;
  /** Rows of what was read that it was checked on, with what was foreseen; null where that was not kept. */
  readonly heldOut: { readonly rows: Uint32Array; readonly predictions: Float64Array } | null;
}

/** What expectations are wired with. */
export interface ExpectationPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Log;
  readonly threads: Pick<Threads, 'run'>;
  readonly source: ColumnsSource;
  readonly initiativeByNo: (queryable: Queryable, no: number) => Promise<StoredInitiative | null>;
  /** A first model that is done; null where there is none. */
  readonly training: (id: string) => Promise<KeptTraining | null>;
  /** The columns of a data set whose words somebody is not shown. */
  readonly withheldFrom: (
    reader: { readonly accountId: string },
    initiative: Pick<StoredInitiative, 'no'>,
    datasetId: string,
  ) => Promise<WithheldColumns>;
  /** The columns of a data set whose words are told at the table alone. */
  readonly columnsAboutPersons: (queryable: Queryable, datasetId: string) => Promise<WithheldColumns>;
  readonly files: {
    /** Files below a path, in the order of their paths. */
    below(path: string): Promise<readonly StoredFile[]>;
    /** The content of a file; null where there is none or it is damaged. */
    read(path: string): Promise<Uint8Array | null>;
  };
  readonly jobs: { enqueue(tx: Transaction, kind: string, payload: JsonObject): Promise<string> };
  /** Tells pages, after the commit, that something of an initiative changed. */
  readonly onChanged: (initiativeId: string) => void;
}

/** The kinds of background work of expectations. */
export const EXPECTATION_JOBS = { judge: 'expectations.judge' } as const;

/** Refuses a question that would tell words of a column which somebody is not shown. @throws Problem EXPECTATION_COLUMN_UNFIT */
export async function refuseWithheld(
  ports: Pick<ExpectationPorts, 'withheldFrom'>,
  reader: { readonly accountId: string },
  initiative: StoredInitiative,
  table: Pick<SourceTable, 'datasetId' | 'columns'>,
  asked: readonly string[],
): Promise<void> {
  const withheld = await ports.withheldFrom(reader, initiative, table.datasetId);
  const found = table.columns.find(
    ({ name, kind }) => asked.includes(name) && withheld.has(name) && (kind === 'text' || kind === 'id'),
  );
  if (found)
    throw refuseExpectation('EXPECTATION_COLUMN_UNFIT', { column: found.name.slice(0, 100), reason: WITHHELD_REASON });
}
