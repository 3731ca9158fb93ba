import { problemOf } from './problem.ts';
import type { Upload } from './upload-file.ts';

/** A file that this page sends, or sent. */
export interface SentFile {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** The address of the page on which it was brought. */
  readonly from: string;
  /** Whether the form that sends it is on the screen, and shows what becomes of it. */
  readonly isInSight: boolean;
  readonly fate: Fate;
  readonly stop: () => void;
}

type Fate =
  | { readonly kind: 'on-its-way' }
  /** The server has it, and this is where it is found. */
  | { readonly kind: 'arrived'; readonly at: string }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The files on their way, and those whose fate nobody has read yet because their page was left. */
export interface SentFiles {
  list(): readonly SentFile[];
  subscribe(listener: () => void): () => void;
  begin(file: File, from: string, upload: Upload): number;
  progress(id: number, sentBytes: number): void;
  /** Says what became of a file: to whoever has its form in sight by the form, to everybody else by what is listed. */
  settle(id: number, fate: Exclude<Fate, { readonly kind: 'on-its-way' }>): void;
  setInSight(id: number, isInSight: boolean): void;
  forget(id: number): void;
}

/** Keeps what a page sends, wherever in the product its reader goes meanwhile. */
export function keepSentFiles(): SentFiles {
  const listeners = new Set<() => void>();
  let files: readonly SentFile[] = [];
  let last = 0;
  const set = (next: readonly SentFile[]) => {
    files = next;
    for (const listener of listeners) listener();
  };
  const change = (id: number, part: Partial<SentFile>) =>
    set(files.map((file) => (file.id === id ? { ...file, ...part } : file)));
  const forget = (id: number) => set(files.filter((file) => file.id !== id));
  return {
    list: () => files,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: ({ name, size }, from, { stop }) => {
      last += 1;
      const fate = { kind: 'on-its-way' } as const;
      set([...files, { id: last, name, sizeBytes: size, sentBytes: 0, from, isInSight: true, fate, stop }]);
      return last;
    },
    progress: (id, sentBytes) => change(id, { sentBytes }),
    settle: (id, fate) => {
      const isRead = files.some((file) => file.id === id && file.isInSight);
      const isStopped = fate.kind === 'failed' && problemOf(fate.error).code === 'UPLOAD_STOPPED';
      if (isRead || isStopped) forget(id);
      else change(id, { fate });
    },
    setInSight: (id, isInSight) => change(id, { isInSight }),
    forget,
  };
}
