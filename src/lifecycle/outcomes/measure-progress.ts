import { forecast } from '../../statistics/index.ts';
import type { SuccessCriterion } from '../framing/index.ts';
import type { Progress } from './answer-input.ts';
import type { Figure } from './comparison.ts';
import { DAY_MS } from './maturity.ts';

/** Where the phase stands on its way to the read-out. */
export interface Enrolment {
  /** Units of action and holdout, and those of them whose outcome is known. */
  readonly assigned: number;
  readonly matured: number;
  readonly firstAnchorMs: number | null;
  /** Units that were assigned a day, lately. */
  readonly perDay: number;
}

/** What is still missing, and whether the plan can still answer in time. */
export interface Outlook {
  readonly isFeasible: boolean;
  readonly progress: Progress | null;
}

/** Wanted chance of seeing an effect of `dmin` when it is there. */
const POWER = 0.8;

/**
 * Forecasts from what was observed (spread, reach, enrolment) when the phase can tell the smallest effect worth having from
 * none, and whether that is before the read-out. Until the spread is known, it is taken to be possible.
 */
export function forecastAnswer(
  criterion: Pick<
    SuccessCriterion,
    'dmin' | 'alphaReadOut' | 'outcomeWindowDays' | 'lateGraceDays' | 'readOutOn' | 'plannedUnits'
  >,
  effect: Figure,
  enrolment: Enrolment,
  asOfMs: number,
): Outlook {
  const daysLeft = (Date.parse(`${criterion.readOutOn}T00:00:00Z`) - asOfMs) / DAY_MS;
  if (daysLeft <= 0) return { isFeasible: false, progress: null };
  const { assigned, matured, firstAnchorMs, perDay } = enrolment;
  const inFlight = assigned - matured;
  const atReadOut: Progress = {
    unitsNeeded: Math.max(1, inFlight, criterion.plannedUnits - matured),
    days: Math.ceil(daysLeft),
    on: criterion.readOutOn,
  };
  const elapsedDays = firstAnchorMs === null ? 0 : Math.max(1, (asOfMs - firstAnchorMs) / DAY_MS);
  if (effect.kind === 'not-measured' || elapsedDays === 0) return { isFeasible: true, progress: atReadOut };
  const outlook = forecast({
    standardErrorNow: effect.standardError,
    maturedUnits: matured,
    smallestEffect: criterion.dmin,
    alpha: criterion.alphaReadOut,
    power: POWER,
    newUnitsPerDay: perDay,
    windowDays: criterion.outcomeWindowDays + criterion.lateGraceDays,
    elapsedDays,
    inFlightUnits: inFlight,
    maxDays: elapsedDays + daysLeft,
  });
  if (outlook.kind === 'unknown') return { isFeasible: true, progress: atReadOut };
  if (outlook.kind === 'never') return { isFeasible: false, progress: null };
  // Enough units have matured: what is left is the agreed date, at which the answer is read.
  if (outlook.moreUnits === 0) return { isFeasible: true, progress: atReadOut };
  const days = Math.ceil(outlook.days);
  return {
    isFeasible: outlook.feasible,
    progress: { unitsNeeded: Math.ceil(outlook.moreUnits), days, on: dayAfter(asOfMs, days) },
  };
}

function dayAfter(fromMs: number, days: number): string {
  return new Date(fromMs + days * DAY_MS).toISOString().slice(0, 10);
}
