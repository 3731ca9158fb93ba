export { DeletedEvaluationSets } from './deleted-evaluation-sets.tsx';
export { EvaluationSetsPart } from './evaluation-sets-part.tsx';
