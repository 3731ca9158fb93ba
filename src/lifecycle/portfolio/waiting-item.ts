import { pathTo } from '../initiatives/index.ts';
import type { Step } from '../line-order.ts';

/** Why something waits for a person. */
export const WAITING_KINDS = [
  'answer-ticket',
  'answer-flag',
  'asked',
  'sign-framing',
  'choose-task',
  'support-task',
  'write-framing',
  'bring-records',
  'decide-proposal',
  'take-verdict',
  'approve-step',
  'speak',
  'close-step',
  'fill-seats',
  'connect-experiment',
] as const;

/** Why something waits for a person. */
export type WaitingKind = (typeof WAITING_KINDS)[number];

/** One thing that waits for a person: a sentence, one button and how long it takes. */
export interface WaitingItem {
  readonly kind: WaitingKind;
  /** The initiative; `null` for what belongs to none yet. */
  readonly slug: string | null;
  /** Name of the initiative, or of the list where what belongs to none stands. */
  readonly name: string;
  readonly sentence: string;
  /** The word on the button. */
  readonly verb: string;
  /** How long it takes, roughly. */
  readonly minutes: number;
  /** The page where it is done. */
  readonly path: string;
  /** Since when it waits. */
  readonly since: string;
}

/** How long each thing takes, in minutes: a word, a signature and an answer stay within five. */
export const MINUTES: Readonly<Record<WaitingKind, number>> = {
  'answer-ticket': 5,
  'answer-flag': 5,
  asked: 3,
  'sign-framing': 5,
  'choose-task': 5,
  'support-task': 3,
  'write-framing': 20,
  'bring-records': 10,
  'decide-proposal': 5,
  'take-verdict': 2,
  'approve-step': 5,
  speak: 3,
  'close-step': 1,
  'fill-seats': 3,
  'connect-experiment': 1,
};

/** What every item has in common; without a step it leads to the overview. `place` is the id of the very part of the page. */
export function itemOf(
  kind: WaitingKind,
  { slug, name }: { readonly slug: string; readonly name: string },
  step: Step | null,
  since: string,
  place?: string,
): Omit<WaitingItem, 'sentence' | 'verb'> {
  return {
    kind,
    slug,
    name,
    minutes: MINUTES[kind],
    path: `${pathTo(slug, step)}${place === undefined ? '' : `#${place}`}`,
    since,
  };
}
