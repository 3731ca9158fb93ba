import { Button } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { FileDrop, formatBytes, formatPercent, ProgressLine } from '../kit/index.ts';
import { problemOf } from './problem.ts';
import { ProblemNotice } from './problem-notice.tsx';
import type { SentFile } from './sent-files.ts';
import { connection, sentFiles } from './this-server.ts';
import { interrupted, uploadFile } from './upload-file.ts';
import { useTimeLeft } from './use-time-left.ts';
import './send-file.css';

export interface SendFileProps {
  /** What to bring: "Customers with their churn date". */
  readonly label: string;
  /** The accepted endings, with their dot. */
  readonly endings: readonly string[];
  readonly maxBytes: number;
  /** The address that takes the file. */
  readonly urlOf: (file: File) => string;
  /**
   * Called with what the server answered, also when the page was left meanwhile.
   * @returns the address at which the file is found, for those who went elsewhere.
   */
  readonly onArrived: (answer: unknown) => string;
}

/**
 * Brings one file to the server and shows how much of it has arrived; it can be stopped. It goes on when its page is left: the
 * frame of every page then tells how far it is and what became of it (`SentFilesNotice`).
 */
export function SendFile({ label, endings, maxBytes, urlOf, onArrived }: SendFileProps) {
  const [sentId, setSentId] = useState<number>();
  const sending = useSyncExternalStore(sentFiles.subscribe, sentFiles.list).find(({ id }) => id === sentId);
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    if (sentId === undefined) return;
    sentFiles.setInSight(sentId, true);
    return () => sentFiles.setInSight(sentId, false);
  }, [sentId]);
  const bring = async ([file]: readonly File[]) => {
    if (!file) return;
    setError(undefined);
    try {
      await connection.mayWrite();
    } catch {
      return setError(interrupted());
    }
    const upload = uploadFile(urlOf(file), file, (sentBytes) => sentFiles.progress(id, sentBytes));
    const id = sentFiles.begin(file, window.location.pathname + window.location.search, upload);
    setSentId(id);
    try {
      sentFiles.settle(id, { kind: 'arrived', at: onArrived(await upload.done) });
    } catch (thrown) {
      sentFiles.settle(id, { kind: 'failed', error: thrown });
      const { code } = problemOf(thrown);
      if (code !== 'UPLOAD_STOPPED') setError(thrown);
      if (code === 'FILE_ANSWER_LOST') connection.answerWasLost();
      if (code === 'SERVER_UNREACHABLE') connection.doubt();
    }
  };

  return (
    <div className="tl-stack">
      {sending ? (
        <Sent sending={sending} />
      ) : (
        <FileDrop label={label} endings={endings} maxBytes={maxBytes} onFiles={(files) => void bring(files)} />
      )}
      <ProblemNotice error={error} />
    </div>
  );
}

function Sent({ sending: { name, sizeBytes, sentBytes, stop } }: { readonly sending: SentFile }) {
  const share = sizeBytes === 0 ? 1 : Math.min(1, sentBytes / sizeBytes);
  const left = useTimeLeft(share);
  const words =
    share >= 1
      ? 'Arrived; reading its first rows'
      : [
          `${formatPercent(share, 0)}, ${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`,
          ...(left ? [left] : []),
        ].join(', ');
  return (
    <div className="tl-sending">
      <ProgressLine label={`Bringing ${name}`} value={share} max={1} words={words} />
      <div>
        <Button variant="default" onClick={stop}>
          Stop
        </Button>
      </div>
    </div>
  );
}
