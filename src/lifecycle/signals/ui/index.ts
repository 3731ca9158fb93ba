export { SignalsPart, SignalsTab, type SignalsTabProps } from './signals-tab.tsx';
