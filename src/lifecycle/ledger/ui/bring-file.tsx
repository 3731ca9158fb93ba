import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ProblemNotice, problemOf } from '../../../web/data/index.ts';
import { FileDrop, formatBytes, formatPercent, ProgressLine } from '../../../web/kit/index.ts';
import { initiativeKey, type Right } from '../../initiatives/ui/index.ts';
import { LEDGER_LIMITS } from '../ledger.ts';
import { fileKey } from './client.ts';
import { type Upload, uploadFile } from './upload-file.ts';
import { useTimeLeft } from './use-time-left.ts';

/** Endings of the files that can be read, each also as gzip. */
const ENDINGS = ['.csv', '.tsv', '.ndjson', '.parquet', '.gz'] as const;

interface Sending {
  readonly upload: Upload;
  readonly name: string;
  readonly sizeBytes: number;
}

/** The address of one file on its way into the ledger. */
export function fileAddress(slug: string, id: string): string {
  return `/i/${slug}/data?import=${id}`;
}

/** Brings a file, shows how much of it has arrived, and goes on to its page. */
export function BringFile({ slug, right }: { readonly slug: string; readonly right: Right }) {
  const [sending, setSending] = useState<Sending>();
  const [sentBytes, setSentBytes] = useState(0);
  const [error, setError] = useState<unknown>();
  const router = useRouter();
  const queryClient = useQueryClient();
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const bring = async ([file]: readonly File[]) => {
    if (!file) return;
    setError(undefined);
    setSentBytes(0);
    const upload = uploadFile(slug, file, setSentBytes);
    setSending({ upload, name: file.name, sizeBytes: file.size });
    try {
      const brought = await upload.done;
      queryClient.setQueryData(fileKey(slug, brought.id), brought);
      void queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'imports') });
      if (isHere.current) router.history.push(fileAddress(slug, brought.id));
    } catch (thrown) {
      if (problemOf(thrown).code !== 'UPLOAD_STOPPED') setError(thrown);
    } finally {
      setSending(undefined);
    }
  };

  if (!right.allowed) return <p className="tl-muted">{right.rule}</p>;
  return (
    <div className="tl-stack">
      {sending ? (
        <Sent sending={sending} sentBytes={sentBytes} />
      ) : (
        <FileDrop
          label="A table: who was acted upon, what was done, what became of them"
          endings={ENDINGS}
          maxBytes={LEDGER_LIMITS.fileBytes}
          onFiles={(files) => void bring(files)}
        />
      )}
      <ProblemNotice error={error} />
    </div>
  );
}

function Sent({ sending, sentBytes }: { readonly sending: Sending; readonly sentBytes: number }) {
  const { name, sizeBytes, upload } = sending;
  const share = Math.min(1, sentBytes / sizeBytes);
  const left = useTimeLeft(share);
  const words =
    share >= 1
      ? 'Arrived; reading its first rows'
      : [
          `${formatPercent(share, 0)}, ${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`,
          ...(left ? [left] : []),
        ].join(', ');
  return (
    <div className="tl-ledger-work">
      <ProgressLine label={`Bringing ${name}`} value={share} max={1} words={words} />
      <div>
        <Button variant="default" onClick={() => upload.stop()}>
          Stop
        </Button>
      </div>
    </div>
  );
}
