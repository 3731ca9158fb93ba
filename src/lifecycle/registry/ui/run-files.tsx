import { FileBrowser, type OpenPlace } from './file-browser.tsx';

/** The files of a run. */
export function RunFiles({ runId, place }: { readonly runId: string; readonly place?: OpenPlace }) {
  return (
    <FileBrowser
      of={{ runId }}
      label="Files of this run"
      empty="No file was logged here. A script keeps one with mlflow.log_artifact."
      place={place}
    />
  );
}
