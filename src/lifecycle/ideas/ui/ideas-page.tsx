import { Button } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, useLiveTopic, useNow } from '../../../web/data/index.ts';
import {
  AppLink,
  ChoiceField,
  EmptyState,
  formatAgo,
  Page,
  PersonFace,
  Section,
  TextField,
} from '../../../web/kit/index.ts';
import { IDEA_STATE_NAME, IDEA_STATES } from '../idea.ts';
import { AskForm } from './ask-form.tsx';
import { Funnel } from './funnel.tsx';
import { IDEAS_KEY, type IdeaFilter, ideaListQuery, ideaSettingsQuery, type ListedIdea } from './idea-queries.ts';
import { IdeaSettings } from './idea-settings.tsx';
import { IdeaStateWord, supportWords } from './idea-state-word.tsx';
import './ideas.css';

/** The parts of the page of ideas. */
export const IDEA_VIEWS = ['list', 'funnel', 'settings'] as const;

/** A part of the page of ideas. */
export type IdeaView = (typeof IDEA_VIEWS)[number];

const VIEW_NAME: Readonly<Record<IdeaView, string>> = {
  list: 'All ideas',
  funnel: 'Where ideas go',
  settings: 'Departments and stewards',
};

/** What of the page stands in its address, so that a view can be shared. */
export interface IdeasAddress extends IdeaFilter {
  readonly view?: IdeaView | undefined;
}

export interface IdeasPageProps {
  readonly address: IdeasAddress;
  readonly onAddress: (address: IdeasAddress) => void;
  readonly onPosted: (ideaId: string) => void;
  readonly isAdministrator: boolean;
}

/** What people propose: one field to ask, the list, and where ideas go. */
export function IdeasPage({ address, onAddress, onPosted, isAdministrator }: IdeasPageProps) {
  useLiveTopic('ideas', IDEAS_KEY);
  const { view = 'list', ...filter } = address;
  return (
    <Page title="Ideas" lead="Anybody can ask or propose something, and everybody can read what becomes of it.">
      <Section title="Ask or propose something" look="boxed">
        <AskForm onPosted={onPosted} />
      </Section>
      <nav className="tl-idea-views" aria-label="Views of ideas" data-keeps-focus>
        {IDEA_VIEWS.map((each) => (
          <AppLink
            key={each}
            to={each === 'list' ? '/ideas' : `/ideas?view=${each}`}
            {...(each === view ? { 'aria-current': 'page' as const } : {})}
          >
            {VIEW_NAME[each]}
          </AppLink>
        ))}
      </nav>
      {view === 'list' && <List filter={filter} onFilter={onAddress} />}
      {view === 'funnel' && <Funnel />}
      {view === 'settings' && <IdeaSettings isAdministrator={isAdministrator} />}
    </Page>
  );
}

interface ListProps {
  readonly filter: IdeaFilter;
  readonly onFilter: (filter: IdeaFilter) => void;
}

function List({ filter, onFilter }: ListProps) {
  const list = useInfiniteQuery({ ...ideaListQuery(filter), placeholderData: keepPreviousData });
  const ideas = list.data?.pages.flatMap((page) => page.ideas) ?? [];
  return (
    <Section title={VIEW_NAME.list}>
      <Filter filter={filter} onFilter={onFilter} />
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <p className="tl-muted">Reading the ideas</p>}
      {list.data && ideas.length === 0 && <NoIdeas filter={filter} onFilter={onFilter} />}
      {ideas.length > 0 && (
        <ul className="tl-ideas">
          {ideas.map((idea) => (
            <IdeaLine key={idea.id} idea={idea} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Section>
  );
}

function Filter({ filter, onFilter }: ListProps) {
  const settings = useQuery(ideaSettingsQuery);
  const [text, setText] = useState(filter.q ?? '');
  const search = useDebouncedCallback((q: string) => onFilter({ ...filter, q: q.trim() || undefined }), 250);
  const departments = settings.data?.departments ?? [];
  return (
    <search className="tl-row tl-filter">
      <TextField
        label="Find by words"
        type="search"
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <ChoiceField
        label="What became of it"
        value={filter.state ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onFilter({ ...filter, state: IDEA_STATES.find((state) => state === chosen) });
        }}
        data={[
          { value: '', label: 'Anything' },
          ...IDEA_STATES.map((state) => ({ value: state, label: IDEA_STATE_NAME[state] })),
        ]}
      />
      {departments.length > 0 && (
        <ChoiceField
          label="Department"
          value={filter.department ?? ''}
          onChange={(event) => onFilter({ ...filter, department: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'Any department' },
            ...departments.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <ChoiceField
        label="Order"
        value={filter.order ?? 'newest'}
        onChange={(event) =>
          onFilter({ ...filter, order: event.currentTarget.value === 'support' ? 'support' : undefined })
        }
        data={[
          { value: 'newest', label: 'Newest first' },
          { value: 'support', label: 'Most supported first' },
        ]}
      />
    </search>
  );
}

function NoIdeas({ filter, onFilter }: ListProps) {
  if (filter.q || filter.state || filter.department) {
    return (
      <EmptyState
        sentence="No idea matches all of this."
        action={
          <Button variant="default" onClick={() => onFilter({})}>
            Show all ideas
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      sentence="Nobody has proposed anything yet. The field above is all it takes."
      action={<AppLink to="/ask">Ask the first question</AppLink>}
    />
  );
}

function IdeaLine({ idea }: { readonly idea: ListedIdea }) {
  const now = useNow();
  return (
    <li>
      <PersonFace name={idea.proposerName} />
      <div>
        <p>
          <AppLink to={`/ideas/${idea.id}`} className="tl-link tl-idea-sentence">
            {idea.sentence}
          </AppLink>
        </p>
        <p className="tl-muted tl-small">
          {idea.proposerName}, {formatAgo(idea.createdAt, now)}
          {idea.department && ` · ${idea.department.name}`}
          {idea.state === 'declined' && idea.decision?.reason && ` · ${idea.decision.reason}`}
        </p>
      </div>
      <div className="tl-idea-fate">
        <IdeaStateWord state={idea.state} />
        <span className="tl-muted tl-small">{supportWords(idea.supportCount)}</span>
      </div>
    </li>
  );
}
