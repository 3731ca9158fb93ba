import { formatNumber } from '../../../web/kit/index.ts';
import type { PortfolioLine } from './portfolio-queries.ts';

/** A value of a KPI with as many decimals as it carries, at most two. */
export function kpiFigure(value: number): string {
  const decimals = Number.isInteger(value) ? 0 : Number.isInteger(Math.round(value * 1_000) / 100) ? 1 : 2;
  return formatNumber(value, decimals);
}

/** A value with its unit; a percent sign stands at the number. */
export function withUnit(figure: string, unit: string): string {
  return unit.startsWith('%') ? `${figure}${unit}` : `${figure} ${unit}`;
}

/** Where the KPI is against its target: "now 12.1%, target 10% of customers a quarter". */
export function kpiNowWords(kpi: NonNullable<PortfolioLine['kpi']>, now: PortfolioLine['kpiNow']): string {
  const target = withUnit(kpiFigure(kpi.target), kpi.unit);
  const alone = (value: number) => `${kpiFigure(value)}${kpi.unit.startsWith('%') ? '%' : ''}`;
  return now === null ? `from ${alone(kpi.baseline)} to ${target}` : `now ${alone(now.value)}, target ${target}`;
}
