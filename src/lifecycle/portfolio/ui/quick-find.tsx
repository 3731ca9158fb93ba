import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { findQuery } from './portfolio-queries.ts';
import './portfolio.css';

export interface QuickFindProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Opens an initiative. */
  readonly onChoose: (slug: string) => void;
}

/** Finds an initiative by its name or its question, without a mouse: type, arrows, Enter. */
export function QuickFind({ isOpen, onClose, onChoose }: QuickFindProps) {
  return (
    // The library's own title stands in a header, which a screen reader takes for a second banner of the page.
    <Modal.Root opened={isOpen} onClose={onClose} size={560} yOffset="12vh" transitionProps={{ duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Find an initiative">
        <Modal.Body pt="md">
          <Finder onChoose={onChoose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder({ onChoose }: Pick<QuickFindProps, 'onChoose'>) {
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const [place, setPlace] = useState(0);
  const listId = useId();
  const found = useQuery({ ...findQuery(wanted), placeholderData: keepPreviousData });
  const lines = found.data ?? [];
  const at = Math.min(place, lines.length - 1);
  const steer = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      if (lines.length > 0) setPlace((at + by + lines.length) % lines.length);
    }
    const line = lines[at];
    if (event.key === 'Enter' && line) onChoose(line.slug);
  };
  return (
    <>
      <TextInput
        label="Words of its name or its question"
        data-autofocus
        role="combobox"
        aria-expanded={lines.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(lines[at] ? { 'aria-activedescendant': `${listId}-${at}` } : {})}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={steer}
      />
      <ProblemNotice error={found.error} />
      <p role="status" className="tl-hidden">
        {found.isSuccess && `${lines.length} found`}
      </p>
      {found.isSuccess && lines.length === 0 && (
        <p className="tl-muted" style={{ marginTop: 10 }}>
          No initiative that you may read has these words.
        </p>
      )}
      <div role="listbox" id={listId} aria-label="Initiatives" className="tl-find-results">
        {lines.map((line, index) => (
          // The field keeps the focus and handles the keys, as a combobox does; a click is the same choice.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field.
          <div
            key={line.slug}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => onChoose(line.slug)}
          >
            <p>{line.name}</p>
            <p className="tl-muted tl-small">{line.question}</p>
          </div>
        ))}
      </div>
    </>
  );
}
