import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it came: enough to tell whether it was one, and to read it when it was not. */
export interface LeanAnswer {
  readonly status: number;
  /** Made when it is asked for: to read each answer costs more than to wait for it. */
  readonly body: string;
}

const END_OF_HEAD = '\r\n\r\n';
const PATIENCE_MS = 120_000;
const ATTEMPTS = 5;

/**
 * One kept-alive connection that posts JSON and does little else. The usual client of this runtime costs more processor
 * time for each request than a fast server does, so that measuring with it would measure itself.
 */
export class LeanConnection {
  readonly #host: string;
  readonly #port: number;
  readonly #authorization: string;
  #socket: Socket | undefined;

  constructor(url: string, token: string | undefined) {
    const { hostname, port } = new URL(url);
    this.#host = hostname;
    this.#port = Number(port);
    this.#authorization = token ? `authorization: Bearer ${token}\r\n` : '';
  }

  /** Posts a body and waits for the whole answer; asks again when the server closes the connection instead, as clients do. */
  async post(path: string, body: string): Promise<LeanAnswer> {
    const request =
      `POST ${path} HTTP/1.1\r\nhost: ${this.#host}:${this.#port}\r\n${this.#authorization}` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}${END_OF_HEAD}${body}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#ask(request);
      } catch (error) {
        this.close();
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #ask(request: string): Promise<LeanAnswer> {
    const socket = this.#socket ?? (await this.#open());
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      const received: Buffer[] = [];
      let missing = 0;
      let head: AnswerHead | undefined;
      const settle = (act: () => void): void => {
        socket.off('data', take).off('error', fail).off('close', fail).off('timeout', fail);
        act();
      };
      const fail = (): void => settle(() => reject(new Error('The server closed the connection without an answer.')));
      const take = (bytes: Buffer): void => {
        received.push(bytes);
        missing -= bytes.length;
        if (!head) {
          head = readHead(Buffer.concat(received));
          missing = head ? head.length - received.reduce((sum, { length }) => sum + length, 0) : 0;
        }
        const known = head;
        if (known && missing <= 0) settle(() => resolve(toAnswer(known, received)));
      };
      socket.on('data', take).on('error', fail).on('close', fail).on('timeout', fail);
      socket.write(request);
    });
  }

  async #open(): Promise<Socket> {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
    socket.setTimeout(PATIENCE_MS);
    await once(socket, 'connect');
    return socket;
  }
}

interface AnswerHead {
  readonly status: number;
  /** The bytes of the head. */
  readonly end: number;
  /** The bytes of head and body. */
  readonly length: number;
}

/** The head of an answer, once it is complete; the length of the body stands in it. @throws Error when it does not */
function readHead(received: Buffer): AnswerHead | undefined {
  const at = received.indexOf(END_OF_HEAD);
  if (at < 0) return undefined;
  const head = received.toString('latin1', 0, at);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer without its length: ${head.slice(0, 500)}`);
  const end = at + END_OF_HEAD.length;
  return { status: Number(head.slice(9, 12)), end, length: end + Number(length) };
}

function toAnswer({ status, end }: AnswerHead, received: readonly Buffer[]): LeanAnswer {
  return {
    status,
    get body() {
      return Buffer.concat(received).toString('utf8', end);
    },
  };
}
