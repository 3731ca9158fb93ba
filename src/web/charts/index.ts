export { ChartFrame, type ChartFrameProps, type ChartRoom, type ChartTable, type ChartWords } from './chart-frame.tsx';
export { DistributionBars, type DistributionBarsProps, type DistributionBin } from './distribution-bars.tsx';
export { INK } from './ink.ts';
export { IntervalBars, type IntervalBarsProps, type IntervalRow } from './interval-bars.tsx';
export type { ComparisonSeries, LinePoint, LineWithBandProps } from './line-layout.ts';
export { LineWithBand } from './line-with-band.tsx';
export { SparkLine, type SparkLineProps } from './spark-line.tsx';
export { Waterfall, type WaterfallProps, type WaterfallStep } from './waterfall.tsx';
