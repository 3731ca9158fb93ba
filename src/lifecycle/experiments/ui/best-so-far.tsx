import { useQuery } from '@tanstack/react-query';
import { AppLink } from '../../../web/kit/index.ts';
import { measureInWords } from '../measure-words.ts';
import { bestQuery } from './experiment-queries.ts';
import { addressOfRun } from './run-trail.ts';
import { figure } from './run-words.ts';
import { ValueMeaning } from './value-meaning.tsx';

/** In a sentence or two, what is best so far and how far that is from the first try. */
export function BestSoFar({ slug }: { readonly slug: string }) {
  const { data } = useQuery(bestQuery(slug));
  if (!data) return null;
  if (data.best === null)
    return (
      <p className="tl-prose tl-muted">
        Which run is best is not measured yet: no run has logged a metric whose name says which values are good, such as
        auc or loss.
      </p>
    );
  const { metric, direction, runCount, best, first } = data.best;
  const isFirst = best.runId === first.runId;
  return (
    <div className="tl-prose">
      <p>
        Best so far, by {measureInWords(metric)}:{' '}
        <AppLink to={addressOfRun({ id: best.runId, experimentId: best.experimentId })}>{best.runName}</AppLink> with{' '}
        <strong>{figure(best.value)}</strong>
        {runCount > 1 && !isFirst && `; the first try, ${first.runName}, had ${figure(first.value)}`}
        {runCount > 1 && isFirst && '; it was the first try, and none since was better'}.{' '}
        {direction === 'higher' ? 'Higher' : 'Lower'} is better.
      </p>
      <ValueMeaning metric={metric} value={best.value} />
    </div>
  );
}
