export { LearnTab } from './learn-tab.tsx';
export { StepFindings, type StepFindingsProps } from './step-findings.tsx';
