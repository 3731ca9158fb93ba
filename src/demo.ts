import { fillWithStories } from '../seed/demo.ts';
import { STORIES } from '../seed/stories.ts';
import { type DemoState, demoApi } from './demo.schema.ts';
import type { ClientOptions } from './platform/contract/index.ts';
import { type MountedApi, mountApi } from './platform/http/handlers.ts';
import type { Log } from './platform/log/log.ts';

/** What filling in the demo needs of the installation. */
export interface DemoOptions {
  /** Where this process listens: the stories come in through the same door as everybody's records. */
  readonly ownAddress: () => string;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Fills the installation with the demo stories in the background, on behalf of the administrator who asked, whose session
 * is used and never stored. How far it is lives in memory: a stopped process leaves the stories that were complete.
 */
export function demoModule(options: DemoOptions): MountedApi {
  let state: DemoState = { state: 'none', done: 0, total: STORIES.length, current: null };

  async function fill(administrator: ClientOptions): Promise<void> {
    const before = state.done;
    try {
      await fillWithStories(administrator, {
        now: options.now(),
        stories: STORIES.slice(before).map(({ id }) => id),
        onProgress: ({ done, name }) => {
          state = { state: 'running', done: before + done, total: STORIES.length, current: name };
        },
      });
      state = { ...state, state: 'done', current: null };
    } catch (error) {
      options.log.error({ err: error }, 'filling in the demo stories failed');
      state = { ...state, state: 'failed', current: null };
    }
  }

  return mountApi('Demo', demoApi, {
    fill: async (_, { headers }) => {
      if (state.state === 'running' || state.state === 'done') return state;
      state = { ...state, state: 'running', current: STORIES[state.done]?.name ?? null };
      void fill(asCaller(options.ownAddress(), headers.cookie ?? ''));
      return state;
    },
    read: async () => state,
  });
}

/** Calls made with the caller's session. */
function asCaller(baseUrl: string, cookie: string): ClientOptions {
  return {
    baseUrl,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', cookie);
      return globalThis.fetch(input, { ...init, headers });
    },
  };
}
