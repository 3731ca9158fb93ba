import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import './saved-note.css';

/** Where an autosaved text stands; what waits is saved by itself when the connection is back. */
export type SaveState = 'idle' | 'saving' | 'saved' | 'failed' | 'waiting';

export interface SavedNoteProps {
  readonly state: SaveState;
  /** What to do after a failure; the words stay in the field until it succeeds. */
  readonly onRetry?: () => void;
}

/** Says quietly that what was written is kept: "Saving", "Saved", or that it is not. */
export function SavedNote({ state, onRetry }: SavedNoteProps) {
  return (
    <span className="tl-saved" data-state={state}>
      <span role="status">
        {state === 'saving' && 'Saving'}
        {state === 'saved' && (
          <>
            <IconCheck size={13} aria-hidden /> Saved
          </>
        )}
        {state === 'failed' && (
          <>
            <IconAlertTriangle size={13} aria-hidden /> Not saved yet.
          </>
        )}
        {state === 'waiting' && (
          <>
            <IconAlertTriangle size={13} aria-hidden /> Not saved yet: there is no connection. It is saved when the
            connection is back.
          </>
        )}
      </span>
      {state === 'failed' && onRetry && (
        <button type="button" className="tl-text-button" onClick={onRetry}>
          Save again
        </button>
      )}
    </span>
  );
}
