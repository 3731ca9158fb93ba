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
  readonly children: ReactNode;
}

/** Depth on demand: a real button and the named region that it opens. Closed content stays in the document, so that it can print. */
export function Disclosure({
  label,
  openLabel = label,
  startsOpen = false,
  isPrinted = true,
  children,
}: DisclosureProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  const id = useId();
  return (
    <div className="tl-disclosure" data-printed={isPrinted || isOpen || undefined}>
      <button
        type="button"
        id={`${id}-button`}
        className="tl-disclosure-button"
        aria-expanded={isOpen}
        aria-controls={`${id}-region`}
        onClick={() => setOpen(!isOpen)}
      >
        <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
          <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
        </svg>
        {isOpen ? openLabel : label}
      </button>
      <section id={`${id}-region`} aria-labelledby={`${id}-button`} hidden={!isOpen} className="tl-disclosure-region">
        {children}
      </section>
    </div>
  );
}
