import { describe, expect, it } from 'vitest';
import { pageOfClientLink } from './client-links.ts';

describe('a link that a client prints', () => {
  it.each([
    ['/experiments/1', '/experiments/1'],
    ['/experiments/1/runs/0af3', '/experiments/1/runs/0af3'],
    ['/experiments/1/traces', '/experiments/1/traces'],
    ['/experiments/1/evaluation-runs?selectedRunUuid=0af3', '/experiments/1/runs/0af3'],
    ['/experiments/1/evaluation-runs', '/experiments/1'],
    ['/experiments/1/evaluation-runs?selectedRunUuid=../../admin', '/experiments/1'],
  ])('%s means %s', (hash, page) => {
    expect(pageOfClientLink(hash)).toBe(page);
  });

  it.each(['', '//elsewhere.example', '/experiments/one', '/experiments/1/runs/0af3/../../../admin', '/admin'])(
    '%s means no page',
    (hash) => {
      expect(pageOfClientLink(hash)).toBeNull();
    },
  );
});
