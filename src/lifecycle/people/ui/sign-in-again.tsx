import { Button, Modal } from '@mantine/core';
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
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      overlayProps={{ backgroundOpacity: 1, color: 'var(--tl-page)' }}
      transitionProps={{ duration: 0 }}
    >
      <div className="tl-stack">
        <p>Sign in again and go on where you were. What you wrote on this page is kept.</p>
        <SignInForm onSignedIn={onSignedIn} />
        <div>
          <Button variant="subtle" onClick={onLeave}>
            Leave this page and what was written on it
          </Button>
        </div>
      </div>
    </Modal>
  );
}
