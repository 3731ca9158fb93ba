export { ExpectationsPart } from './expectations-part.tsx';
export { GroupsPart } from './groups-part.tsx';
export { ReviewExpectations, RunExpectations, TrainingJudged, VersionExpectations } from './judged-models.tsx';
