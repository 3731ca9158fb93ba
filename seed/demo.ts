import type { ClientOptions } from '../src/platform/contract/index.ts';
import { dayOf } from './calendar.ts';
import { type DemoPeople, invitePeople } from './demo-people.ts';
import { STORIES } from './stories.ts';
import { type StreamedStory, streamStory } from './stream-story.ts';

/**
 * The seed of the demo: everybody's demo has the same units and the same luck. With this one every measured effect lies
 * within about one standard error of its truth, so that each story shows what its world usually gives.
 */
export const DEMO_SEED = 'demo-5';

/** How far the filling is. */
export interface DemoProgress {
  /** Stories done, and stories in all. */
  readonly done: number;
  readonly total: number;
  /** The story that is played now, or that was played last. */
  readonly name: string;
}

/** What to fill in. */
export interface DemoOptions {
  /** The moment that counts as now; the stories end on its day. */
  readonly now: Date;
  /** Ids of `STORIES`; all of them unless told. */
  readonly stories?: readonly string[];
  readonly onProgress?: (progress: DemoProgress) => void;
}

/** What was filled in. */
export interface FilledDemo {
  readonly stories: readonly StreamedStory[];
  /** The accounts of the demo with their passwords, which cannot be read again later. */
  readonly people: DemoPeople;
}

/**
 * Fills a running installation with stories whose truth is known, through its public API only. The administrator's calls
 * have to come from a session, because inviting people is not allowed to a token; see `openSession`.
 *
 * @throws StoryMismatch when the installation does not become what a story says.
 */
export async function fillWithStories(administrator: ClientOptions, options: DemoOptions): Promise<FilledDemo> {
  const wanted = STORIES.filter(({ id }) => options.stories?.includes(id) ?? true);
  const people = await invitePeople(administrator);
  const stories: StreamedStory[] = [];
  for (const entry of wanted) {
    options.onProgress?.({ done: stories.length, total: wanted.length, name: entry.name });
    const story = entry.play({ seed: DEMO_SEED, today: dayOf(options.now.getTime()) });
    stories.push(await streamStory(story, people));
    options.onProgress?.({ done: stories.length, total: wanted.length, name: entry.name });
  }
  return { stories, people };
}
