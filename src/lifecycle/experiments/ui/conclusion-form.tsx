import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { CheckField, Disclosure, LongTextField } from '../../../web/kit/index.ts';
import { initiativeKey, initiativeQuery, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { experimentsClient, type RunEntry } from './experiment-queries.ts';
import { RUN_PAGES } from './run-page-queries.ts';
import { labelsOf, metricsInWords } from './run-words.ts';
import './experiments.css';

/** Fewest characters of a conclusion, as the contract asks. */
const SHORTEST = 5;

export interface ConcludeHereProps {
  /** The initiative that the runs belong to. */
  readonly slug: string;
  readonly runs: readonly RunEntry[];
}

/** The form beside the very runs that a conclusion rests on, wherever they are shown. */
export function ConcludeHere({ slug, runs }: ConcludeHereProps) {
  const { data } = useQuery(initiativeQuery(slug));
  if (!data) return null;
  const labels = labelsOf(runs);
  return (
    <Disclosure label={`Write what ${runs.length === 1 ? 'it shows' : 'they show'}`} isPrinted={false} isMadeOnOpening>
      <ConclusionForm
        slug={slug}
        rights={data.rights}
        runs={runs.map(({ id, metrics }, at) => ({ id, label: `${labels[at]}: ${metricsInWords(metrics)}` }))}
        startsChosen
      />
    </Disclosure>
  );
}

export interface ConclusionFormProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly runs: readonly { readonly id: string; readonly label: string }[];
  /** Whether every run is chosen before anybody chooses. */
  readonly startsChosen?: boolean;
}

/** What somebody writes about runs, and which of them it rests on. */
export function ConclusionForm({ slug, rights, runs, startsChosen = false }: ConclusionFormProps) {
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const first = new Set(startsChosen ? runs.map(({ id }) => id) : []);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(first);
  const [isTried, setTried] = useState(false);
  const conclude = useMutation({
    mutationFn: (body: { readonly text: string; readonly runIds: string[] }) =>
      experimentsClient.conclude({ params: { slug }, body }),
    onSuccess: () => {
      setText('');
      setChosen(first);
      setTried(false);
      return Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
        queryClient.invalidateQueries({ queryKey: RUN_PAGES }),
      ]);
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
      <p role="status">
        {conclude.isSuccess &&
          text === '' &&
          'Written down: it stands at Build, and on the page of each of these runs.'}
      </p>
      <RightButton right={rightTo(rights, 'experiment.conclude')} type="submit" loading={conclude.isPending}>
        Write it down
      </RightButton>
    </form>
  );
}
