import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { StateWord } from '../../../web/kit/index.ts';
import { outcomesClient } from './outcome-queries.ts';

/** How many differences are named; more would not help to find the reason. */
const MOST_NAMED = 8;

/** Computes a verdict again from the records as they were known then, and says whether it comes out the same. */
export function ReplayCheck({ slug, number }: { readonly slug: string; readonly number: number }) {
  const replay = useMutation({ mutationFn: () => outcomesClient.replay({ params: { slug, number } }) });
  return (
    <>
      <Button variant="default" loading={replay.isPending} onClick={() => replay.mutate()}>
        Compute it again<span className="tl-hidden"> (verdict {number})</span>
      </Button>
      <span role="status">
        {replay.data?.isIdentical && <StateWord tone="reached">Computed again: identical</StateWord>}
        {replay.data && !replay.data.isIdentical && (
          <>
            <StateWord tone="broken">Computed again: it differs</StateWord>{' '}
            <span className="tl-small">
              in {replay.data.differences.slice(0, MOST_NAMED).join(', ')}
              {replay.data.differences.length > MOST_NAMED &&
                ` and ${replay.data.differences.length - MOST_NAMED} more`}
              .{' '}
              {replay.data.inputsHash.stored === replay.data.inputsHash.measured
                ? 'The records are the same, so the way of measuring has changed.'
                : 'The records are not the same as then.'}
            </span>
          </>
        )}
      </span>
      <ProblemNotice error={replay.error} />
    </>
  );
}
