export { TracePage } from './trace-page.tsx';
export { addressOfTraces, filterOfPrompt } from './trace-queries.ts';
export { TracesOfRun } from './traces-of-run.tsx';
export { TracesPage } from './traces-page.tsx';
