import { useQuery } from '@tanstack/react-query';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, Facts, formatDay, Notice, Page, Section } from '../../../web/kit/index.ts';
import { type QuestionReading, readQuestion } from '../read-question.ts';
import { factsOf } from './answer-facts.ts';
import { IdeaDecisions, ReopenIdea } from './idea-decisions.tsx';
import { IDEAS_KEY, type IdeaPageData, ideaQuery } from './idea-queries.ts';
import { IdeaStateWord } from './idea-state-word.tsx';
import { IdeaStory } from './idea-story.tsx';
import { IdeaSupport } from './idea-support.tsx';
import { IdeaWork } from './idea-work.tsx';
import { LeftOfIdea } from './left-of-idea.tsx';
import { understoodParts } from './reading-words.ts';
import { CameOfWords, SimilarList } from './similar-list.tsx';
import { UnderstoodParts } from './understood.tsx';
import './ideas.css';

export interface IdeaPageProps {
  readonly ideaId: string;
  readonly me: { readonly accountId: string; readonly name: string };
  readonly onStarted: (slug: string) => void;
}

/** An idea: its words, what was understood, who supports it, and what becomes of it. */
export function IdeaPage({ ideaId, me, onStarted }: IdeaPageProps) {
  useLiveTopic('ideas', IDEAS_KEY);
  const idea = useQuery(ideaQuery(ideaId));
  if (!idea.data) {
    return (
      <Page title="Idea" trail={TRAIL}>
        <ProblemNotice error={idea.error} onRetry={() => void idea.refetch()} />
        {idea.isPending && <p className="tl-muted">Reading the idea</p>}
      </Page>
    );
  }
  const page = idea.data;
  const { sentence, createdAt, proposerName, department, state } = page.idea;
  const isOpen = state === 'open';
  const title = titleOf(sentence);
  const reading = readQuestion(sentence, { today: createdAt.slice(0, 10), fiscalYearStart: page.fiscalYearStart });
  return (
    <Page
      title={title}
      trail={TRAIL}
      lead={`${proposerName} proposed it on ${formatDay(createdAt)}${department ? `, for ${department.name}` : ''}.`}
      actions={<IdeaStateWord state={state} />}
    >
      <Fate page={page} />
      <LeftOfIdea page={page} />
      <div className="tl-idea">
        <div className="tl-stack">
          {title !== sentence && (
            <Section title="In their own words">
              <blockquote className="tl-idea-quote tl-prose">{sentence}</blockquote>
            </Section>
          )}
          {isOpen && page.rights['idea.answer'].allowed ? (
            <IdeaWork page={page} reading={reading} me={me} onStarted={onStarted} />
          ) : (
            <>
              {understoodParts(reading).length > 0 && (
                <Section title="What was understood">
                  <UnderstoodParts reading={reading} />
                </Section>
              )}
              <Answers page={page} reading={reading} />
            </>
          )}
          {isOpen && <IdeaDecisions page={page} />}
          <IdeaStory page={page} />
        </div>
        <div className="tl-stack">
          <IdeaSupport page={page} />
          <SimilarList text={sentence} exceptId={page.idea.id} />
        </div>
      </div>
    </Page>
  );
}

const TRAIL = [{ label: 'Ideas', to: '/ideas' }];
const TITLE_CHARACTERS = 90;

/** The words themselves; of long ones the first, because the whole stands below. */
function titleOf(sentence: string): string {
  const flat = sentence.replace(/\s+/g, ' ');
  return flat.length <= TITLE_CHARACTERS ? flat : `${flat.slice(0, TITLE_CHARACTERS).replace(/\s+\S*$/, '')} …`;
}

/** What became of the idea, first of all. */
function Fate({ page }: { readonly page: IdeaPageData }) {
  const { idea, mergedInto, cameOf } = page;
  const decided = idea.decision ? `${idea.decision.byName} on ${formatDay(idea.decision.at)}` : '';
  switch (idea.state) {
    case 'open':
      return null;
    case 'promoted':
      return cameOf ? (
        <Notice tone="reached" title={`It became an initiative, started by ${decided}.`}>
          <p>
            <AppLink to={`/i/${cameOf.slug}/overview`}>{cameOf.name}</AppLink>
          </p>
          <p>
            <CameOfWords cameOf={cameOf} />
          </p>
        </Notice>
      ) : (
        <Notice tone="reached" title={`It became an initiative, started by ${decided}.`}>
          Only the people at its table may read it.
        </Notice>
      );
    case 'merged':
      return (
        <Notice
          tone="accent"
          title={`It was merged into another idea by ${decided}. Its supporters and story are there.`}
        >
          {mergedInto && (
            <p>
              <AppLink to={`/ideas/${mergedInto.id}`}>{mergedInto.sentence}</AppLink>
            </p>
          )}
          <p>{idea.decision?.reason}</p>
        </Notice>
      );
    case 'declined':
      return (
        <Notice tone="look" title={`It was declined by ${decided}.`}>
          <p>{idea.decision?.reason}</p>
          <ReopenIdea page={page} />
        </Notice>
      );
    case 'withdrawn':
      return (
        <Notice tone="unknown" title={`It was withdrawn by ${decided}.`}>
          {idea.decision?.reason}
        </Notice>
      );
  }
}

/** The answers to the plain questions, for those who only read them. */
function Answers({
  page: { idea, answers, rights },
  reading,
}: {
  readonly page: IdeaPageData;
  readonly reading: QuestionReading;
}) {
  const facts = factsOf(answers);
  return (
    <Section title={idea.kind === 'defined' ? 'The goal so far' : 'An open question'}>
      {idea.kind === 'defined' && facts.length > 0 && <Facts facts={facts} />}
      {idea.kind === 'defined' && facts.length === 0 && reading.kind === 'defined' && (
        <p className="tl-muted">Nobody has answered the questions about it yet.</p>
      )}
      {idea.kind === 'open' && <p>People look together for the number that would show an answer.</p>}
      {idea.state === 'open' && <p className="tl-muted tl-small">{rights['idea.answer'].rule}</p>}
    </Section>
  );
}
