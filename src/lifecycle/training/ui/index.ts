export { TrainingPage } from './training-page.tsx';
export { ModelsOfDataset, TrainingPart } from './training-part.tsx';
