import { Textarea } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { YTextEvent } from 'yjs';
import type { SharedDocument } from '../../../web/documents/index.ts';
import { BOARD_LIMITS, type Note } from '../board.ts';
import { noteText } from '../board-document.ts';
import { moveCaret } from './move-caret.ts';

export interface NoteTextFieldProps {
  readonly shared: SharedDocument;
  readonly note: Note;
  readonly onWrite: (text: string) => void;
  readonly onDone: () => void;
}

/** The text of a note while it is being written. What others write in it meanwhile appears around the caret. */
export function NoteTextField({ shared, note, onWrite, onDone }: NoteTextFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<readonly [number, number] | null>(null);
  useEffect(() => {
    const text = noteText(shared.document, note.id);
    if (!text) return;
    const onChange = ({ transaction, changes }: YTextEvent) => {
      const element = field.current;
      if (transaction.local || !element) return;
      const place = (at: number) => moveCaret(at, changes.delta);
      caret.current = [place(element.selectionStart), place(element.selectionEnd)];
    };
    text.observe(onChange);
    return () => text.unobserve(onChange);
  }, [shared, note.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret is put back whenever the text of the field was replaced.
  useLayoutEffect(() => {
    if (caret.current) field.current?.setSelectionRange(...caret.current);
    caret.current = null;
  }, [note.text]);
  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  return (
    <Textarea
      ref={field}
      aria-label="Text of the note"
      rows={4}
      maxLength={BOARD_LIMITS.noteLength}
      value={note.text}
      onChange={(event) => onWrite(event.currentTarget.value)}
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing)) {
          event.preventDefault();
          onDone();
        }
      }}
    />
  );
}
