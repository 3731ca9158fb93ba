export { FormProblem, type FormProblemProps } from './form-problem.tsx';
export { type Live, type LiveOptions, type LiveState, liveUrl, openLive } from './live.ts';
export { LiveProvider, useLiveState, useLiveTopic } from './live-context.tsx';
export { type ApiProblem, type FieldRefusal, fieldErrors, problemOf } from './problem.ts';
export { ProblemNotice, type ProblemNoticeProps } from './problem-notice.tsx';
export { createQueryClient, type QueryClientOptions } from './query-client.ts';
export { SavedNote, type SaveState } from './saved-note.tsx';
export { type Autosave, useAutosave } from './use-autosave.ts';
export { validateWith } from './validate-with.ts';
