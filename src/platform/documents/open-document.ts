import * as Y from 'yjs';
import type { DocumentEnding } from '../contract/index.ts';
import type { Transaction } from '../database/queryable.ts';
import type { DocumentAuthor, DocumentKind, WorkCounts } from './document-kind.ts';
import type { StoredChanges } from './documents.store.ts';

/** A change that was not taken. Its `code` and `reason` are what the page is told when its document is closed. */
export class DocumentRefused extends Error {
  readonly ending: DocumentEnding;
  readonly code: number;
  readonly reason: string;

  constructor(ending: DocumentEnding, code: number) {
    // The sync server writes the message of whatever a rule throws to the console; a refusal is none of its business.
    super();
    this.name = 'DocumentRefused';
    this.ending = ending;
    this.code = code;
    this.reason = ending;
  }
}

/** What a person did in a change that is about to be stored. */
export interface Work {
  readonly author: DocumentAuthor;
  readonly counts: WorkCounts;
}

/** What an open document needs of the database. */
export interface OpenDocumentPorts {
  /** Stores changes, what they count for and `inTransaction` at once; gives the number of the last change. */
  store(
    changes: readonly Uint8Array[],
    work: readonly Work[],
    inTransaction?: (tx: Transaction) => Promise<void>,
  ): Promise<number>;
  /** What was stored after a number. */
  since(seq: number): Promise<StoredChanges>;
  refused(ending: DocumentEnding): DocumentRefused;
}

interface Task {
  readonly run:
    | { readonly kind: 'update'; readonly bytes: Uint8Array; readonly author: DocumentAuthor }
    | {
        readonly kind: 'change';
        readonly change: (document: Y.Doc) => void;
        readonly inTransaction: (tx: Transaction) => Promise<void>;
      }
    | { readonly kind: 'catch-up' };
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** What a task came to on the trial copy. */
interface Tried {
  readonly task: Task;
  readonly changes: readonly Uint8Array[];
  readonly work: readonly Work[];
}

/** Where changes that are stored already come from, so that nothing stores them again. */
const STORED = { source: 'local', skipStoreHooks: true } as const;

/**
 * A document that somebody has open in this process. Every change is tried on a copy first, judged by the rules of its
 * kind, stored, and only then made on the document itself, which tells everybody: what one sees of others is safe. Changes
 * come one after the other; those that arrive while some are being stored are stored together afterwards.
 */
export class OpenDocument {
  readonly #kind: DocumentKind;
  readonly #ports: OpenDocumentPorts;
  readonly #main: Y.Doc;
  #trial: Y.Doc;
  #seen: unknown;
  #bytes: number;
  #seq: number;
  #looseCount: number;
  readonly #tasks: Task[] = [];
  #running: Promise<void> | undefined;

  /** @param main the document that everybody sees; it is filled here with what was stored. */
  constructor(kind: DocumentKind, ports: OpenDocumentPorts, main: Y.Doc, stored: StoredChanges) {
    this.#kind = kind;
    this.#ports = ports;
    this.#main = main;
    for (const update of stored.updates) Y.applyUpdate(main, update, STORED);
    this.#seq = stored.lastSeq;
    this.#looseCount = stored.looseCount;
    this.#bytes = stored.updates.reduce((sum, update) => sum + update.byteLength, 0);
    this.#trial = copyOf(main);
    this.#seen = kind.see(this.#trial);
  }

  /** The number of the last stored change that the document has. */
  get seq(): number {
    return this.#seq;
  }

  /** Changes that are not part of the stored snapshot. */
  get looseCount(): number {
    return this.#looseCount;
  }

  /** Counts the changes that a new snapshot contains as part of it. */
  noteSnapshot(): void {
    this.#looseCount = 0;
    this.#bytes = Y.encodeStateAsUpdate(this.#main).byteLength;
  }

  /**
   * Takes a change of a person. Resolves when it is stored and everybody is told.
   * @throws DocumentRefused when the rules do not allow it, when it cannot be read, and when it could not be stored.
   */
  take(bytes: Uint8Array, author: DocumentAuthor): Promise<void> {
    return this.#enqueue({ kind: 'update', bytes, author });
  }

  /** Makes a change of the server itself, together with what is stored beside it. */
  change(change: (document: Y.Doc) => void, inTransaction: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.#enqueue({ kind: 'change', change, inTransaction });
  }

