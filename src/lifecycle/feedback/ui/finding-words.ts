import { type Icon, IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { Tone } from '../../../web/theme/index.ts';
import { joinWords } from '../../../words/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { roleInText } from '../../people/index.ts';
import type { FindingState, Severity } from '../finding.ts';
import type { MissedHow } from '../lateness.ts';
import type { Found } from './finding-queries.ts';

/** The tone and the sign of each severity; the word always stands beside them. */
export const SEVERITY_LOOK: Readonly<Record<Severity, { readonly tone: Tone; readonly icon: Icon }>> = {
  low: { tone: 'unknown', icon: IconInfoCircle },
  medium: { tone: 'look', icon: IconAlertTriangle },
  high: { tone: 'broken', icon: IconAlertOctagon },
};

/** The tone of each state. */
export const FINDING_TONE: Readonly<Record<FindingState, Tone>> = {
  open: 'look',
  answered: 'accent',
  closed: 'reached',
};

const HOW: Readonly<Record<MissedHow, string>> = {
  empty: 'had nobody on the seat',
  silent: 'had not been heard',
  late: 'came only after it had been closed',
  'not-asked': 'was not asked',
};

/** The name of the step where the cause lies; `null` until somebody names it. */
function causeName(found: Found): string | null {
  if (found.kind === 'finding') return found.finding.causePlace?.name ?? null;
  return found.ticket.returnTo === null ? null : STEP_NAME[found.ticket.returnTo];
}

/** What it cost that something came back: "6 steps back, 12 days after Frame was closed. The data engineer was not asked." */
export function costInWords(found: Found): string | null {
  const cause = causeName(found);
  if (found.cost === null || cause === null) return null;
  const { stepsBack, daysLost, runsRedone, missed } = found.cost;
  const days =
    daysLost === null
      ? `${cause} was still open, so no days are counted`
      : `${daysLost} ${daysLost === 1 ? 'day' : 'days'} after ${cause} was closed`;
  const runs = runsRedone === null ? 'runs made again: not counted yet' : `${runsRedone} runs made again`;
  const who = missed.map(({ role, how }) => `the ${roleInText(role)} ${HOW[how]}`);
  const sentence = `${stepsBack} ${stepsBack === 1 ? 'step' : 'steps'} back, ${days}; ${runs}.`;
  return who.length === 0 ? sentence : `${sentence} At ${cause} ${joinWords(who)}.`;
}
