import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ProblemNotice, problemOf, useLiveTopic } from '../../../web/data/index.ts';
import { WrittenAbout } from '../../../web/formatted/index.ts';
import { AppLink, EmptyState, type Fact, Facts, formatDay, Page, Section, StateWord } from '../../../web/kit/index.ts';
import { addressOfPrompt } from '../model-address.ts';
import { DeletedVersions } from './deleted-versions.tsx';
import { MODELS_KEY } from './model-queries.ts';
import { labelsInWords } from './model-words.ts';
import { type Prompt, type PromptVersionLine, promptQuery, promptVersionsQuery } from './prompt-queries.ts';
import { PromptVersionPart } from './prompt-version.tsx';
import './prompts.css';

/** Which version is looked at, and with which other one it is compared, as the address says it. */
export interface PromptChoice {
  readonly version: number | undefined;
  readonly against: number | undefined;
}

export interface PromptPageProps {
  readonly name: string;
  readonly choice: PromptChoice;
  readonly onChoice: (choice: PromptChoice) => void;
}

/** One prompt: what it is for, which version is in use, each version with its text, and what changed between two. */
export function PromptPage({ name, choice, onChoice }: PromptPageProps) {
  useLiveTopic('models', MODELS_KEY);
  const prompt = useQuery(promptQuery(name));
  return (
    <Page
      title={name}
      documentTitle={`${name} (prompt)`}
      trail={[{ label: 'Models', to: '/models' }]}
      lead={
        prompt.data &&
        `A prompt that ${prompt.data.createdBy} registered on ${formatDay(prompt.data.createdAt)}. ${prompt.data.rule}`
      }
    >
      {prompt.error && problemOf(prompt.error).code === 'PROMPT_UNKNOWN' ? (
        <EmptyState
          sentence="There is no prompt of this name here, or it is not for you to see."
          detail="A name counts with its capital letters; a program may have used a prompt that is registered elsewhere, and a deleted one can be brought back."
          action={
            <>
              <AppLink to="/models">See the prompts</AppLink>
              <AppLink to="/deleted">See what was deleted</AppLink>
            </>
          }
        />
      ) : (
        <ProblemNotice error={prompt.error} onRetry={() => void prompt.refetch()} />
      )}
      {prompt.isPending && <p className="tl-muted">Reading the prompt</p>}
      {prompt.data && (
        <>
          <WrittenAbout text={prompt.data.description} about="this prompt" />
          <Facts facts={factsOf(prompt.data)} />
          <Versions name={name} newest={prompt.data.newestVersion} choice={choice} onChoice={onChoice} />
          <DeletedVersions model={prompt.data} />
        </>
      )}
    </Page>
  );
}

function factsOf({ name, aliases, labels }: Prompt): readonly Fact[] {
  return [
    {
      term: 'Named versions',
      detail:
        aliases.length === 0
          ? 'None. Until a name such as production (an alias) points to a version, programs load one by its number.'
          : aliases.map(({ alias, version }, at) => (
              <span key={alias}>
                {at > 0 && ', '}
                {alias}: <AppLink to={addressOfPrompt(name, version)}>version {version}</AppLink>
              </span>
            )),
    },
    ...(labels.length === 0 ? [] : [{ term: 'Labels', detail: labelsInWords(labels) }]),
  ];
}

interface VersionsProps extends PromptPageProps {
  readonly newest: number | null;
}

/** The versions, the newest first, and beside them the one that is looked at: the newest unless another is chosen. */
function Versions({ name, newest, choice, onChoice }: VersionsProps) {
  const versions = useInfiniteQuery(promptVersionsQuery(name));
  const lines = versions.data?.pages.flatMap((page) => page.versions) ?? [];
  const shown = choice.version ?? newest;
  if (shown === null)
    return (
      <EmptyState
        sentence="No version is registered under this name yet."
        detail="A version appears here when somebody registers its text with mlflow.genai.register_prompt."
        action={<AppLink to="/me/tokens">Make an access token</AppLink>}
      />
    );
  return (
    <div className="tl-prompt">
      <Section title="Versions">
        <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} />
        <ol className="tl-prompt-versions" data-keeps-focus>
          {lines.map((line) => (
            <VersionEntry key={line.version} name={name} line={line} isShown={line.version === shown} />
          ))}
        </ol>
        {versions.hasNextPage && (
          <Button variant="default" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
            Show older versions
          </Button>
        )}
      </Section>
      <PromptVersionPart
        key={shown}
        name={name}
        version={shown}
        others={lines.map(({ version }) => version).filter((version) => version !== shown)}
        against={choice.against}
        onAgainst={(against) => onChoice({ version: shown, against })}
      />
    </div>
  );
}

function VersionEntry({
  name,
  line: { version, message, registeredBy, registeredAt, aliases },
  isShown,
}: {
  readonly name: string;
  readonly line: PromptVersionLine;
  readonly isShown: boolean;
}) {
  return (
    <li data-shown={isShown || undefined}>
      <p className="tl-row">
        <AppLink to={addressOfPrompt(name, version)} {...(isShown ? { 'aria-current': 'page' as const } : {})}>
          Version {version}
        </AppLink>
        {aliases.map((alias) => (
          <StateWord key={alias} tone="accent" look="chip">
            {alias}
          </StateWord>
        ))}
      </p>
      {message.trim() !== '' && <p className="tl-prompt-message">{message}</p>}
      <p className="tl-muted tl-small">
        {registeredBy}, {formatDay(registeredAt)}
      </p>
    </li>
  );
}
