export {
  type CategoryColumn,
  type Column,
  FAMILIES,
  type Family,
  type Feature,
  type Model,
  type ModelBody,
  type ModelInput,
  type NumberColumn,
  type Target,
  type Tree,
} from './model.ts';
export { type ModelScorer, modelScorer } from './score-model.ts';
