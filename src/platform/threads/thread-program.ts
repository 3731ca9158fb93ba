import type { z } from 'zod';

/** The door of a program that runs in a thread: its name among the built programs, and what passes in and out. */
export interface ThreadProgram<Input, Progress, Output> {
  /** File name without its ending in the folder of the built programs. */
  readonly name: string;
  readonly input: z.ZodType<Input>;
  readonly progress: z.ZodType<Progress>;
  readonly output: z.ZodType<Output>;
}

/** How the work of a thread ended. */
export type ThreadEnd<Output> =
  | { readonly kind: 'done'; readonly output: Output }
  | { readonly kind: 'cancelled' }
  /** The heap of the thread had no room for it. */
  | { readonly kind: 'out-of-memory' }
  /** A fault of ours; `told` is for the log, never for a page. */
  | { readonly kind: 'crashed'; readonly told: string };
