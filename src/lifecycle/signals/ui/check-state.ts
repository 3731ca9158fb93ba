import type { SignalPhase } from '../../../learning/index.ts';
import type { Tone } from '../../../web/theme/tokens.ts';
import { VERDICT_TITLE, type Verdict } from '../signal-words.ts';
import type { CheckEntry } from './signal-queries.ts';

/** The tone of each verdict. */
export const VERDICT_TONE: Readonly<Record<Verdict, Tone>> = {
  something: 'reached',
  'no-better': 'look',
  beaten: 'look',
  nothing: 'unknown',
  'suspects-only': 'look',
};

/** What a check is doing, part by part. */
export const PHASE_WORDS: Readonly<Record<SignalPhase, string>> = {
  quality: 'How well can it be predicted?',
  traps: 'Does a column know the answer?',
  again: 'How well without those columns?',
  columns: 'Does it hold in time, and which columns carry it?',
  protected: 'Do columns stand in for protected attributes?',
};

/** How a check stands, in words with a tone. */
export function entryState({ state, verdict }: Pick<CheckEntry, 'state' | 'verdict'>): {
  readonly tone: Tone;
  readonly words: string;
} {
  if (state === 'running') return { tone: 'accent', words: 'Looking' };
  if (state === 'cancelled') return { tone: 'unknown', words: 'Stopped' };
  if (verdict === null) return { tone: 'broken', words: 'Could not be answered' };
  return { tone: VERDICT_TONE[verdict], words: VERDICT_TITLE[verdict] };
}
