import type { ReactNode } from 'react';
import { InitiativeLayout, type InitiativeTab } from '../../initiatives/ui/index.ts';
import { StepFaces, useWaitingWords } from './step-faces.tsx';

export interface InitiativeFrameProps {
  readonly slug: string;
  /** The tab that is open, from the address. */
  readonly tab: InitiativeTab | undefined;
  /** The arrow that returns from the end of the line; a later room draws it. */
  readonly returned?: ReactNode;
  /** Where the question came from; a later room says it. */
  readonly origin?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of an initiative's pages with its people on the line. */
export function InitiativeFrame({ slug, tab, returned, origin, children }: InitiativeFrameProps) {
  const waitingWords = useWaitingWords(slug);
  return (
    <InitiativeLayout
      slug={slug}
      tab={tab}
      seats={(step) => <StepFaces slug={slug} step={step} />}
      stateWords={waitingWords}
      returned={returned}
      origin={origin}
    >
      {children}
    </InitiativeLayout>
  );
}
