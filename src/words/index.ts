export * from './day.ts';
export * from './duration.ts';
export * from './join-words.ts';
export * from './money.ts';
export {
  countOf,
  formatBytes,
  formatCount,
  formatExact,
  formatFigure,
  formatNumber,
  formatPercent,
  formatPlural,
  formatPoints,
  formatShare,
  NOT_MEASURED,
  rangeWords,
  roundUp,
} from './number.ts';
