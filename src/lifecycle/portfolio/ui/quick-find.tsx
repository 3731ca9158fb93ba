import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { markWords, type SearchKind, searchWords } from '../search-words.ts';
import { findQuery, searchQuery } from './portfolio-queries.ts';
import './portfolio.css';

/** A page of the app that can be found by its name. */
export interface FindablePage {
  readonly label: string;
  readonly to: string;
}

export interface QuickFindProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Goes to an address of the app. */
  readonly onChoose: (path: string) => void;
  readonly pages: readonly FindablePage[];
}

/** Something that can be chosen. */
interface Choice {
  readonly title: string;
  readonly excerpt: string;
  readonly place: string | null;
  readonly path: string;
}

interface Group {
  readonly label: string;
  readonly choices: readonly Choice[];
}

const KIND_NAME: Readonly<Record<SearchKind, string>> = {
  initiative: 'Initiatives and questions',
  idea: 'Ideas',
  framing: 'Framings',
  decision: 'Decisions',
  finding: 'Findings',
  model: 'Models',
  prompt: 'Prompts',
  experiment: 'Experiments',
  run: 'Runs',
  comment: 'What people said',
  person: 'People',
};

/** Finds anything that the reader may see, without a mouse: type, arrows, Enter. */
export function QuickFind({ isOpen, onClose, ...finder }: QuickFindProps) {
  return (
    // The library's own title stands in a header, which a screen reader takes for a second banner of the page.
    <Modal.Root opened={isOpen} onClose={onClose} size={640} yOffset="10vh" transitionProps={{ duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Search">
        <Modal.Body pt="md">
          <Finder {...finder} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder({ onChoose, pages }: Pick<QuickFindProps, 'onChoose' | 'pages'>) {
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const [place, setPlace] = useState(0);
  const listId = useId();
  const { groups, error, isReady } = useFound(wanted, pages);
  const choices = groups.flatMap((group) => group.choices);
  const at = Math.min(place, choices.length - 1);
  const steer = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      const next = choices.length > 0 ? (at + by + choices.length) % choices.length : 0;
      setPlace(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    const choice = choices[at];
    if (event.key === 'Enter' && choice) onChoose(choice.path);
  };
  return (
    <>
      <TextInput
        label="Search in everything that you may see"
        data-autofocus
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(choices[at] ? { 'aria-activedescendant': `${listId}-${at}` } : {})}
        autoComplete="off"
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={steer}
      />
      <ProblemNotice error={error} />
      <p role="status" className="tl-hidden">
        {isReady && `${choices.length} found`}
      </p>
      {isReady && choices.length === 0 && (
        <p className="tl-muted" style={{ marginTop: 10 }}>
          Nothing that you may see has these words. Fewer words, or the beginning of one, find more.
        </p>
      )}
      <div role="listbox" id={listId} aria-label="Found" className="tl-find-results">
        {groups.map((group, index) => {
          const before = groups.slice(0, index).reduce((sum, each) => sum + each.choices.length, 0);
          return (
            <FoundGroup
              key={group.label}
              group={group}
              words={searchWords(wanted)}
              idOf={(choice) => `${listId}-${before + choice}`}
              chosen={at - before}
              onChoose={onChoose}
            />
          );
        })}
      </div>
    </>
  );
}

interface FoundGroupProps {
  readonly group: Group;
  readonly words: readonly string[];
  readonly idOf: (choice: number) => string;
  /** Place of the choice that Enter takes, when it is in this group. */
  readonly chosen: number;
  readonly onChoose: (path: string) => void;
}

function FoundGroup({ group, words, idOf, chosen, onChoose }: FoundGroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group inside a list of options is no fieldset.
    <div role="group" aria-label={group.label}>
      <p className="tl-find-kind" aria-hidden>
        {group.label}
      </p>
      {group.choices.map((choice, index) => (
        // The field keeps the focus and handles the keys, as a combobox does; a click is the same choice.
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field.
        <div
          key={`${choice.path} ${choice.title} ${choice.excerpt}`}
          id={idOf(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onClick={() => onChoose(choice.path)}
        >
          <p>
            <Marked text={choice.title} words={words} />
            {choice.place !== null && <span className="tl-muted tl-small"> in {choice.place}</span>}
          </p>
          {choice.excerpt !== '' && (
            <p className="tl-muted tl-small">
              <Marked text={choice.excerpt} words={words} />
            </p>
          )}
        </div>
      ))}
    </div>
  );
}

/** A text with the found words marked; whatever it holds stays text. */
function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  return markWords(text, words).map((part, place) => {
    // The parts of one text never change their places, so the place is their key.
    const key = `${place} ${part.text}`;
    return part.isHit ? <mark key={key}>{part.text}</mark> : <span key={key}>{part.text}</span>;
  });
}

function useFound(wanted: string, pages: readonly FindablePage[]) {
  const isSearching = searchWords(wanted).length > 0;
  const recent = useQuery({ ...findQuery(''), enabled: !isSearching });
  const search = useQuery({ ...searchQuery(wanted), enabled: isSearching, placeholderData: keepPreviousData });
  if (!isSearching) {
    const lines = (recent.data ?? []).map(({ slug, name, question }) => ({
      title: name,
      excerpt: question,
      place: null,
      path: `/i/${slug}/overview`,
    }));
    const groups = lines.length > 0 ? [{ label: 'Lately', choices: lines }] : [];
    return { groups, error: recent.error, isReady: recent.isSuccess };
  }
  const found = (search.data ?? []).map(({ kind, found: choices }): Group => ({ label: KIND_NAME[kind], choices }));
  const words = searchWords(wanted);
  const named = pages.filter(({ label }) => words.every((word) => markWords(label, [word]).some(({ isHit }) => isHit)));
  const own = named.map(({ label, to }) => ({ title: label, excerpt: '', place: null, path: to }));
  const groups = [...(own.length > 0 ? [{ label: 'Pages', choices: own }] : []), ...found];
  return { groups, error: search.error, isReady: search.isSuccess };
}
