import type { Tone } from '../../../web/theme/index.ts';
import type { VersionEntry } from './dataset-queries.ts';

/** Where a version stands, in words with a tone. */
export function stateOf({ state, brokenChecks, number }: Pick<VersionEntry, 'state' | 'brokenChecks' | 'number'>): {
  readonly tone: Tone;
  readonly words: string;
} {
  if (state === 'reading') return { tone: 'accent', words: `Version ${number} is being read` };
  if (state === 'failed') return { tone: 'broken', words: `Version ${number} could not be read` };
  if (state === 'cancelled') return { tone: 'unknown', words: `Version ${number} was stopped` };
  if (brokenChecks > 0) {
    return {
      tone: 'broken',
      words: `Version ${number} breaks ${brokenChecks === 1 ? 'a check' : `${brokenChecks} checks`}`,
    };
  }
  return { tone: 'reached', words: `Version ${number} is ready` };
}