  /** Brings in what other processes have stored. */
  catchUp(): Promise<void> {
    return this.#enqueue({ kind: 'catch-up' });
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #enqueue(run: Task['run']): Promise<void> {
    return new Promise((done, failed) => {
      this.#tasks.push({ run, done, failed });
      this.#running ??= this.#runAll().finally(() => {
        this.#running = undefined;
      });
    });
  }

  async #runAll(): Promise<void> {
    // Let the messages that arrived in the same moment come together first.
    await Promise.resolve();
    while (this.#tasks.length > 0) {
      const first = this.#tasks[0]?.run.kind;
      // Updates of people are stored together; what the server does has a transaction of its own, which may be refused.
      const end = first === 'update' ? this.#tasks.findIndex(({ run }) => run.kind !== 'update') : 1;
      await this.#runTogether(this.#tasks.splice(0, end === -1 ? this.#tasks.length : end));
    }
  }

  async #runTogether(tasks: readonly Task[]): Promise<void> {
    const [only] = tasks;
    try {
      if (only?.run.kind === 'catch-up') {
        await this.#bringIn();
        return only.done();
      }
    } catch (error) {
      return only?.failed(error);
    }
    const tried: Tried[] = [];
    for (const task of tasks) {
      try {
        tried.push(this.#try(task));
      } catch (error) {
        this.#startTrialAgain(tried);
        task.failed(error);
      }
    }
    await this.#keep(tried);
  }

  /** Makes a change on the copy and lets the rules judge it. */
  #try(task: Task): Tried {
    const changes: Uint8Array[] = [];
    const onUpdate = (update: Uint8Array): void => void changes.push(update);
    const trial = this.#trial;
    trial.on('update', onUpdate);
    try {
      const { run } = task;
      if (run.kind === 'change') trial.transact(() => run.change(trial));
      if (run.kind !== 'update') return { task, changes, work: [] };
      this.#apply(run.bytes);
      if (changes.length === 0) return { task, changes, work: [] };
      return { task, changes, work: this.#judge(run.author, changes) };
    } finally {
      trial.off('update', onUpdate);
      if (task.run.kind === 'change') this.#seen = this.#kind.see(trial);
    }
  }

  #apply(bytes: Uint8Array): void {
    try {
      Y.applyUpdate(this.#trial, bytes);
    } catch {
      throw this.#ports.refused('unreadable');
    }
    // Yjs keeps aside what depends on changes that it does not have; nobody can judge that yet.
    if (this.#trial.store.pendingStructs !== null || this.#trial.store.pendingDs !== null)
      throw this.#ports.refused('out-of-step');
  }

  #judge(author: DocumentAuthor, changes: readonly Uint8Array[]): readonly Work[] {
    const before = this.#seen;
    const after = this.#see();
    const judgement = this.#kind.judge(before, after, author);
    if (judgement.kind === 'refused') throw this.#ports.refused(judgement.ending);
    if (judgement.kind === 'corrected') this.#trial.transact(() => judgement.correct(this.#trial));
    const bytes = this.#bytes + sizeOf(changes);
    if (bytes > this.#kind.maxBytes) throw this.#ports.refused('document-full');
    this.#bytes = bytes;
    this.#seen = judgement.kind === 'corrected' ? this.#see() : after;
    return [{ author, counts: judgement.counts }];
  }

  #see(): unknown {
    try {
      return this.#kind.see(this.#trial);
    } catch {
      throw this.#ports.refused('change-refused');
    }
  }

  /** Stores what was tried, and then makes it on the document itself. */
  async #keep(tried: readonly Tried[]): Promise<void> {
    const changes = tried.flatMap((one) => one.changes);
    const [only] = tried;
    const change = only?.task.run.kind === 'change' ? only.task.run : undefined;
    try {
      if (changes.length > 0 || change) {
        const work = byAuthor(tried.flatMap((one) => one.work));
        const last = await this.#ports.store(changes, work, change?.inTransaction);
        if (last > this.#seq + changes.length) await this.#bringIn();
        this.#tell(changes, last);
      }
      for (const { task } of tried) task.done();
    } catch (error) {
      this.#startTrialAgain([]);
      const refusal = change ? error : this.#ports.refused('not-stored');
      for (const { task } of tried) task.failed(refusal);
    }
  }

  #tell(changes: readonly Uint8Array[], last: number): void {
    if (changes.length === 0) return;
    this.#looseCount += changes.length;
    this.#seq = Math.max(this.#seq, last);
    Y.applyUpdate(this.#main, changes.length === 1 && changes[0] ? changes[0] : Y.mergeUpdates([...changes]), STORED);
  }

  async #bringIn(): Promise<void> {
    const { lastSeq, updates, looseCount } = await this.#ports.since(this.#seq);
    for (const update of updates) {
      Y.applyUpdate(this.#trial, update);
      Y.applyUpdate(this.#main, update, STORED);
    }
    this.#seq = Math.max(this.#seq, lastSeq);
    this.#looseCount = looseCount;
    this.#bytes += sizeOf(updates);
    if (updates.length > 0) this.#seen = this.#kind.see(this.#trial);
  }

  /** The copy as it was before a change that was not taken: a change of Yjs cannot be taken back. */
  #startTrialAgain(tried: readonly Tried[]): void {
    this.#trial.destroy();
    this.#trial = copyOf(this.#main);
    for (const change of tried.flatMap(({ changes }) => changes)) Y.applyUpdate(this.#trial, change);
    this.#seen = this.#kind.see(this.#trial);
  }
}

function copyOf(document: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document));
  return copy;
}

/** What each person did in several changes, added up. */
function byAuthor(work: readonly Work[]): readonly Work[] {
  const sums = new Map<string, { readonly author: DocumentAuthor; readonly counts: Record<string, number> }>();
  for (const { author, counts } of work) {
    const sum = sums.get(author.accountId) ?? { author, counts: {} };
    sums.set(author.accountId, sum);
    for (const [kind, count] of Object.entries(counts)) sum.counts[kind] = (sum.counts[kind] ?? 0) + count;
  }
  return [...sums.values()];
}

function sizeOf(changes: readonly Uint8Array[]): number {
  return changes.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
