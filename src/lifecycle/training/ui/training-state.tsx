import { ProgressLine } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/tokens.ts';
import type { TrainingState } from '../training.ts';
import type { TrainingSummary } from './training-queries.ts';

/** How far a training is, in a word. */
export const STATE_WORDS: Readonly<Record<TrainingState, string>> = {
  waiting: 'Waits for its turn',
  training: 'Being made',
  trained: 'Ready',
  failed: 'Could not be made',
  cancelled: 'Stopped',
};

/** The tone of each state. */
export const STATE_TONES: Readonly<Record<TrainingState, Tone>> = {
  waiting: 'unknown',
  training: 'accent',
  trained: 'reached',
  failed: 'broken',
  cancelled: 'unknown',
};

/** How far a training that is under way is, as a line and in words. */
export function TrainingProgressLine({
  training: { state, progress, name },
}: {
  readonly training: Pick<TrainingSummary, 'state' | 'progress' | 'name'>;
}) {
  if (state === 'waiting') return <p className="tl-muted">It begins when the one before it is done.</p>;
  if (state !== 'training') return null;
  if (progress === null) return <ProgressLine label={name} value={0} max={1} words="The table is being read" />;
  const { done, of } = progress;
  return <ProgressLine label={name} value={done} max={of} words={`${done} of ${of} tries done`} />;
}
