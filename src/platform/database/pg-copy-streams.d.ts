declare module 'pg-copy-streams' {
  import type { Readable, ReadableOptions, Writable, WritableOptions } from 'node:stream';
  import type { Submittable } from 'pg';

  /** `COPY ... FROM STDIN`; `rowCount` is the number of rows once the stream has finished. */
  export function from(text: string, options?: WritableOptions): Writable & Submittable & { rowCount: number };

  /** `COPY ... TO STDOUT`; the bytes as they come, not cut at rows. `rowCount` is known once the stream has ended. */
  export function to(text: string, options?: ReadableOptions): Readable & Submittable & { rowCount: number };
}
