import { describe, expect, it } from 'vitest';
import { DEMO_SEED } from './demo.ts';
import { judgeStory } from './judge-story.ts';
import { STORIES } from './stories.ts';

const TODAY = '2026-06-30';

describe('the product finds the truth of a story', () => {
  it.each(STORIES)('in "$name"', ({ play }) => {
    const story = play({ seed: DEMO_SEED, today: TODAY });
    const { verdict, measured } = judgeStory(story, TODAY);
    expect(verdict.state).toBe(story.expected.state);
    expect(verdict.chain).toMatchObject(story.expected.links);
    if (measured.effect.kind === 'not-measured') return;
    // Three standard errors: the seed is an ordinary one, and a wrong estimator would be found out.
    const { estimate, standardError } = measured.effect;
    expect(Math.abs(estimate - story.truth.cace)).toBeLessThan(3 * standardError);
  });
});
