import { Button } from '@mantine/core';
import { useState } from 'react';
import { FileDrop, formatBytes, formatPercent, ProgressLine } from '../kit/index.ts';
import { problemOf } from './problem.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { connection } from './this-server.ts';
import { interrupted, type Upload, uploadFile } from './upload-file.ts';
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
  /** Called with what the server answered. */
  readonly onArrived: (answer: unknown) => void;
}

interface Sending {
  readonly upload: Upload;
  readonly name: string;
  readonly sizeBytes: number;
}

/** Brings one file to the server and shows how much of it has arrived; it can be stopped. */
export function SendFile({ label, endings, maxBytes, urlOf, onArrived }: SendFileProps) {
  const [sending, setSending] = useState<Sending>();
  const [sentBytes, setSentBytes] = useState(0);
  const [error, setError] = useState<unknown>();

  const bring = async ([file]: readonly File[]) => {
    if (!file) return;
    setError(undefined);
    setSentBytes(0);
    try {
      await connection.mayWrite();
    } catch {
      return setError(interrupted());
    }
    const upload = uploadFile(urlOf(file), file, setSentBytes);
    setSending({ upload, name: file.name, sizeBytes: file.size });
    try {
      onArrived(await upload.done);
    } catch (thrown) {
      const { code } = problemOf(thrown);
      if (code !== 'UPLOAD_STOPPED') setError(thrown);
      if (code === 'FILE_ANSWER_LOST') connection.answerWasLost();
      if (code === 'SERVER_UNREACHABLE') connection.doubt();
    } finally {
      setSending(undefined);
    }
  };

  return (
    <div className="tl-stack">
      {sending ? (
        <Sent sending={sending} sentBytes={sentBytes} />
      ) : (
        <FileDrop label={label} endings={endings} maxBytes={maxBytes} onFiles={(files) => void bring(files)} />
      )}
      <ProblemNotice error={error} />
    </div>
  );
}

function Sent({ sending, sentBytes }: { readonly sending: Sending; readonly sentBytes: number }) {
  const { name, sizeBytes, upload } = sending;
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
        <Button variant="default" onClick={() => upload.stop()}>
          Stop
        </Button>
      </div>
    </div>
  );
}
