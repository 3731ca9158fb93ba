import { IconCircleCheck, IconCircleDashed, IconCircleDot, IconCircleMinus, IconHourglass } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { AppLink, ScrollRegion } from '../../../web/kit/index.ts';
import type { StepState } from '../line.ts';
import { type InitiativeTab, tabOfStep } from './initiative-tabs.ts';
import './line-strip.css';

export interface LineStripProps {
  readonly slug: string;
  readonly steps: readonly StepState[];
  readonly iteration: number;
  readonly current: InitiativeTab | undefined;
  readonly seats: (step: string) => ReactNode;
  readonly stateWords: (step: string) => string | undefined;
  /** What came back from the end of the line; a later room draws it. */
  readonly returned?: ReactNode;
}

const STATE = {
  done: { word: 'done', tone: 'reached', icon: IconCircleCheck },
  now: { word: 'now', tone: 'accent', icon: IconCircleDot },
  waiting: { word: 'waiting', tone: 'look', icon: IconHourglass },
  ahead: { word: 'ahead', tone: 'unknown', icon: IconCircleDashed },
  'not-needed': { word: 'not needed', tone: 'unknown', icon: IconCircleMinus },
} as const;

/** The steps of the playbook as one line: state by icon and word, the faces of the seats and the chairs that nobody holds. */
export function LineStrip({ slug, steps, iteration, current, seats, stateWords, returned }: LineStripProps) {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the open step may lie outside of what the line shows.
    const step = current && strip.current?.querySelector<HTMLElement>('[aria-current]')?.closest('li');
    const region = step ? step.closest<HTMLElement>('.tl-scroll') : null;
    if (step && region) region.scrollLeft = step.offsetLeft - (region.clientWidth - step.clientWidth) / 2;
  }, [current]);
  return (
    <div className="tl-line" ref={strip}>
      <h2 id="the-line" className="tl-hidden">
        The line, iteration {iteration}
      </h2>
      <ScrollRegion labelledBy="the-line">
        <ol className="tl-line-steps">
          {steps.map(({ step, part, name, state }) => {
            const words = state === 'now' ? stateWords(step) : undefined;
            const { word, tone, icon: StateIcon } = STATE[words === undefined ? state : 'waiting'];
            const tab = tabOfStep(part);
            return (
              <li key={step} data-tone={tone} data-state={state}>
                <AppLink
                  to={`/i/${slug}/${tab}`}
                  className="tl-line-step"
                  {...(tab === current ? { 'aria-current': 'step' } : {})}
                >
                  <span className="tl-line-name">{name}</span>
                  <span className="tl-line-state">
                    <StateIcon size={13} stroke={2} aria-hidden />
                    {words ?? word}
                  </span>
                </AppLink>
                <div className="tl-line-seats">{seats(step)}</div>
              </li>
            );
          })}
        </ol>
      </ScrollRegion>
      {returned}
    </div>
  );
}
