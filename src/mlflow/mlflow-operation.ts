import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Principal } from '../platform/http/principal.ts';
import type { MlflowInput } from './read-request.ts';

/** What an operation knows beside its input. */
export interface MlflowContext {
  readonly principal: Principal;
  readonly headers: IncomingHttpHeaders;
  /** The unread body of an operation with `body: 'stream'`. */
  readonly stream: Readable;
}

/** An answer that is sent as it is: a file, or a text. */
export class RawAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | Buffer;

  constructor(headers: Readonly<Record<string, string>>, body: Readable | Buffer) {
    this.headers = headers;
    this.body = body;
  }
}

/** An answer of JSON that was written already. */
export function writtenAnswer(json: string): RawAnswer {
  return new RawAnswer({ 'content-type': 'application/json' }, Buffer.from(json));
}

/** One operation of the protocol. */
export interface MlflowOperation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path behind the version, with `:name` parameters and a last `*`: `/mlflow/runs/create`. */
  readonly path: string;
  /** The scope that an access token needs: `read` for GET and `write` for the rest, unless stated (searches by POST). */
  readonly scope?: 'read' | 'write';
  /** `stream` leaves the body unread, whatever its media type, without a limit of size. */
  readonly body?: 'stream';
  /**
   * Answers with an object that becomes JSON, where `undefined` fields are left out, or with a `RawAnswer`.
   * @param input fields of the address, the query and the JSON body, unchecked.
   */
  readonly handle: (context: MlflowContext, input: MlflowInput) => Promise<object>;
}
