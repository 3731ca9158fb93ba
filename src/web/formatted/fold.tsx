import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

/** Height that a folded text keeps, and from which on it is folded: folding away a few lines would save nothing. px. */
const HEIGHTS = { long: { kept: 320, foldedFrom: 420 }, brief: { kept: 48, foldedFrom: 72 } } as const;

export interface FoldProps {
  readonly about: string;
  /** Whether it keeps two lines only, above what people came for. */
  readonly isBrief: boolean;
  readonly children: ReactNode;
}

/** What is long keeps its beginning until somebody wants all of it. Paper, on which nothing opens, shows it whole. */
export function Fold({ about, isBrief, children }: FoldProps) {
  const { kept, foldedFrom } = HEIGHTS[isBrief ? 'brief' : 'long'];
  const id = useId();
  const content = useRef<HTMLDivElement>(null);
  const outside = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const element = content.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setLong(element.offsetHeight > foldedFrom));
    observer.observe(element);
    // What the keyboard reaches is seen. A click on a link in the part that shows needs nothing more of it.
    const unfold = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.matches(':focus-visible')) setOpen(true);
    };
    element.addEventListener('focusin', unfold);
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', unfold);
    };
  }, [foldedFrom]);
  const isFolded = isLong && !isOpen;
  const toggle = () => {
    setOpen(!isOpen);
    if (isOpen) outside.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div ref={outside} className="tl-quoted">
      <div
        id={id}
        className="tl-fold"
        data-folded={isFolded || undefined}
        style={isFolded ? { maxHeight: kept } : undefined}
      >
        <div ref={content}>{children}</div>
      </div>
      {isLong && (
        <Button
          className="tl-no-print"
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={toggle}
        >
          {isOpen ? 'Show less' : 'Show all'}
          <span className="tl-hidden"> about {about}</span>
        </Button>
      )}
    </div>
  );
}
