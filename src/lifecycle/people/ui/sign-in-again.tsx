import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Session } from './account-queries.ts';
import { SignInForm } from './sign-in-page.tsx';

export interface SignInAgainProps {
  readonly onSignedIn: (session: Session) => void;
  /** Gives up the page and what was written on it. */
  readonly onLeave: () => void;
}

/**
 * Stands over a page whose session ended. The page stays behind it, with what was written on it, but nobody can read it
 * there before somebody signs in again.
 */
export function SignInAgain({ onSignedIn, onLeave }: SignInAgainProps) {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => (before instanceof HTMLElement ? before.focus() : undefined), [before]);
  return (
    <Modal.Root opened onClose={() => {}} closeOnEscape={false} closeOnClickOutside={false} returnFocus={false}>
      <Modal.Overlay backgroundOpacity={1} color="var(--tl-page)" />
      <Modal.Content aria-label="Your session has ended">
        <Modal.Body className="tl-stack">
          <h2>Your session has ended</h2>
          <p>Sign in again and go on where you were. What you wrote on this page is kept.</p>
          <SignInForm onSignedIn={onSignedIn} />
          <div>
            <Button variant="default" onClick={onLeave}>
              Leave this page and what was written on it
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
