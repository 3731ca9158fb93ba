import type { z } from 'zod';
import type { FramingContent } from '../src/lifecycle/framing/index.ts';
import type { RecordKind, ROW_SCHEMA } from '../src/lifecycle/ledger/index.ts';
import type { Step } from '../src/lifecycle/line-order.ts';
import type { Chain, VerdictState } from '../src/lifecycle/outcomes/index.ts';
import type { Role } from '../src/lifecycle/people/index.ts';

/** A row as a source would write it, before it is parsed. */
export type GivenRow<K extends RecordKind> = z.input<(typeof ROW_SCHEMA)[K]>;

/** One batch of records of one kind, as a source delivers it. */
export interface DeliveryOf<K extends RecordKind> {
  readonly kind: K;
  /** The moment of delivery, ISO 8601; every row of it happened before. */
  readonly at: string;
  readonly source: string;
  readonly rows: readonly GivenRow<K>[];
  /** Rows of it that were delivered before, word for word. */
  readonly duplicates: number;
}

/** One batch of records of any kind. */
export type Delivery = { readonly [K in RecordKind]: DeliveryOf<K> }[RecordKind];

/** What is true in a simulated world, known because both potential outcomes of every unit are. Effects in benefit direction. */
export interface Truth {
  /** Mean effect of being assigned to the action on the flagged units, in the metric's unit. */
  readonly itt: number;
  /** Mean effect on the flagged units that the action reaches. */
  readonly cace: number;
  /** Mean effect of being assigned on the units that are not flagged; `null` where nobody is unflagged. */
  readonly unflaggedItt: number | null;
  /** Effect on the flagged less effect on the others. */
  readonly gap: number | null;
  /** Area under the ROC curve of the score against what happens without any action; `null` for amounts. */
  readonly auc: number | null;
  /** Share of the flagged units that an action would reach, 0..1. */
  readonly reach: number;
  /** Mean outcome of the flagged units without any action. */
  readonly untouched: number;
}

/** What the product must say about a story. */
export interface Expected {
  readonly state: VerdictState;
  /** Links whose state must come out so; the others may be open. */
  readonly links: Partial<Chain>;
}

/** What somebody says at a step, so that their seat is heard. */
export type Remarks = Readonly<Partial<Record<Step, Readonly<Partial<Record<Role, string>>>>>>;

/** The choices of one play of a story. */
export interface StoryOptions {
  /** The same seed gives the same bytes. */
  readonly seed: string;
  /** ISO day on which the story is told; its last outcome windows are closed by then unless it is too early on purpose. */
  readonly today: string;
}

/** A story: what a table agreed on, what then happened, and what is true. */
export interface Story {
  readonly id: string;
  /** The name of the initiative on screen. */
  readonly name: string;
  /** The expert's own words. */
  readonly question: string;
  readonly questionKind: 'defined' | 'open';
  readonly framing: FramingContent;
  readonly remarks: Remarks;
  /** Everything that the sources deliver, in the order of delivery. */
  readonly deliveries: readonly Delivery[];
  readonly truth: Truth;
  readonly expected: Expected;
  /** Whether the table looks at the result; a story that is still running leaves the step Act open. */
  readonly isReadOut: boolean;
}
