export { LearnTab } from './learn-tab.tsx';
export { RaiseFinding } from './raise-finding.tsx';
export { StepFindings, type StepFindingsProps } from './step-findings.tsx';
