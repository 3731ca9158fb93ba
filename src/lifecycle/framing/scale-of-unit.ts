/** How many KPI units one outcome per unit is, guessed from the unit's words: 100 where they speak of percent. */
export function scaleOfUnit(unit: string): number {
  return /%|per ?cent\b/i.test(unit) ? 100 : 1;
}

/** A draft whose KPI names a unit, with the scale that goes with it; other drafts as they are. */
export function withScaleOfUnit(draft: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { kpi } = draft;
  if (typeof kpi !== 'object' || kpi === null || !('unit' in kpi) || typeof kpi.unit !== 'string') return draft;
  return { ...draft, kpi: { ...kpi, scale: scaleOfUnit(kpi.unit) } };
}
