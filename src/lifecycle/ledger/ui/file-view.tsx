import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, useTimeLeft } from '../../../web/data/index.ts';
import {
  AppLink,
  ConfirmButton,
  formatBytes,
  formatCount,
  formatMoment,
  formatPercent,
  Notice,
  ProgressLine,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import { initiativeKey, type Right } from '../../initiatives/ui/index.ts';
import { CheckReport } from './check-report.tsx';
import { type BroughtFile, fileKey, fileQuery, importsClient, isWorkedOn } from './client.ts';
import { STATE_WORDS } from './ledger-words.ts';
import { LoadResult } from './load-result.tsx';
import { MappingForm } from './mapping-form.tsx';

export interface FileViewProps {
  readonly slug: string;
  readonly id: string;
  readonly right: Right;
}

/** One file on its way into the ledger: what its columns are, its check, its load, and what came of it. */
export function FileView({ slug, id, right }: FileViewProps) {
  const file = useQuery(fileQuery(slug, id));
  return (
    <div className="tl-stack">
      <p className="tl-no-print">
        <AppLink to={`/i/${slug}/data`}>All data of this initiative</AppLink>
      </p>
      <ProblemNotice error={file.error} onRetry={() => void file.refetch()} />
      {file.isPending && <p className="tl-muted">Reading the file</p>}
      {file.data && <OpenFile slug={slug} file={file.data} right={right} />}
    </div>
  );
}

function OpenFile({ slug, file, right }: { readonly slug: string; readonly file: BroughtFile; readonly right: Right }) {
  const [isRemapping, setRemapping] = useState(false);
  const { tone, words } = STATE_WORDS[file.state];
  const isOpen = file.state !== 'loaded' && file.state !== 'cancelled';
  const isMapping = file.state === 'uploaded' || file.state === 'mapped' || file.state === 'failed';
  return (
    <Section
      title={file.fileName}
      lead={`${formatBytes(file.sizeBytes)}, brought by ${file.broughtBy} on ${formatMoment(file.broughtAt)}.`}
      aside={
        <span className="tl-row">
          <StateWord tone={tone}>{words}</StateWord>
          <TalkHere
            slug={slug}
            label={file.fileName}
            subject={{ type: 'import', id: file.id, step: 'prepare', path: `/i/${slug}/data?file=${file.id}` }}
          />
        </span>
      }
    >
      {file.state !== 'cancelled' && <Steps file={file} isRemapping={isRemapping} />}
      {file.state === 'failed' && (
        <Notice tone="broken" title={file.failure ?? 'The file could not be read.'}>
          <p>Nothing of it was stored. Correct what the columns are, or bring the file again.</p>
        </Notice>
      )}
      {isWorkedOn(file) && <Work file={file} />}
      {(isMapping || (file.state === 'checked' && isRemapping)) && (
        <MappingForm key={file.id} slug={slug} file={file} right={right} onCheck={() => setRemapping(false)} />
      )}
      {file.state === 'checked' && file.check && !isRemapping && (
        <CheckReport slug={slug} file={file} check={file.check} right={right} onRemap={() => setRemapping(true)} />
      )}
      {file.state === 'loaded' && file.result && <LoadResult slug={slug} file={file} result={file.result} />}
      {file.state === 'cancelled' && <p className="tl-muted">It was cancelled; nothing of it is in the ledger.</p>}
      {isOpen && right.allowed && <CancelButton slug={slug} file={file} />}
    </Section>
  );
}

const STEPS = ['Bring the file', 'Say what the columns are', 'Check every row', 'Load it'] as const;

function Steps({ file, isRemapping }: { readonly file: BroughtFile; readonly isRemapping: boolean }) {
  const now = isRemapping ? 1 : STEP_OF_STATE[file.state];
  return (
    <ol className="tl-ledger-steps">
      {STEPS.map((step, index) => (
        <li key={step} {...(index === now ? { 'aria-current': 'step' } : {})}>
          {index < now ? <StateWord tone="reached">{step}</StateWord> : null}
          {index === now ? <StateWord tone="accent">{step}</StateWord> : null}
          {index > now ? <StateWord tone="unknown">{step}</StateWord> : null}
          <span className="tl-hidden">{index < now ? ', done' : index === now ? ', now' : ', later'}</span>
        </li>
      ))}
    </ol>
  );
}

const STEP_OF_STATE: Readonly<Record<BroughtFile['state'], number>> = {
  uploaded: 1,
  mapped: 1,
  failed: 1,
  checking: 2,
  checked: 3,
  loading: 3,
  loaded: 4,
  cancelled: 4,
};

/** How far a check or a load is. */
function Work({ file }: { readonly file: BroughtFile }) {
  const share = file.progress?.share ?? 0;
  const isLoading = file.state === 'loading';
  const left = useTimeLeft(share);
  const rows = file.progress && file.progress.rowsDone > 0 ? `${formatCount(file.progress.rowsDone)} rows` : 'starting';
  return (
    <div className="tl-sending">
      <ProgressLine
        label={isLoading ? 'Loading into the ledger' : 'Checking every row'}
        value={share}
        max={1}
        words={[`${formatPercent(share, 0)}, ${rows}`, ...(left ? [left] : [])].join(', ')}
      />
      <p className="tl-muted">
        {isLoading
          ? 'All of it is stored or nothing. You can leave this page; it goes on.'
          : 'Nothing is stored by this. You can leave this page; it goes on.'}
      </p>
    </div>
  );
}

function CancelButton({ slug, file }: { readonly slug: string; readonly file: BroughtFile }) {
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => importsClient.cancel({ params: { slug, id: file.id } }),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: fileKey(slug, file.id) });
      await queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'imports') });
    },
  });
  return (
    <>
      <ProblemNotice error={cancel.error} />
      <div className="tl-no-print">
        <ConfirmButton
          question={
            file.state === 'loading'
              ? 'Stop loading? What was stored of it so far is undone.'
              : 'Cancel this file? It is removed; nothing of it is in the ledger.'
          }
          confirmLabel="Cancel this file"
          keepLabel="Go on with it"
          onConfirm={async () => {
            await cancel.mutateAsync().catch(() => {});
          }}
        >
          Cancel this file
        </ConfirmButton>
      </div>
    </>
  );
}
