import { PassThrough } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Log } from '../log/log.ts';

/** A letter. All text is plain, and the HTML is complete; headers carry no line breaks. */
export interface OutgoingLetter {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came of handing a letter over. */
export type HandOver =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly isFinal: boolean; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Carries letters to an SMTP server. */
export interface Mailer {
  send(letter: OutgoingLetter): Promise<HandOver>;
}

/** Where letters are handed over, and whose name they bear. */
export interface MailSettings {
  /** E.g. `smtps://user:password@mail.example.com`. */
  readonly smtpUrl: string;
  /** E.g. `Throughline <throughline@example.com>`. */
  readonly from: string;
}

/** How long the server may take for each thing, ms. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const;

/** Opens the way to an SMTP server. Nothing is sent before the first letter; each has a connection of its own. */
export function openMailer({ smtpUrl, from }: MailSettings, log: Log): Mailer {
  return {
    send: async ({ to, ...letter }) => {
      const transport = createTransport({ url: smtpUrl, ...PATIENCE });
      let wasGiven = false;
      transport.use('stream', (mail, done) => {
        // The failure of a connection does not say how far it came; the end of the letter's own stream does.
        const pass = new PassThrough({ final: (end) => end() });
        pass.on('end', () => {
          wasGiven = true;
        });
        mail.message.transform(pass);
        done();
      });
      try {
        // Files and addresses in a letter are never opened: it carries nothing but its words.
        await transport.sendMail({ ...letter, from, to, disableFileAccess: true, disableUrlAccess: true });
        return { kind: 'accepted' };
      } catch (error) {
        log.warn({ err: error }, 'a mail could not be handed over');
        return readFailure(error, wasGiven);
      } finally {
        transport.close();
      }
    },
  };
}

/**
 * What a failed hand-over means. A reply of the server is a refusal, for good when it begins with 5; a failure before the
 * whole letter was given is worth another attempt; one after that leaves its fate unknown.
 */
function readFailure(error: unknown, wasGiven: boolean): HandOver {
  const { responseCode, response, message } = detailsOf(error);
  if (responseCode !== undefined) {
    const reason = `The mail server refused it: ${response ?? message}`;
    return { kind: 'refused', isFinal: responseCode >= 500, reason: cut(reason) };
  }
  const reason = cut(`The mail server could not be reached or broke off: ${message}.`);
  return wasGiven ? { kind: 'unknown', reason } : { kind: 'refused', isFinal: false, reason };
}

function detailsOf(error: unknown): {
  readonly responseCode: number | undefined;
  readonly response: string | undefined;
  readonly message: string;
} {
  if (!(error instanceof Error)) {
    return { responseCode: undefined, response: undefined, message: String(error) };
  }
  return {
    responseCode: 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined,
    response: 'response' in error && typeof error.response === 'string' ? error.response : undefined,
    message: error.message,
  };
}

function cut(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}
