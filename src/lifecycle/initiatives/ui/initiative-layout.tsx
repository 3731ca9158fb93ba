import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, Page, StateWord } from '../../../web/kit/index.ts';
import { initiativeKey, initiativeQuery } from './initiative-queries.ts';
import { INITIATIVE_TABS, type InitiativeTab } from './initiative-tabs.ts';
import { LineStrip } from './line-strip.tsx';
import './initiative-layout.css';

export interface InitiativeLayoutProps {
  readonly slug: string;
  /** The tab that is open, from the address. */
  readonly tab: InitiativeTab | undefined;
  /** The people of a step, beside its state; the room of people draws them. */
  readonly seats: (step: string) => ReactNode;
  /** A step's state in words where more is known than done, now and ahead: "waiting for Ana". */
  readonly stateWords: (step: string) => string | undefined;
  /** The arrow that returns from the end of the line; a later room draws it. */
  readonly returned?: ReactNode;
  /** Where the question came from; a later room says it. */
  readonly origin?: ReactNode;
  /** The open tab. */
  readonly children: ReactNode;
}

/**
 * The frame of an initiative's pages: its name, its question verbatim, and the line with its people. The steps of the line
 * are the way to the work; the row under it leads to what belongs to the whole line.
 */
export function InitiativeLayout({ slug, tab, seats, stateWords, returned, origin, children }: InitiativeLayoutProps) {
  useLiveTopic(`initiative:${slug}`, initiativeKey(slug));
  const line = useQuery(initiativeQuery(slug));
  if (line.error && !line.data) {
    return (
      <Page title="This initiative could not be shown" trail={TRAIL} width="narrow">
        <ProblemNotice error={line.error} onRetry={() => void line.refetch()} />
      </Page>
    );
  }
  if (!line.data) {
    return (
      <Page title="Initiative" trail={TRAIL}>
        <p className="tl-muted">Reading the line</p>
      </Page>
    );
  }
  const { initiative, steps } = line.data;
  const tabName = INITIATIVE_TABS.find(({ id }) => id === tab)?.label;
  return (
    <Page
      title={initiative.name}
      documentTitle={tabName ? `${tabName}, ${initiative.name}` : initiative.name}
      trail={TRAIL}
      actions={initiative.visibility === 'private' ? <StateWord tone="unknown">Private</StateWord> : undefined}
    >
      {initiative.question !== initiative.name && (
        <blockquote className="tl-question">
          <p>{initiative.question}</p>
        </blockquote>
      )}
      {origin}
      <LineStrip
        slug={slug}
        steps={steps}
        iteration={initiative.iteration}
        current={tab}
        seats={seats}
        stateWords={stateWords}
        returned={returned}
      />
      <nav aria-label="Parts of this initiative" className="tl-tabs tl-no-print" data-keeps-focus>
        <ul>
          {INITIATIVE_TABS.filter(({ step }) => step === null).map(({ id, label }) => (
            <li key={id}>
              <AppLink to={`/i/${slug}/${id}`} className="tl-tab" {...(id === tab ? { 'aria-current': 'page' } : {})}>
                {label}
              </AppLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="tl-stack">{children}</div>
    </Page>
  );
}

const TRAIL = [{ label: 'Initiatives', to: '/initiatives' }] as const;
