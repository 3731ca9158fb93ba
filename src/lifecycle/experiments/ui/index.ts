export { BuildTab } from './build-tab.tsx';
export { ComparePage } from './compare-page.tsx';
export { DeletedPage, type DeletedPageProps } from './deleted-page.tsx';
export { type ExperimentAddress, ExperimentPage } from './experiment-page.tsx';
export { ExperimentsPage } from './experiments-page.tsx';
export { RunPage } from './run-page.tsx';
export { figure } from './run-words.ts';
export { TriedPart } from './tried-part.tsx';
