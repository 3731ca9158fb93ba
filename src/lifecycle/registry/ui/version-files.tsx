import { FileBrowser } from './file-browser.tsx';

/** The files of a version. */
export function VersionFiles({ name, version }: { readonly name: string; readonly version: number }) {
  return <FileBrowser of={{ name, version }} label={`Files of version ${version}`} empty="There is no file here." />;
}
