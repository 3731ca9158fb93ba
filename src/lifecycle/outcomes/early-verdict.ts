import type { FramingContent } from '../framing/index.ts';
import { DAY_MS } from './maturity.ts';
import type { Measurements } from './measure-units.ts';
import type { VerdictState } from './verdict-states.ts';

/** States that may be taken at any time: somebody has to act now, and waiting would change nothing. */
const AT_ANY_TIME: ReadonlySet<VerdictState> = new Set([
  'HARMFUL',
  'EVIDENCE_BROKEN',
  'NOT_MEASURABLE',
  'UNDERPOWERED',
]);

/** States that only say that the answer is not there yet. */
const NOT_SETTLED: ReadonlySet<VerdictState> = new Set(['COLLECTING', 'TOO_EARLY', 'INCONCLUSIVE']);

/** Cycles that must have passed before an answer may be settled early. */
const LEAST_CYCLES = 2;

/**
 * Why a verdict may not be taken before the registered date; `null` when it may. Harm, broken records and a plan that
 * cannot answer are acted on at once. A settled answer needs one full outcome window and two cycles, so that one lucky
 * month does not end a trial (section 3.2, "Early stop"). From the registered date on every state may be taken.
 */
export function refuseEarly(
  state: VerdictState,
  measured: Pick<Measurements, 'look' | 'asOfMs' | 'firstAnchorMs'>,
  { successCriterion, decisionPolicy }: FramingContent,
): string | null {
  if (measured.look.kind === 'read-out' || AT_ANY_TIME.has(state)) return null;
  if (NOT_SETTLED.has(state)) return 'Until then the answer is open.';
  const windowDays = successCriterion.outcomeWindowDays + successCriterion.lateGraceDays;
  const leastDays = Math.max(windowDays, LEAST_CYCLES * decisionPolicy.cycleDays);
  const days = measured.firstAnchorMs === null ? 0 : (measured.asOfMs - measured.firstAnchorMs) / DAY_MS;
  if (days >= leastDays) return null;
  return `An answer may settle earlier only after ${leastDays} days; so far there have been ${Math.floor(days)}.`;
}
