import type { Database } from '../database/database.ts';
import type { Log } from '../log/log.ts';

const CHANNEL = 'throughline_changes';
/** Notices of one process leave at most this often, all of the meantime in one; inside the writes they would slow them. */
const COALESCE_MS = 100;
/** A notice of PostgreSQL holds 8,000 bytes; more topics than this become "everything". */
const TOPICS_PER_NOTICE = 150;

/** Called with the topics that changed; `'everything'` when there were too many to name. */
export type ChangeListener = (topics: readonly string[] | 'everything') => void;

/** Carries "this changed" between the processes of an installation and to the pages that watch. */
export interface LiveNotices {
  /** Announces that a topic changed. Call it after the commit. */
  announce(topic: string): void;
  subscribe(listener: ChangeListener): () => void;
  close(): Promise<void>;
}

/** Opens the notices of this process on the database's channel. */
export async function openLiveNotices(database: Database, log: Log): Promise<LiveNotices> {
  const listeners = new Set<ChangeListener>();
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (topics: readonly string[] | 'everything'): void => {
    for (const listener of listeners) listener(topics);
  };
  const stopListening = await database.listen(CHANNEL, {
    onMessage: (payload) => tell(payload === '*' ? 'everything' : payload.split(' ')),
    // What was announced while the connection was down is lost, so that everything may have changed.
    onGap: () => tell('everything'),
  });
  const send = async (): Promise<void> => {
    timer = undefined;
    const topics = [...waiting];
    waiting.clear();
    if (topics.length === 0) return;
    await database
      .notify(CHANNEL, topics.length > TOPICS_PER_NOTICE ? '*' : topics.join(' '))
      .catch((error: unknown) => {
        // A page that misses a notice shows old figures until its next reading; the state itself is safe.
        log.warn({ err: error }, 'a change notice was not sent');
      });
  };
  return {
    announce: (topic) => {
      waiting.add(topic);
      timer ??= setTimeout(() => void send(), COALESCE_MS);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      clearTimeout(timer);
      await send();
      await stopListening();
    },
  };
}
