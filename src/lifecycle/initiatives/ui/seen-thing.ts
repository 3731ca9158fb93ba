import type { ReactNode } from 'react';
import type { Step } from '../../line-order.ts';

/** A thing of an initiative that a page shows, on which somebody can see that something is wrong. */
export interface SeenThing {
  readonly slug: string;
  /** The part of the line where people see it. */
  readonly step: Step;
  readonly object: { readonly type: 'verdict' | 'model' | 'curve'; readonly id: string; readonly label: string };
  /** What was said about it already: a finding begins with these words, and whoever raises it may change them. */
  readonly said?: { readonly title: string; readonly seen: string };
}

/** What a later room of the line shows beside such a thing; the composition of the pages fills it. */
export type BesideThing = (thing: SeenThing) => ReactNode;
