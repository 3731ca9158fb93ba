import { describe, expect, it } from 'vitest';
import type { Version } from './model-queries.ts';
import { howToMeasure } from './model-words.ts';

const lineage = (by: string | null): Version['lineage'] => ({
  experiment: { id: '1', name: 'trees' },
  initiative: null,
  run: by === null ? null : { id: 'r', name: 'deep', by },
  measured: null,
  question: null,
  iteration: null,
  framingVersion: null,
  hypothesis: null,
  commit: null,
  repository: null,
  datasets: [],
});

describe('what to do where nobody measured how good a version is', () => {
  it.each([
    ['whoever trained it', true, lineage('Ben'), /log the result in its run, as with mlflow\.log_metric/],
    ['whoever registered it from elsewhere', true, null, /log the result in a run, .* and register it from there/],
    ['anybody else, of a run', false, lineage('Ben'), /Ask Ben to try it .* log the result in its run/],
    ['anybody else, of a run by nobody known', false, lineage(''), /Ask Ada to try it/],
    ['anybody else, of files from elsewhere', false, lineage(null), /Ask Ada to .* register it from there/],
  ])('is told to %s', (_, isMine, from, wanted) => {
    const told = howToMeasure({ isMine, registeredBy: 'Ada', lineage: from });
    expect(told).toMatch(/^(No measure in its run|Nothing) tells yet how good it is\. /);
    expect(told).toMatch(wanted);
  });
});
