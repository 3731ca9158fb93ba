import { LIGHT } from '../theme/tokens.ts';

/** Size of the text of a chart, px. */
export const FONT_SIZE = 11;

/** Height of one line of text in a chart, px. */
export const LINE_HEIGHT = 14;

/**
 * The colours of a chart. Each reads its token and falls back to the light scheme, so that a chart which was drawn
 * without the app's stylesheet (a document, an e-mail) is readable too.
 */
export const INK = {
  text: `var(--tl-text, ${LIGHT.text})`,
  muted: `var(--tl-muted, ${LIGHT.muted})`,
  grid: `var(--tl-chart-grid, ${LIGHT.grid})`,
  axis: `var(--tl-outline, ${LIGHT.outline})`,
  page: `var(--tl-page, ${LIGHT.page})`,
  compare: `var(--tl-chart-compare, ${LIGHT.compare})`,
  accent: `var(--tl-chart-1, ${LIGHT.chart[0]})`,
  reached: `var(--tl-chart-2, ${LIGHT.chart[1]})`,
  look: `var(--tl-chart-3, ${LIGHT.chart[2]})`,
  broken: `var(--tl-chart-4, ${LIGHT.chart[3]})`,
  fifth: `var(--tl-chart-5, ${LIGHT.chart[4]})`,
  sixth: `var(--tl-chart-6, ${LIGHT.chart[5]})`,
} as const;
