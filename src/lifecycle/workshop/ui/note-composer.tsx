import { Button, Textarea } from '@mantine/core';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { BOARD_LIMITS, MEANING_NAME, NOTE_MEANINGS, type NoteMeaning } from '../board.ts';

/** The question that a kind of note answers, asked above the field. */
const PROMPTS: Readonly<Record<NoteMeaning, string>> = {
  wish: 'What do we want to know?',
  decision: 'Who decides, and on what?',
  prediction: 'What could we predict, and how early?',
  worry: 'What could go wrong?',
  fact: 'What do we know already?',
};

export interface NoteComposerProps {
  /** `undefined` while there is no place yet into which notes go. */
  readonly onAdd: ((text: string, meaning: NoteMeaning) => void) | undefined;
  /** Whether others see the note at once. */
  readonly isHidden: boolean;
  readonly fieldRef: Ref<HTMLTextAreaElement>;
}

/** Writes a new note: first what it is about, then the words. Enter lays it on the board. */
export function NoteComposer({ onAdd, isHidden, fieldRef }: NoteComposerProps) {
  const [meaning, setMeaning] = useState<NoteMeaning>('wish');
  const [text, setText] = useState('');
  const add = () => {
    if (text.trim() === '' || !onAdd) return;
    onAdd(text.trim(), meaning);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add();
  };
  return (
    <form
      className="tl-note-composer tl-no-print"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <fieldset className="tl-note-meanings">
        <legend className="tl-hidden">What the note is about</legend>
        {NOTE_MEANINGS.map((known) => (
          <label key={known} className="tl-note-meaning" data-chosen={known === meaning}>
            <input
              type="radio"
              name="meaning"
              value={known}
              checked={known === meaning}
              onChange={() => setMeaning(known)}
            />
            <span>{MEANING_NAME[known]}</span>
          </label>
        ))}
      </fieldset>
      <Textarea
        ref={fieldRef}
        label={PROMPTS[meaning]}
        description={
          isHidden
            ? 'Only you see it until somebody shows all notes. Enter adds it.'
            : 'One thought a note. Enter adds it.'
        }
        rows={2}
        maxLength={BOARD_LIMITS.noteLength}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className="tl-row">
        <Button type="submit" disabled={text.trim() === '' || !onAdd}>
          {isHidden ? 'Add a hidden note' : 'Add the note'}
        </Button>
      </div>
    </form>
  );
}
