import { FileBrowser } from './file-browser.tsx';

/** The files of a run. */
export function RunFiles({ runId }: { readonly runId: string }) {
  return (
    <FileBrowser
      of={{ runId }}
      label="Files of this run"
      empty="No file was logged here. A script keeps one with mlflow.log_artifact."
    />
  );
}
