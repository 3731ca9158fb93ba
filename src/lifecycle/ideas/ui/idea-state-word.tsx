import { formatPlural, StateWord } from '../../../web/kit/index.ts';
import { IDEA_STATE_NAME, type IdeaState } from '../idea.ts';

const TONE = {
  open: 'accent',
  promoted: 'reached',
  merged: 'unknown',
  declined: 'look',
  withdrawn: 'unknown',
} as const satisfies Readonly<Record<IdeaState, string>>;

/** What became of an idea, as icon and words. */
export function IdeaStateWord({ state }: { readonly state: IdeaState }) {
  return <StateWord tone={TONE[state]}>{IDEA_STATE_NAME[state]}</StateWord>;
}

/** How many support it, in words. */
export function supportWords(count: number): string {
  return count === 0 ? 'No supporter yet' : formatPlural(count, 'supporter', 'supporters');
}
