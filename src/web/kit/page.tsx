import { type ReactNode, useId } from 'react';
import { AppLink } from './app-link.tsx';
import { useDocumentTitle } from './document-title.ts';
import './page.css';

/** One step of the way to a page. */
export interface TrailStep {
  readonly label: string;
  readonly to: string;
}

export interface PageProps {
  /** The question that the page answers, or the finding; also the title of the document. */
  readonly title: string;
  /** A shorter title for the browser's tab, when the finding is long. */
  readonly documentTitle?: string;
  /** Where the page is, outermost first, without the page itself. */
  readonly trail?: readonly TrailStep[];
  /** One sentence under the title. */
  readonly lead?: ReactNode;
  /** Buttons at the end of the title's row: one main action at most. */
  readonly actions?: ReactNode;
  /** `narrow` for forms and reading, `wide` (default) for tables and charts. */
  readonly width?: 'narrow' | 'wide';
  readonly children: ReactNode;
}

/** A page: its way, its title, its actions and its content. The shell moves the focus to the title after navigation. */
export function Page({ title, documentTitle, trail, lead, actions, width = 'wide', children }: PageProps) {
  useDocumentTitle(documentTitle ?? title);
  return (
    <div className="tl-page" data-width={width}>
      <header className="tl-page-head">
        <div className="tl-page-titles">
          {trail && trail.length > 0 && (
            <nav aria-label="Where you are" className="tl-trail tl-no-print">
              <ol>
                {trail.map((step) => (
                  <li key={step.to}>
                    <AppLink to={step.to}>{step.label}</AppLink>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <h1 tabIndex={-1}>{title}</h1>
          {lead !== undefined && <p className="tl-lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="tl-row tl-no-print">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export interface SectionProps {
  readonly title: string;
  /** One sentence under the heading. */
  readonly lead?: ReactNode;
  /** A state, a link or a button at the end of the heading's row. */
  readonly aside?: ReactNode;
  /** 2 directly below the page's title (default), 3 inside another section. */
  readonly level?: 2 | 3;
  /** `plain` (default) or `boxed` with a hairline around it. */
  readonly look?: 'plain' | 'boxed';
  /** Anchor for links to this part of the page. */
  readonly id?: string;
  readonly children: ReactNode;
}

/** A named part of a page. */
export function Section({ title, lead, aside, level = 2, look = 'plain', id, children }: SectionProps) {
  const headingId = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section aria-labelledby={headingId} className="tl-section" data-look={look} {...(id ? { id } : {})}>
      <div className="tl-section-head">
        <Heading id={headingId}>{title}</Heading>
        {aside}
      </div>
      {lead !== undefined && <p className="tl-muted">{lead}</p>}
      {children}
    </section>
  );
}

/** One line of a list of facts. */
export interface Fact {
  readonly term: string;
  readonly detail: ReactNode;
}

/** A list of terms and what they are. `columns` (default) sets the term beside the detail, `tiles` above it. */
export function Facts({
  facts,
  look = 'columns',
}: {
  readonly facts: readonly Fact[];
  readonly look?: 'columns' | 'tiles';
}) {
  return (
    <dl className="tl-facts" data-look={look}>
      {facts.map((fact) => (
        <div key={fact.term}>
          <dt>{fact.term}</dt>
          <dd>{fact.detail}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface EmptyStateProps {
  /** What is not here, and why that matters: a whole sentence. */
  readonly sentence: string;
  /** The button or link that changes it. */
  readonly action: ReactNode;
  readonly detail?: ReactNode;
  /**
   * `false` when something is there: the action stands alone then, and keeps its place, because a file may be on its way in it
   * or somebody may be writing.
   */
  readonly isEmpty?: boolean;
}

/** What a page says instead of nothing. */
export function EmptyState({ sentence, detail, action, isEmpty = true }: EmptyStateProps) {
  return (
    <div {...(isEmpty ? { className: 'tl-empty' } : {})}>
      {isEmpty && <p className="tl-empty-sentence">{sentence}</p>}
      {isEmpty && detail !== undefined && <p className="tl-muted">{detail}</p>}
      <div {...(isEmpty ? { className: 'tl-row' } : {})}>{action}</div>
    </div>
  );
}
