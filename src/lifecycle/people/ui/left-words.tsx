import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyField, Notice } from '../../../web/kit/index.ts';
import { usePutAway, useUnsentTexts } from './use-kept-text.ts';

export interface LeftWordsProps {
  /** What somebody did meanwhile, as a sentence: "Eva Lind answered it while you were writing." */
  readonly happened: string;
  /** What can be done with the words now, as a sentence. */
  readonly advice: ReactNode;
  /** The fields that may hold words, by the key of `useKeptText`, with what they are called. */
  readonly fields: readonly { readonly keep: string; readonly label: string }[];
}

/**
 * What the reader was writing when somebody else ended the very same thing: it stands where its form stood, to be read and
 * copied, until it is put away. Nothing where nothing was written.
 */
export function LeftWords({ happened, advice, fields }: LeftWordsProps) {
  const left = useUnsentTexts(fields.map(({ keep }) => keep));
  const putAway = usePutAway();
  if (left.length === 0) return null;
  return (
    <Notice
      tone="look"
      title={happened}
      isUrgent
      action={
        <Button variant="default" onClick={() => putAway(left.map(({ key }) => key))}>
          Put my words away
        </Button>
      }
    >
      <p>Your words were not sent; they are kept here. {advice}</p>
      {left.map(({ key, text }) => (
        <CopyField key={key} label={fields.find(({ keep }) => keep === key)?.label ?? key} value={text} isLong />
      ))}
    </Notice>
  );
}
