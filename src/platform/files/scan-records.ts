import { FILE_LIMITS } from './limits.ts';

/** A record as it was cut from the text: `line` is the number of its first line, counted from 1. */
export interface ScannedRecord {
  kind: 'record';
  line: number;
  /** At most one cell more than the limit on columns; `cellCount` says how many there were. */
  cells: string[];
  cellCount: number;
}

/** A record that could not be cut: what is wrong with it, and its beginning. */
export interface BrokenRecord {
  kind: 'broken';
  line: number;
  problem: string;
  raw: string;
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const NO_CHARACTER = -1;

type Attempt =
  | { kind: 'record'; cells: string[]; cellCount: number }
  | { kind: 'unfinished' }
  | { kind: 'broken'; problem: string };

const UNFINISHED: Attempt = { kind: 'unfinished' };
const TOO_LONG: Attempt = {
  kind: 'broken',
  problem: `The record is longer than ${FILE_LIMITS.recordChars.toLocaleString('en')} characters.`,
};
const NOT_CLOSED: Attempt = { kind: 'broken', problem: 'A quotation mark is opened and never closed.' };
const AFTER_QUOTE: Attempt = { kind: 'broken', problem: 'There is text after a closing quotation mark.' };

/**
 * Cuts text into records and cells as RFC 4180 describes, with what files really contain: line breaks of any kind,
 * blank lines (skipped), a missing last line break, and quotation marks inside an unquoted cell (kept as they are).
 *
 * Text is pushed in pieces of any size; the result does not depend on where the pieces end. After a broken record the
 * scan goes on at the line below the record's first line, so a quotation mark that is never closed costs one line and
 * not the rest of the file. Without a delimiter every line is one record of one cell and quotation marks mean nothing.
 */
export class RecordScanner {
  private readonly delimiter: number;
  private readonly quote: number;
  private text = '';
  private position = 0;
  private lastStart = 0;
  private line = 1;
  private isEnded = false;
  private isSkippingLine = false;

  constructor(delimiter: string | null) {
    this.delimiter = delimiter === null ? NO_CHARACTER : delimiter.charCodeAt(0);
    this.quote = delimiter === null ? NO_CHARACTER : QUOTE;
  }

  /** Adds the next piece of text. */
  push(piece: string): void {
    this.text = this.position < this.text.length ? this.text.slice(this.position) + piece : piece;
    this.position = 0;
  }

  /** Says that no more text will come, so that the last record ends where the text ends. */
  end(): void {
    this.isEnded = true;
  }

  /** The next record, or null when more text is needed (after {@link end}: when there is none left). */
  next(): ScannedRecord | BrokenRecord | null {
    if (!this.skipToRecord()) return null;
    const start = this.position;
    const line = this.line;
    const attempt = this.attempt(start);
    if (attempt.kind === 'unfinished' || (attempt.kind === 'broken' && !this.hasRaw(start))) {
      this.line = line;
      return null;
    }
    this.lastStart = start;
    if (attempt.kind === 'record') return { kind: 'record', line, cells: attempt.cells, cellCount: attempt.cellCount };
    this.position = start;
    this.line = line;
    this.isSkippingLine = true;
    return { kind: 'broken', line, problem: attempt.problem, raw: this.firstLine(start) };
  }

  /** The beginning of the record that {@link next} returned last; valid until the next call. */
  lastRaw(): string {
    const end = Math.min(this.position, this.lastStart + FILE_LIMITS.rawChars);
    return detached(this.text.slice(this.lastStart, end).trimEnd());
  }

  /** Whether enough text is here to show the first line, so that what is shown does not depend on where pieces end. */
  private hasRaw(start: number): boolean {
    const beginning = this.text.slice(start, start + FILE_LIMITS.rawChars);
    return this.isEnded || beginning.length === FILE_LIMITS.rawChars || /[\r\n]/.test(beginning);
  }

  private firstLine(start: number): string {
    const beginning = this.text.slice(start, start + FILE_LIMITS.rawChars);
    const lineEnd = beginning.search(/[\r\n]/);
    return detached(lineEnd < 0 ? beginning : beginning.slice(0, lineEnd));
  }

