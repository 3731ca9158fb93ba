export { FormProblem } from './form-problem.tsx';
export { FoundList } from './found-list.tsx';
export { keptTexts } from './kept-texts.ts';
export {
  browserStorage,
  forgetKeptWork,
  type KeptStorage,
  keptNames,
  keptWorkPrefix,
} from './kept-work.ts';
export { liveUrl, openLive } from './live.ts';
export { LiveProvider, useLive, useLiveState, useLiveTopic } from './live-context.tsx';
export { fieldErrors, problemOf } from './problem.ts';
export { ProblemNotice } from './problem-notice.tsx';
export { createQueryClient } from './query-client.ts';
export { SavedNote, type SaveState } from './saved-note.tsx';
export { SendFile } from './send-file.tsx';
export { SentFilesNotice } from './sent-files-notice.tsx';
export { clock } from './this-page.ts';
export { connection, thisServer, useConnection } from './this-server.ts';
export { UnsentWords } from './unsent-words.tsx';
export { useAutosave } from './use-autosave.ts';
export { useNow, useToday } from './use-now.ts';
export { useTimeLeft } from './use-time-left.ts';
export { validateWith } from './validate-with.ts';
