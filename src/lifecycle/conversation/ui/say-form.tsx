import { Button } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { useKeptText, useTableChange } from '../../people/ui/index.ts';
import { mentionsIn } from '../spoken-text.ts';
import type { Mention } from '../thread.ts';
import { MentionField } from './mention-field.tsx';

/** What the writer sends. */
export interface SaidWords {
  readonly text: string;
  readonly mentioned: string[];
}

export interface SayFormProps {
  readonly slug: string;
  /** Under which unsent words are kept in this window. */
  readonly keep: string;
  readonly label: string;
  readonly help?: string;
  /** The word on the button; left out where only the other button may be used. */
  readonly verb?: string;
  readonly onSay: (said: SaidWords) => Promise<unknown>;
  /** A second way to send the same words, e.g. as a flag; it may be sent without words. */
  readonly second?: { readonly verb: ReactNode; readonly onSay: (said: SaidWords) => Promise<unknown> };
  /** Closes the form again; a form that always stands there has none. */
  readonly onCancel?: () => void;
  readonly takesFocus?: boolean;
}

/** Words to somebody: a field with names, one or two buttons. Sent words leave the field, refused ones stay. */
export function SayForm(props: SayFormProps) {
  const { slug, keep, label, help, verb, onSay, second, onCancel, takesFocus = false } = props;
  const [text, setText, forget] = useKeptText(`${slug} ${keep}`);
  const mentions = useRef<Mention[]>([]);
  const send = useTableChange(slug, async (how: (said: SaidWords) => Promise<unknown>) => {
    const mentioned = mentionsIn(text, mentions.current).map(({ accountId }) => accountId);
    await how({ text: text.trim(), mentioned });
    forget(text);
    mentions.current = [];
    onCancel?.();
  });
  return (
    <form
      className="tl-say"
      onSubmit={(event) => {
        event.preventDefault();
        if (verb !== undefined && text.trim().length >= 2) send.mutate(onSay);
      }}
    >
      <MentionField
        slug={slug}
        label={label}
        {...(help === undefined ? {} : { help })}
        value={text}
        onChange={setText}
        onMention={(mention) => mentions.current.push(mention)}
        takesFocus={takesFocus}
      />
      <ProblemNotice error={send.error} />
      <div className="tl-row">
        {verb !== undefined && (
          <Button type="submit" loading={send.isPending} disabled={text.trim().length < 2}>
            {verb}
          </Button>
        )}
        {second && (
          <Button variant="default" disabled={send.isPending} onClick={() => send.mutate(second.onSay)}>
            {second.verb}
          </Button>
        )}
        {onCancel && (
          <Button variant="subtle" onClick={onCancel}>
            Leave it
          </Button>
        )}
      </div>
    </form>
  );
}
