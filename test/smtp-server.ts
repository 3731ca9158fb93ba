import { createServer, type Socket } from 'node:net';

/** A letter as it came over the wire. */
export interface ReceivedLetter {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers by lower-case name, folded lines joined. */
  readonly headers: ReadonlyMap<string, string>;
  /** Headers and body as they were sent, quoted-printable and base64 parts decoded. */
  readonly text: string;
}

/** A small SMTP server of this process, for tests: it keeps what it receives and can be told to refuse. */
export interface SmtpServer {
  readonly url: string;
  readonly letters: ReceivedLetter[];
  /** What it answers to the next letters instead of accepting them, one reply each; `drop` breaks the connection. */
  readonly replies: string[];
  close(): Promise<void>;
}

/** Listens on a free port of this machine. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const letters: ReceivedLetter[] = [];
  const replies: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, letters, replies);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    letters,
    replies,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(socket: Socket, letters: ReceivedLetter[], replies: string[]): void {
  let waiting = '';
  let from = '';
  let to: string[] = [];
  let isData = false;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const take = (source: string): void => {
    const reply = replies.shift();
    if (reply === 'drop') {
      socket.destroy();
      return;
    }
    if (reply === undefined) letters.push(readLetter(from, to, source));
    say(reply ?? '250 Accepted');
  };
  const obey = (line: string): void => {
    const [verb = ''] = line.toUpperCase().split(/[ :]/);
    if (verb === 'MAIL') from = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (verb === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
    if (verb === 'RSET' || verb === 'MAIL') to = [];
    isData = verb === 'DATA';
    if (verb === 'QUIT') socket.end('221 Bye\r\n');
    else say(isData ? '354 Go on' : '250 OK');
  };
  say('220 test');
  socket.on('data', (chunk) => {
    waiting += chunk.toString('utf8');
    for (;;) {
      const end = isData ? waiting.indexOf('\r\n.\r\n') : waiting.indexOf('\r\n');
      if (end < 0) return;
      const part = waiting.slice(0, end);
      waiting = waiting.slice(end + (isData ? 5 : 2));
      if (!isData) obey(part);
      else {
        isData = false;
        take(part);
      }
    }
  });
}

function readLetter(from: string, to: readonly string[], source: string): ReceivedLetter {
  const [head = ''] = source.split('\r\n\r\n');
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { from, to, headers, text: decode(source) };
}

/** Reads every part of a letter; enough for the letters that we write ourselves. */
function decode(source: string): string {
  return source
    .split(/\r\n--[^\r\n]+\r\n/)
    .map((part) => {
      const body = part.slice(part.indexOf('\r\n\r\n') + 4);
      if (/content-transfer-encoding: base64/i.test(part)) return Buffer.from(body, 'base64').toString('utf8');
      if (!/content-transfer-encoding: quoted-printable/i.test(part)) return part;
      const bytes = body
        .replaceAll('=\r\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      return Buffer.from(bytes, 'latin1').toString('utf8');
    })
    .join('\n');
}
