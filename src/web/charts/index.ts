export { Curves } from './curves.tsx';
export { DistributionBars } from './distribution-bars.tsx';
export { IntervalBars } from './interval-bars.tsx';
export { LineWithBand } from './line-with-band.tsx';
export { type ParallelAxis, ParallelCoordinates } from './parallel-coordinates.tsx';
export { ScatterPlot } from './scatter-plot.tsx';
export { SparkLine } from './spark-line.tsx';
export { type Lane, TimeLanes } from './time-lanes.tsx';
export { Waterfall } from './waterfall.tsx';
