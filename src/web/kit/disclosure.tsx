import { type ReactNode, useId, useState } from 'react';
import './disclosure.css';

export interface DisclosureProps {
  /** What opening it shows: "Show the numbers", "How we know". */
  readonly label: string;
  /** The label while it is open; the same by default. */
  readonly openLabel?: string;
  readonly startsOpen?: boolean;
  /** Whether paper, on which nothing opens, shows the content even while it is closed; yes by default. */
  readonly isPrinted?: boolean;
  /** Makes the content when it is opened first, so that a page with very many of them stays light. */
  readonly isMadeOnOpening?: boolean;
  /**
   * Whether there is a button at all. Content that stands alone is simply shown; when other things come to stand beside it, it
   * keeps its place and stays open, because somebody may be writing in it.
   */
  readonly canClose?: boolean;
  readonly children: ReactNode;
}

/**
 * Depth on demand: a real button and the named region that it opens. Closed content stays in the document, so that it can
 * print, unless it is made only on opening.
 */
export function Disclosure({
  label,
  openLabel = label,
  startsOpen = false,
  isPrinted = true,
  isMadeOnOpening = false,
  canClose = true,
  children,
}: DisclosureProps) {
  const [isOpen, setOpen] = useState(startsOpen || !canClose);
  const [wasOpened, setOpened] = useState(isOpen);
  const id = useId();
  if (!canClose && !isOpen) {
    setOpen(true);
    setOpened(true);
  }
  const toggle = () => {
    setOpen(!isOpen);
    setOpened(true);
  };
  return (
    <div className="tl-disclosure" data-printed={isPrinted || isOpen || undefined}>
      {canClose && (
        <button
          type="button"
          id={`${id}-button`}
          className="tl-disclosure-button"
          aria-expanded={isOpen}
          aria-controls={`${id}-region`}
          onClick={toggle}
        >
          <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
            <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
          </svg>
          {isOpen ? openLabel : label}
        </button>
      )}
      <section
        id={`${id}-region`}
        hidden={!isOpen}
        {...(canClose ? { 'aria-labelledby': `${id}-button`, className: 'tl-disclosure-region' } : {})}
      >
        {(wasOpened || !isMadeOnOpening) && children}
      </section>
    </div>
  );
}
