/** Where a page says why a first model says what it says. */
export function whyPath(slug: string, trainingId: string): string {
  return `/i/${slug}/build/first-models/${trainingId}/why`;
}
