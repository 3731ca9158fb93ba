import type { Kpi } from '../framing/index.ts';
import type { LastVerdict } from './last-verdict.ts';

/** A KPI contract as lists show it. */
export function presentKpi({ name, unit, direction, baseline, target, due }: Kpi) {
  return { name, unit, direction, baseline: baseline.value, target, due };
}

/** A verdict as lists show it. */
export function presentVerdict({ state, headline, brokenLink, takenAt }: LastVerdict) {
  return { state, headline, brokenLink, takenAt };
}
