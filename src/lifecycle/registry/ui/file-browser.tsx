import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatBytes, StateWord } from '../../../web/kit/index.ts';
import { FilePreview } from './file-preview.tsx';
import { type FileEntry, type FileSource, filesQuery, fileUrl } from './file-queries.ts';
import './models.css';

export interface FileBrowserProps {
  readonly of: FileSource;
  /** Names the list: "Files of version 3". */
  readonly label: string;
  /** What stands where no file is. */
  readonly empty: string;
  /** Where the page's address says what is open; without it that is forgotten with the page. */
  readonly place?: OpenPlace | undefined;
}

/** What is open: the path of a file, or of a folder with its stroke at the end; empty for all files. */
export interface OpenPlace {
  readonly at: string;
  readonly onOpen: (at: string) => void;
}

/** The files of a version or run, one folder at a time, each with a look at it or a download. */
export function FileBrowser({ of, label, empty, place }: FileBrowserProps) {
  const [ownPlace, setOwnPlace] = useState('');
  const { at, onOpen } = place ?? { at: ownPlace, onOpen: setOwnPlace };
  const folder = parentOf(at);
  const files = useQuery(filesQuery(of, folder));
  const shown = files.data?.entries.find(({ path, isFolder }) => path === at && !isFolder);
  const columns: readonly Column<FileEntry>[] = [
    {
      key: 'name',
      head: 'File',
      width: '45%',
      isRowHead: true,
      cell: (entry) => (
        <>
          <button
            type="button"
            className="tl-model-file"
            onClick={() => onOpen(entry.isFolder ? `${entry.path}/` : entry.path)}
          >
            {entry.isFolder ? `${entry.name}/` : entry.name}
          </button>
          {entry.containsCode && (
            <div className="tl-small">
              <StateWord tone="look">contains executable code</StateWord>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'size',
      head: 'Size',
      isWideOnly: true,
      align: 'end',
      cell: ({ sizeBytes }) => (sizeBytes === null ? '' : formatBytes(sizeBytes)),
    },
    {
      key: 'get',
      head: 'Get it',
      cell: ({ path, isFolder, withheld }) => {
        if (isFolder) return null;
        if (withheld !== null) return <StateWord tone="look">At the table alone</StateWord>;
        return (
          <a className="tl-model-get" href={fileUrl(of, path)}>
            Download
          </a>
        );
      },
    },
  ];
  return (
    <div className="tl-stack">
      <p className="tl-small">
        {folder === '' ? (
          <span className="tl-muted">All files</span>
        ) : (
          <button type="button" className="tl-model-file" onClick={() => onOpen(aboveOf(folder))}>
            Back from {folder}/
          </button>
        )}
      </p>
      <ProblemNotice error={files.error} onRetry={() => void files.refetch()} />
      {files.data && (
        <DataTable
          label={label}
          columns={columns}
          rows={files.data.entries}
          rowKey={({ path }) => path}
          empty={<p className="tl-muted">{empty}</p>}
        />
      )}
      {shown && <FilePreview key={shown.path} entry={shown} of={of} />}
    </div>
  );
}

/** The folder in which a place is; a folder is in itself. */
function parentOf(at: string): string {
  return at.split('/').slice(0, -1).join('/');
}

/** The place above a folder. */
function aboveOf(folder: string): string {
  const above = parentOf(folder);
  return above === '' ? '' : `${above}/`;
}
