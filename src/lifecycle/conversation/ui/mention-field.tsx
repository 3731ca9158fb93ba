import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from 'react';
import { LongTextField, PersonFace } from '../../../web/kit/index.ts';
import { nameBeingTyped } from '../spoken-text.ts';
import type { Mention } from '../thread.ts';
import { mentionableQuery } from './conversation-queries.ts';

export interface MentionFieldProps {
  readonly slug: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Told whom the writer chose, so that the sender knows whose name it is. */
  readonly onMention: (mention: Mention) => void;
  readonly help?: string;
  readonly rows?: number;
  readonly takesFocus?: boolean;
}

/** A text field that offers the names of people who may read along as soon as an `@` is typed. */
export function MentionField({ slug, value, onChange, onMention, takesFocus, rows = 2, ...words }: MentionFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState(0);
  const [place, setPlace] = useState(0);
  const [isShut, setShut] = useState(false);
  const listId = useId();
  const typed = isShut ? null : nameBeingTyped(value, cursor);
  const found = useQuery({
    ...mentionableQuery(slug, typed?.name.trimEnd() ?? ''),
    enabled: typed !== null,
    placeholderData: keepPreviousData,
  });
  const people = typed === null ? [] : (found.data ?? []);
  const at = Math.min(place, people.length - 1);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  const choose = (mention: Mention) => {
    if (typed === null) return;
    const before = `${value.slice(0, typed.start)}@${mention.name} `;
    onMention(mention);
    onChange(before + value.slice(cursor));
    setShut(true);
    setCursor(before.length);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };
  const steer = (event: KeyboardEvent) => {
    const person = people[at];
    if (!person) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setPlace((at + (event.key === 'ArrowDown' ? 1 : -1) + people.length) % people.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      choose(person);
    } else if (event.key === 'Escape') {
      // The panel around the field would close with the same key.
      event.stopPropagation();
      event.nativeEvent.stopImmediatePropagation();
      setShut(true);
    }
  };
  return (
    <div className="tl-mention-field">
      <LongTextField
        {...words}
        ref={field as Ref<HTMLTextAreaElement>}
        rows={rows}
        autosize
        maxRows={12}
        value={value}
        {...(takesFocus ? { 'data-autofocus': true } : {})}
        aria-autocomplete="list"
        aria-controls={listId}
        {...(people[at] ? { 'aria-activedescendant': `${listId}-${at}` } : {})}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setCursor(event.currentTarget.selectionStart);
          setPlace(0);
          setShut(false);
        }}
        onKeyDown={steer}
        onBlur={() => setShut(true)}
      />
      <div role="listbox" id={listId} aria-label="People" className="tl-mention-list" hidden={people.length === 0}>
        {people.map((person, index) => (
          <div
            key={person.accountId}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            // The field keeps the focus; pressing must not take it away before the choice is made.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(person);
            }}
          >
            <PersonFace name={person.name} size={20} withName />
            {!person.isAtTable && <span className="tl-muted tl-small">not at the table</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
