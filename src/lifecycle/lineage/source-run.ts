import type { LineageEvent, RunTransition } from './lineage-event.ts';

/** How far a run of a job is. */
export const RUN_STATES = ['running', 'complete', 'failed', 'aborted'] as const;

/** How far a run of a job is. */
export type RunState = (typeof RUN_STATES)[number];

/** A run of a job, from all events about it that came so far. */
export interface SourceRun {
  readonly id: string;
  readonly state: RunState;
  /** When the event came about that the state is from. */
  readonly stateAt: Date;
  /** The earliest moment that is known of the run. */
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Why it failed, in the words of whoever runs it. */
  readonly error: string | null;
}

const STATE_OF: Readonly<Record<RunTransition, RunState>> = {
  START: 'running',
  RUNNING: 'running',
  OTHER: 'running',
  COMPLETE: 'complete',
  ABORT: 'aborted',
  FAIL: 'failed',
};

/**
 * A run after one more event, in whichever order they come: an end stays an end when its start arrives later, and of two
 * ends the later one holds.
 */
export function runAfter(
  before: SourceRun | null,
  run: NonNullable<LineageEvent['run']>,
  at: Date,
  error: string | null,
): SourceRun {
  const state = STATE_OF[run.transition];
  const startedAt = before !== null && before.startedAt < at ? before.startedAt : at;
  const isNewer =
    before === null ||
    (state === 'running'
      ? before.state === 'running' && at >= before.stateAt
      : before.state === 'running' || at >= before.stateAt);
  if (before !== null && !isNewer) return { ...before, startedAt, error: before.error ?? error };
  return {
    id: run.id,
    state,
    stateAt: at,
    startedAt,
    endedAt: state === 'running' ? null : at,
    error: error ?? before?.error ?? null,
  };
}
