export { SignalsPart, SignalsTab } from './signals-tab.tsx';
