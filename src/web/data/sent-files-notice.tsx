import { Button } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { formatPercent } from '../../words/index.ts';
import { AppLink } from '../kit/app-link.tsx';
import { Notice } from '../kit/state-word.tsx';
import { problemOf } from './problem.ts';
import type { SentFile } from './sent-files.ts';
import { sentFiles } from './this-server.ts';
import './send-file.css';

/**
 * In the frame of every page: the files that are on their way although the page that sent them was left, and what became of
 * them. Whoever closes the window while one is on its way is asked first, because that would end it.
 */
export function SentFilesNotice() {
  const files = useSyncExternalStore(sentFiles.subscribe, sentFiles.list);
  const isAnyOnItsWay = files.some(({ fate }) => fate.kind === 'on-its-way');
  useEffect(() => {
    if (!isAnyOnItsWay) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isAnyOnItsWay]);
  const left = files.filter(({ isInSight }) => !isInSight);
  if (left.length === 0) return null;
  return (
    <div className="tl-stack tl-sent-files tl-no-print">
      {left.map((file) => (
        <Told key={file.id} file={file} />
      ))}
    </div>
  );
}

function Told({ file }: { readonly file: SentFile }) {
  const { id, name, fate, from, stop } = file;
  const close = (
    <Button variant="default" onClick={() => sentFiles.forget(id)}>
      Close<span className="tl-hidden"> the note about {name}</span>
    </Button>
  );
  switch (fate.kind) {
    case 'on-its-way':
      return (
        <Notice
          tone="accent"
          title={`${name} is on its way: ${howFar(file)}.`}
          action={
            <Button variant="default" onClick={stop}>
              Stop it<span className="tl-hidden">: {name}</span>
            </Button>
          }
        >
          It goes on while you are on other pages, as long as this window is open.
        </Notice>
      );
    case 'arrived':
      return (
        <Notice
          tone="reached"
          title={`${name} has arrived.`}
          isUrgent
          action={
            <>
              <AppLink to={fate.at}>Open it</AppLink>
              {close}
            </>
          }
        />
      );
    case 'failed': {
      const { detail, remedy, code } = problemOf(fate.error);
      return (
        <Notice
          tone="broken"
          title={`${name}: ${detail}`}
          isUrgent
          action={
            <>
              <AppLink to={from}>Go back to where you brought it</AppLink>
              {close}
            </>
          }
        >
          <p>{remedy}</p>
          <p className="tl-muted tl-small">Code {code}</p>
        </Notice>
      );
    }
  }
}

function howFar({ sentBytes, sizeBytes }: SentFile): string {
  return sentBytes >= sizeBytes ? 'its first rows are being read' : `${formatPercent(sentBytes / sizeBytes, 0)} of it`;
}
