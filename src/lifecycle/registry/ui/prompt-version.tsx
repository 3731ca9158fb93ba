import { useQuery } from '@tanstack/react-query';
import { Fragment, useId } from 'react';
import { ProblemNotice, problemOf } from '../../../web/data/index.ts';
import {
  AppLink,
  ChoiceField,
  CopyField,
  Disclosure,
  EmptyState,
  type Fact,
  Facts,
  formatMoment,
  formatPlural,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { addressOfTraces, filterOfPrompt } from '../../traces/ui/index.ts';
import { addressOfPrompt } from '../model-address.ts';
import { variablesOf } from '../prompt.ts';
import { labelsInWords } from './model-words.ts';
import { PromptDifference } from './prompt-difference.tsx';
import { type PromptVersion, promptVersionQuery } from './prompt-queries.ts';
import { PromptText } from './prompt-text.tsx';

export interface PromptVersionPartProps {
  readonly name: string;
  readonly version: number;
  /** The other versions that are known of, the newest first. */
  readonly others: readonly number[];
  /** With which of them it is compared; the one before it unless another is chosen. */
  readonly against: number | undefined;
  readonly onAgainst: (version: number) => void;
}

/** One version of a prompt: its text, who used it, and what changed. */
export function PromptVersionPart({ name, version, others, against, onAgainst }: PromptVersionPartProps) {
  const read = useQuery(promptVersionQuery(name, version));
  const isUnknown = read.error && problemOf(read.error).code === 'PROMPT_VERSION_UNKNOWN';
  // The first version has none before it, and is compared with the one after.
  const compared = against ?? read.data?.previous ?? others.at(-1);
  return (
    <Section
      title={`Version ${version}`}
      aside={
        <span className="tl-row">
          {read.data?.aliases.map((alias) => (
            <StateWord key={alias} tone="accent" look="chip">
              {alias}
            </StateWord>
          ))}
        </span>
      }
    >
      {isUnknown ? (
        <EmptyState
          sentence={`There is no version ${version} of this prompt, or it is not for you to see.`}
          detail="A deleted version can be brought back by whoever may change the prompt."
          action={<AppLink to={addressOfPrompt(name)}>See the newest version</AppLink>}
        />
      ) : (
        <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />
      )}
      {read.isPending && <p className="tl-muted">Reading the version</p>}
      {read.data && (
        <>
          {read.data.message.trim() !== '' && <p className="tl-prompt-message tl-prose">{read.data.message}</p>}
          <PromptText content={read.data.content} />
          <Facts facts={factsOf(name, read.data)} />
          <Settings read={read.data} />
          <CopyField
            label="How a program loads it"
            value={`mlflow.genai.load_prompt(${JSON.stringify(`prompts:/${name}/${version}`)})`}
          />
          {compared !== undefined && (
            <Compared name={name} shown={read.data} others={others} against={compared} onAgainst={onAgainst} />
          )}
        </>
      )}
    </Section>
  );
}

function factsOf(
  name: string,
  { version, content, registeredBy, registeredAt, labels, uses }: PromptVersion,
): readonly Fact[] {
  const variables = variablesOf(content);
  return [
    { term: 'Registered', detail: `by ${registeredBy} on ${formatMoment(registeredAt)}` },
    {
      term: 'Filled in',
      detail:
        variables.length === 0
          ? 'Nothing: it is sent as it stands.'
          : variables.map((variable, at) => (
              <Fragment key={variable}>
                {at > 0 && ', '}
                <code>{variable}</code>
              </Fragment>
            )),
    },
    {
      term: 'Used in',
      detail:
        uses.length === 0 ? (
          'No recorded request that you may see used it yet. One is recorded, as a trace, when a program that records its requests loads it as below.'
        ) : (
          <Uses name={name} version={version} uses={uses} />
        ),
    },
    ...(labels.length === 0 ? [] : [{ term: 'Labels', detail: labelsInWords(labels) }]),
  ];
}

/** The way to the traces that used it, experiment by experiment. */
function Uses({ name, version, uses }: { readonly name: string } & Pick<PromptVersion, 'version' | 'uses'>) {
  const filter = filterOfPrompt({ name, version: String(version) });
  return uses.map(({ experiment, traces }, at) => (
    <Fragment key={experiment.id}>
      {at > 0 && ', '}
      <AppLink to={addressOfTraces(experiment.id, filter)}>
        {formatPlural(traces, 'recorded request (trace)', 'recorded requests (traces)')} of {experiment.name}
      </AppLink>
    </Fragment>
  ));
}

/** What is registered beside the text. */
function Settings({ read: { modelSettings, answerForm } }: { readonly read: PromptVersion }) {
  return (
    <>
      {modelSettings !== null && (
        <Disclosure label="Show the model that it is for and its settings">
          <pre className="tl-model-text">{modelSettings}</pre>
        </Disclosure>
      )}
      {answerForm !== null && (
        <Disclosure label="Show the form that the answer is to have">
          <pre className="tl-model-text">{answerForm}</pre>
        </Disclosure>
      )}
    </>
  );
}

/** What changed between this version and another one, the older of both first. */
function Compared({
  name,
  shown,
  others,
  against,
  onAgainst,
}: { readonly shown: PromptVersion; readonly against: number } & Pick<
  PromptVersionPartProps,
  'name' | 'others' | 'onAgainst'
>) {
  const id = useId();
  const other = useQuery(promptVersionQuery(name, against));
  const choices = [...new Set([against, ...(shown.previous === null ? [] : [shown.previous]), ...others])].sort(
    (one, two) => two - one,
  );
  const [older, newer] = other.data ? [other.data, shown].sort((one, two) => one.version - two.version) : [];
  return (
    <Section
      level={3}
      title="What changed"
      aside={
        <ChoiceField
          id={id}
          label="Compared with"
          value={String(against)}
          data={choices.map((version) => ({ value: String(version), label: `Version ${version}` }))}
          onChange={(event) => onAgainst(Number(event.currentTarget.value))}
        />
      }
    >
      <ProblemNotice error={other.error} onRetry={() => void other.refetch()} />
      {other.isPending && <p className="tl-muted">Reading the other version</p>}
      {older && newer && <PromptDifference older={older} newer={newer} />}
    </Section>
  );
}
