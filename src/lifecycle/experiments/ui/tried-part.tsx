import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatMoment, formatPlural, Section } from '../../../web/kit/index.ts';
import { joinWords } from '../../../words/index.ts';
import { BestSoFar } from './best-so-far.tsx';
import { connectedQuery } from './experiment-queries.ts';
import { nameWithin } from './run-words.ts';

export interface TriedPartProps {
  readonly slug: string;
  /** The models that were registered, which a later room tells of. */
  readonly registered: ReactNode;
}

/** Names of experiments in one sentence. */
const MOST_NAMES = 3;

/** In sentences, for everybody at the table: what was tried, what is best, and what is registered. Nothing before the first run. */
export function TriedPart({ slug, registered }: TriedPartProps) {
  const { data } = useQuery(connectedQuery(slug));
  const items = data?.items.filter(({ runCount }) => runCount > 0) ?? [];
  if (items.length === 0) return null;
  const runCount = items.reduce((sum, entry) => sum + entry.runCount, 0);
  const last = items
    .flatMap(({ lastRunAt }) => lastRunAt ?? [])
    .sort()
    .at(-1);
  const names = items.slice(0, MOST_NAMES).map(({ name }) => `“${nameWithin(slug, name)}”`);
  const rest = items.length - names.length;
  const where = joinWords(rest > 0 ? [...names, `${rest} more`] : names);
  return (
    <Section title="What was tried, in short">
      <p className="tl-prose">
        {formatPlural(runCount, 'run was', 'runs were')} tried in{' '}
        {items.length === 1 ? `the experiment ${where}` : `${items.length} experiments, ${where}`}
        {last !== undefined && `; the last one began on ${formatMoment(last)}`}.
      </p>
      <BestSoFar slug={slug} />
      {registered}
    </Section>
  );
}
