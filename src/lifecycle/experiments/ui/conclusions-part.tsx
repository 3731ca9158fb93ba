import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, Disclosure, formatMoment, Section } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import { ConclusionForm } from './conclusion-form.tsx';
import { type ConclusionEntry, conclusionsQuery, runsQuery } from './experiment-queries.ts';
import { addressOfRun } from './run-trail.ts';
import { metricsInWords } from './run-words.ts';
import './experiments.css';

/** Newest runs that a conclusion can be tied to in the form. */
const OFFERED_RUNS = 20;

/** What people conclude from the runs, beside the runs that it rests on. */
export function ConclusionsPart({ slug, rights }: { readonly slug: string; readonly rights: Rights }) {
  const conclusions = useQuery(conclusionsQuery(slug));
  const runs = useInfiniteQuery(runsQuery(slug, ''));
  const offered = (runs.data?.pages.flatMap(({ items }) => items) ?? []).slice(0, OFFERED_RUNS);
  const items = conclusions.data?.items ?? [];
  if (offered.length === 0 && items.length === 0) return null;
  return (
    <Section title="What the runs show" lead="Written by people, in their own words, for everybody at the table.">
      <ProblemNotice error={conclusions.error} onRetry={() => void conclusions.refetch()} />
      {items.length === 0 && <p className="tl-muted">Nobody has written a conclusion yet.</p>}
      <ol className="tl-conclusions">
        {items.map((conclusion) => (
          <ConclusionItem key={conclusion.id} conclusion={conclusion} />
        ))}
      </ol>
      {offered.length > 0 && (
        <Disclosure label="Write what the runs show" isPrinted={false}>
          <p className="tl-muted">
            These are the newest runs. What an older one shows is written on its own page, or where runs are compared.
          </p>
          <ConclusionForm
            slug={slug}
            rights={rights}
            runs={offered.map(({ id, name, metrics }) => ({ id, label: `${name}: ${metricsInWords(metrics)}` }))}
          />
        </Disclosure>
      )}
    </Section>
  );
}

function ConclusionItem({ conclusion }: { readonly conclusion: ConclusionEntry }) {
  const { text, authorName, at, runs, iteration } = conclusion;
  return (
    <li>
      <p className="tl-prose">{text}</p>
      <p className="tl-muted tl-small">
        {authorName}, {formatMoment(at)}, iteration {iteration}. Rests on{' '}
        {runs.map(({ id, name, experimentId }, place) => (
          <span key={id}>
            {place > 0 && ', '}
            <AppLink to={addressOfRun({ id, experimentId })}>{name}</AppLink>
          </span>
        ))}
        .
      </p>
    </li>
  );
}
