import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Cell, Table } from '../../platform/files/table.ts';
import { guessColumnType, isMissing, parseId } from '../../platform/files/value-parsing.ts';
import { formatCount } from '../../words/index.ts';
import { IMPORT_LIMITS, type ImportColumn, storableWords } from './import-column.ts';

/** What the beginning of a file says. */
export interface FileSample {
  readonly columns: readonly ImportColumn[];
  /** Rows looked at. */
  readonly rows: number;
  /** What is wrong with the file, in sentences. */
  readonly problems: readonly string[];
}

/** Cells by which the format of a column is guessed; the counting of values goes on beyond them. */
const CELLS_PER_COLUMN = 1_000;
/** Cells counted in one go before others are let in. */
const CELLS_PER_TURN = 20_000;

/** Counts the values of one column in bounded memory. */
class ColumnSample {
  readonly cells: Cell[] = [];
  readonly #rowsByValue = new Map<string, number>();
  /** Identifiers are longer lists than values with a meaning; they are only told apart, by text. */
  readonly #ids = new Set<string>();
  #present = 0;
  #rows = 0;
  #isUnique = true;

  take(cell: Cell): void {
    this.#rows += 1;
    if (this.cells.length < CELLS_PER_COLUMN) this.cells.push(typeof cell === 'string' ? ownCopy(cell) : cell);
    const text = cell instanceof Date ? cell.toISOString() : String(cell ?? '').trim();
    this.#countValue(text);
    const id = parseId(cell);
    if (id === null) return;
    this.#present += 1;
    if (!this.#isUnique) return;
    const own = ownCopy(id);
    if (this.#ids.has(own)) {
      this.#isUnique = false;
      this.#ids.clear();
    } else {
      this.#ids.add(own);
    }
  }

  #countValue(text: string): void {
    const shown = text.length > IMPORT_LIMITS.sampleChars ? text.slice(0, IMPORT_LIMITS.sampleChars) : text;
    const rows = this.#rowsByValue.get(shown);
    if (rows !== undefined) this.#rowsByValue.set(shown, rows + 1);
    else if (this.#rowsByValue.size < IMPORT_LIMITS.distinctValues) this.#rowsByValue.set(ownCopy(shown), 1);
  }

  describe(name: string): ImportColumn {
    const { format, isCertain } = guessColumnType(this.cells, name);
    const values = [...this.#rowsByValue].map(([value, rows]) => ({ value: storableWords(value), rows }));
    const present = values.filter(({ value }) => !isMissing(value));
    return {
      name,
      format,
      isCertain,
      missingShare: this.#rows === 0 ? 1 : 1 - this.#present / this.#rows,
      samples: present.slice(0, IMPORT_LIMITS.samples).map(({ value }) => value),
      distinct: values.length,
      isUnique: this.#isUnique && this.#present > 0,
      values: values.length <= IMPORT_LIMITS.shownValues ? values.sort((left, right) => right.rows - left.rows) : [],
    };
  }
}

/** Looks at the first rows of a file, for a limited number of rows and time. */
export async function sampleColumns(table: Table): Promise<FileSample> {
  const samples = table.columns.map(() => new ColumnSample());
  const endsMs = performance.now() + IMPORT_LIMITS.sampleMs;
  const mostRows = Math.min(IMPORT_LIMITS.sampledRows, Math.ceil(IMPORT_LIMITS.sampledCells / samples.length));
  let rows = 0;
  let malformed = 0;
  let cellsInTurn = 0;
  let firstProblem = '';
  for await (const item of table.rows) {
    if (item.kind === 'unreadable') {
      firstProblem = item.sentence;
      break;
    }
    if (item.kind === 'malformed') {
      if (malformed === 0) firstProblem = `Line ${item.line}: ${item.problem}`;
      malformed += 1;
    } else {
      rows += 1;
      item.values.forEach((cell, index) => {
        samples[index]?.take(cell);
      });
    }
    if (rows + malformed >= mostRows || performance.now() > endsMs) break;
    cellsInTurn += samples.length;
    if (cellsInTurn < CELLS_PER_TURN) continue;
    cellsInTurn = 0;
    await letOthersIn();
  }
  const columns = samples.map((sample, index) => sample.describe(table.columns[index] ?? ''));
  return { columns, rows, problems: firstProblem === '' ? [] : [malformedSentence(malformed, rows, firstProblem)] };
}

function malformedSentence(malformed: number, rows: number, first: string): string {
  if (malformed === 0) return first;
  const all = formatCount(rows + malformed);
  return `${formatCount(malformed)} of the first ${all} rows cannot be read. ${first}`;
}

/** Text of a reader shares the memory of the block it was cut from; what is kept gets memory of its own. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
