import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, CheckField, Disclosure, formatMoment, LongTextField, Section } from '../../../web/kit/index.ts';
import { initiativeKey, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { type ConclusionEntry, conclusionsQuery, experimentsClient, runsQuery } from './experiment-queries.ts';
import { metricsInWords } from './run-words.ts';
import './experiments.css';

/** Fewest characters of a conclusion, as the contract asks. */
const SHORTEST = 5;
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
            <AppLink to={`/experiments/${experimentId}/runs/${id}`}>{name}</AppLink>
          </span>
        ))}
        .
      </p>
    </li>
  );
}

interface ConclusionFormProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly runs: readonly { readonly id: string; readonly label: string }[];
}

function ConclusionForm({ slug, rights, runs }: ConclusionFormProps) {
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isTried, setTried] = useState(false);
  const conclude = useMutation({
    mutationFn: (body: { readonly text: string; readonly runIds: string[] }) =>
      experimentsClient.conclude({ params: { slug }, body }),
    onSuccess: () => {
      setText('');
      setChosen(new Set());
      setTried(false);
      return queryClient.invalidateQueries({ queryKey: initiativeKey(slug) });
    },
  });
  const isLongEnough = text.trim().length >= SHORTEST;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isLongEnough && chosen.size > 0) conclude.mutate({ text: text.trim(), runIds: [...chosen] });
  };
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <form onSubmit={send} noValidate className="tl-stack">
      <LongTextField
        label="What do the runs show?"
        required
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isTried && !isLongEnough ? 'Write at least a few words: they are what others will read.' : undefined}
      />
      <fieldset className="tl-conclusion-runs">
        <legend>Which runs does it rest on?</legend>
        {runs.map(({ id, label }) => (
          <CheckField
            key={id}
            label={label}
            checked={chosen.has(id)}
            onChange={(event) => toggle(id, event.currentTarget.checked)}
          />
        ))}
        {isTried && chosen.size === 0 && <p role="alert">Choose at least one run.</p>}
      </fieldset>
      <p className="tl-small">A conclusion is never changed; a newer one may say otherwise.</p>
      <ProblemNotice error={conclude.error} />
      <RightButton right={rightTo(rights, 'experiment.conclude')} type="submit" loading={conclude.isPending}>
        Write it down
      </RightButton>
    </form>
  );
}
