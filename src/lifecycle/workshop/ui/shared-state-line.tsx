import { SavedNote } from '../../../web/data/index.ts';
import type { SharedState } from '../../../web/documents/index.ts';
import { Notice, StateWord } from '../../../web/kit/index.ts';

/** Says quietly whether what was written is kept. */
export function SharedStateLine({ state }: { readonly state: SharedState }) {
  if (state === 'lost') return <StateWord tone="look">No connection</StateWord>;
  return <SavedNote state={state === 'saved' || state === 'saving' ? state : 'idle'} />;
}

const ENDINGS: Readonly<Partial<Record<SharedState, readonly [title: string, advice: string]>>> = {
  lost: [
    'The connection is gone. You can go on writing.',
    'What you write is kept in this browser and saved as soon as you are connected again, also when you close the page meanwhile. Signing out forgets it.',
  ],
  'not-allowed': [
    'You may no longer open this.',
    'Somebody changed who may see it, or you signed out. Ask somebody at the table for a seat.',
  ],
  'change-refused': [
    'A change from this page was not accepted, and nothing after it was saved.',
    'Copy what you wrote last, load the page again, and write it once more.',
  ],
  unreadable: [
    'This page is no longer in step with the others.',
    'Copy what you wrote last, load the page again, and write it once more.',
  ],
  'document-full': [
    'There is no more room here, and your last change was not saved.',
    'Copy what you wrote last, load the page again, and take off what is no longer needed.',
  ],
};

/** Says what happened when what one writes is not being saved, and what to do. */
export function SharedStateNotice({ state }: { readonly state: SharedState }) {
  const words = ENDINGS[state];
  if (!words) return null;
  return (
    <Notice tone={state === 'lost' ? 'look' : 'broken'} title={words[0]} isUrgent>
      <p>{words[1]}</p>
    </Notice>
  );
}