  /** Leaves a broken line and blank lines behind; false when the text is used up. */
  private skipToRecord(): boolean {
    if (this.isSkippingLine) {
      const { text } = this;
      let at = this.position;
      while (at < text.length && text.charCodeAt(at) !== LINE_FEED && text.charCodeAt(at) !== CARRIAGE_RETURN) at++;
      this.position = at;
    }
    while (this.position < this.text.length) {
      const length = this.breakLength(this.position);
      if (length === 0) return true;
      if (length === null) return false;
      this.position += length;
      this.line++;
      this.isSkippingLine = false;
    }
    return false;
  }

  /** Length of the line break at `at`: 0 when there is none, null when only the next piece can tell. */
  private breakLength(at: number): number | null {
    const char = this.text.charCodeAt(at);
    if (char === LINE_FEED) return 1;
    if (char !== CARRIAGE_RETURN) return 0;
    if (at + 1 === this.text.length && !this.isEnded) return null;
    return this.text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1;
  }

  private attempt(start: number): Attempt {
    const limit = start + FILE_LIMITS.recordChars;
    const cells: string[] = [];
    let cellCount = 0;
    let at = start;
    for (;;) {
      const cell = this.text.charCodeAt(at) === this.quote ? this.quotedCell(at, limit) : this.plainCell(at, limit);
      if (typeof cell !== 'object') return this.failure(cell);
      cellCount++;
      if (cells.length <= FILE_LIMITS.columns) cells.push(cell.value);
      at = cell.end;
      if (at < this.text.length && this.text.charCodeAt(at) === this.delimiter) {
        at++;
        continue;
      }
      const lineBreak = at < this.text.length ? this.breakLength(at) : 0;
      if (lineBreak === null) return UNFINISHED;
      this.position = at + lineBreak;
      if (lineBreak > 0) this.line++;
      return { kind: 'record', cells, cellCount };
    }
  }

  private failure(reason: CellFailure): Attempt {
    if (reason === 'unfinished') return UNFINISHED;
    if (reason === 'too-long') return TOO_LONG;
    return reason === 'not-closed' ? NOT_CLOSED : AFTER_QUOTE;
  }

  private plainCell(start: number, limit: number): CutCell | CellFailure {
    const { text, delimiter } = this;
    const last = Math.min(text.length, limit);
    let at = start;
    while (at < last) {
      const char = text.charCodeAt(at);
      if (char === delimiter || char === LINE_FEED || char === CARRIAGE_RETURN) break;
      at++;
    }
    if (at >= limit) return 'too-long';
    if (at === text.length && !this.isEnded) return 'unfinished';
    return { value: text.slice(start, at), end: at };
  }

  private quotedCell(start: number, limit: number): CutCell | CellFailure {
    const { text } = this;
    let from = start + 1;
    let hasEscapes = false;
    for (;;) {
      const close = text.indexOf('"', from);
      if (close >= limit || (close < 0 && text.length > limit)) return 'not-closed';
      if (close < 0) return this.isEnded ? 'not-closed' : 'unfinished';
      if (close + 1 === text.length && !this.isEnded) return 'unfinished';
      if (text.charCodeAt(close + 1) === QUOTE) {
        hasEscapes = true;
        from = close + 2;
        continue;
      }
      const end = close + 1;
      if (end < text.length && text.charCodeAt(end) !== this.delimiter && this.breakLength(end) === 0)
        return 'after-quote';
      const inside = text.slice(start + 1, close);
      this.line += countLineBreaks(inside);
      return { value: hasEscapes ? inside.replaceAll('""', '"') : inside, end };
    }
  }
}

interface CutCell {
  value: string;
  end: number;
}

type CellFailure = 'unfinished' | 'too-long' | 'not-closed' | 'after-quote';

/** Line breaks inside a quoted cell, counting the pair CR LF as one, as an editor does. */
function countLineBreaks(text: string): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks++;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== LINE_FEED) breaks++;
  }
  return breaks;
}

/** A copy that does not keep the block of text alive that it was cut from: callers collect raw lines in a report. */
function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
