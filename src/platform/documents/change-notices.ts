import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { Log } from '../log/log.ts';
import { DOCUMENT_LIMITS } from './documents-limits.ts';

const CHANNEL = 'throughline_documents';

const noticeSchema = z.array(z.tuple([z.string(), z.number().int()]));

/** Tells the processes of an installation which documents have new changes. */
export interface ChangeNotices {
  announce(name: string, seq: number): void;
  close(): Promise<void>;
}

/**
 * Opens the notices of this process. A notice names documents and the number of their last change; the changes are read
 * from the database. A notice that is lost delays the others until the next look, and loses nothing.
 */
export async function openChangeNotices(
  database: Database,
  log: Log,
  heard: { readonly changed: (name: string, seq: number) => void; readonly gap: () => void },
): Promise<ChangeNotices> {
  const waiting = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const stopListening = await database.listen(CHANNEL, {
    onMessage: (payload) => {
      for (const [name, seq] of noticeSchema.parse(JSON.parse(payload))) heard.changed(name, seq);
    },
    onGap: heard.gap,
  });
  const send = async (): Promise<void> => {
    timer = undefined;
    const entries = [...waiting];
    waiting.clear();
    for (let start = 0; start < entries.length; start += DOCUMENT_LIMITS.namesPerNotice) {
      const part = entries.slice(start, start + DOCUMENT_LIMITS.namesPerNotice);
      await database
        .notify(CHANNEL, JSON.stringify(part))
        .catch((error: unknown) => log.warn({ err: error }, 'a notice of changed documents was not sent'));
    }
  };
  return {
    announce: (name, seq) => {
      waiting.set(name, seq);
      timer ??= setTimeout(() => void send(), DOCUMENT_LIMITS.announceEveryMs);
    },
    close: async () => {
      clearTimeout(timer);
      await send();
      await stopListening();
    },
  };
}
