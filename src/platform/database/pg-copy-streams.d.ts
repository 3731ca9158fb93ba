declare module 'pg-copy-streams' {
  import type { Writable, WritableOptions } from 'node:stream';
  import type { Submittable } from 'pg';

  /** `COPY ... FROM STDIN`; `rowCount` is the number of rows once the stream has finished. */
  export function from(text: string, options?: WritableOptions): Writable & Submittable & { rowCount: number };
}
