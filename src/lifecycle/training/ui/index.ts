export { CourseChart } from './course-charts.tsx';
export { TrainingPage } from './training-page.tsx';
export { ModelsOfDataset, TrainingPart } from './training-part.tsx';
export { trainingPath } from './training-queries.ts';
