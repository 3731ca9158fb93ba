import { Button } from '@mantine/core';
import { Notice } from '../../../web/kit/index.ts';
import type { Draft } from '../draft-path.ts';
import type { Clash } from '../merge-drafts.ts';
import { type DeskState, YOU } from './draft-desk.ts';
import { fieldWords } from './draft-words.ts';
import { valueWords } from './value-words.ts';

export interface ClashNoticeProps {
  readonly desk: DeskState;
  readonly onSettle: (path: string, choice: 'mine' | 'theirs') => void;
}

/** Somebody else changed the same fields: both wordings side by side, and neither is lost until one is chosen. */
export function ClashNotice({ desk, onSettle }: ClashNoticeProps) {
  if (desk.clashes.length === 0) return null;
  const isOwn = desk.clashesWith === YOU;
  const name = isOwn ? 'The other page' : (desk.clashesWith ?? 'Somebody else');
  const settleAll = (choice: 'mine' | 'theirs') => {
    for (const { path } of desk.clashes) onSettle(path, choice);
  };
  return (
    <Notice
      tone="look"
      isUrgent
      title={
        isOwn
          ? 'You changed the same on another page, and saved it there first.'
          : `${name} changed the same as you, and saved it first.`
      }
      action={
        desk.clashes.length > 1 && (
          <>
            <Button variant="default" onClick={() => settleAll('mine')}>
              Keep all of mine
            </Button>
            <Button variant="default" onClick={() => settleAll('theirs')}>
              Take all of {isOwn ? 'the other page' : name}’s
            </Button>
          </>
        )
      }
    >
      <p>Nothing is lost: everything else of both of you is joined already. Choose for what both of you changed.</p>
      <ul className="tl-framing-clashes">
        {desk.clashes.map((clash) => (
          <ClashRow key={clash.path} clash={clash} name={name} draft={desk.content} onSettle={onSettle} />
        ))}
      </ul>
    </Notice>
  );
}

interface ClashRowProps {
  readonly clash: Clash;
  readonly name: string;
  readonly draft: Draft;
  readonly onSettle: ClashNoticeProps['onSettle'];
}

function ClashRow({ clash: { path, mine, theirs }, name, draft, onSettle }: ClashRowProps) {
  const label = fieldWords(path);
  return (
    <li>
      <p>
        <b>{label}</b>
      </p>
      <p>
        Yours: {valueWords(draft, path, mine)}{' '}
        <Button variant="default" size="compact-sm" onClick={() => onSettle(path, 'mine')}>
          Keep mine<span className="tl-hidden"> for {label}</span>
        </Button>
      </p>
      <p>
        {name}’s: {valueWords(draft, path, theirs)}{' '}
        <Button variant="default" size="compact-sm" onClick={() => onSettle(path, 'theirs')}>
          Take theirs<span className="tl-hidden"> for {label}</span>
        </Button>
      </p>
    </li>
  );
}
