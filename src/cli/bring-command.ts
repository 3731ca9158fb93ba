import { LEDGER_LIMITS, ledgerApi, RECORD_KINDS, type RecordKind } from '../lifecycle/ledger/index.ts';
import { createClient } from '../platform/contract/index.ts';
import { type Command, UsageError } from './command.ts';
import { type FileRow, rowsOfFile } from './rows-of-file.ts';
import { SERVER_FLAGS, serverAddress } from './server-address.ts';

/** Rows of one request; fewer than the server allows, so that a slow line still shows progress. */
const ROWS_PER_REQUEST = Math.min(2_000, LEDGER_LIMITS.rowsPerBatch);
/** Refused rows that are written out one by one; the rest are counted. */
const TOLD_ROWS = 20;

/** `throughline bring`: sends a file of records of one kind to an initiative's ledger. */
export const bringCommand: Command = {
  name: 'bring',
  summary: `Brings records of one kind (${RECORD_KINDS.join(', ')}) from a CSV, TSV, NDJSON or Parquet file into an initiative's ledger. Columns are called like the fields of the API.`,
  usage: '<initiative> <kind> <file>',
  flags: SERVER_FLAGS,
  async run(input) {
    const [slug, kindWord, file] = input.words;
    const kind = RECORD_KINDS.find((known) => known === kindWord);
    if (!slug || !file) throw new UsageError('Name the initiative, the kind of records and the file.');
    if (!kind)
      throw new UsageError(`"${kindWord}" is not a kind of records. The kinds are ${RECORD_KINDS.join(', ')}.`);
    const client = createClient(ledgerApi, serverAddress(input));
    const totals = await bringFile(file, kind, async (rows) =>
      client.bring({ params: { slug, kind }, body: { rows: rows.map(({ row }) => row), source: 'command line' } }),
    );
    const { stored, duplicates, mixed, refused } = totals;
    process.stdout.write(
      `${stored} stored, ${duplicates} already there, ${mixed} in a second group, ${refused} refused.\n`,
    );
    return refused > 0 ? 1 : 0;
  },
};

interface Totals {
  stored: number;
  duplicates: number;
  mixed: number;
  refused: number;
}

interface Answer extends Totals {
  readonly rows: readonly { readonly index: number; readonly status: string; readonly message?: string | undefined }[];
}

async function bringFile(
  file: string,
  kind: RecordKind,
  send: (rows: readonly FileRow[]) => Promise<Answer>,
): Promise<Totals> {
  const totals: Totals = { stored: 0, duplicates: 0, mixed: 0, refused: 0 };
  let told = 0;
  const refuse = (line: number, message: string): void => {
    told += 1;
    if (told <= TOLD_ROWS) process.stderr.write(`line ${line}: ${message}\n`);
    if (told === TOLD_ROWS + 1) process.stderr.write('More lines were refused; the total follows.\n');
  };
  const flush = async (rows: readonly FileRow[]): Promise<void> => {
    if (rows.length === 0) return;
    const answer = await send(rows);
    totals.stored += answer.stored;
    totals.duplicates += answer.duplicates;
    totals.mixed += answer.mixed;
    totals.refused += answer.refused;
    for (const { index, status, message } of answer.rows) {
      if (status === 'refused') refuse(rows[index]?.line ?? 0, message ?? 'not accepted');
    }
  };
  let waiting: FileRow[] = [];
  for await (const item of rowsOfFile(file, kind)) {
    if ('problem' in item) {
      totals.refused += 1;
      refuse(item.line, item.problem);
      continue;
    }
    waiting.push(item);
    if (waiting.length < ROWS_PER_REQUEST) continue;
    await flush(waiting);
    waiting = [];
  }
  await flush(waiting);
  return totals;
}
