export { signalAddress } from './signal-queries.ts';
export { SignalsPart, SignalsTab } from './signals-tab.tsx';
