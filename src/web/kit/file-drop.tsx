import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type ChangeEvent, type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { formatBytes } from '../../words/index.ts';
import { FieldError } from './field-error.tsx';
import { refuseFile } from './file-rules.ts';
import './controls.css';

export interface FileDropProps {
  /** What to bring: "Customers with their churn date". */
  readonly label: string;
  /** The accepted endings, with their dot: `['.csv', '.parquet']`. */
  readonly endings: readonly string[];
  readonly maxBytes: number;
  readonly onFiles: (files: readonly File[]) => void;
  readonly isMultiple?: boolean;
  /** Something is being done with the file: no other can be brought. */
  readonly isBusy?: boolean;
  /** Why the last file was refused by the server. */
  readonly error?: ReactNode;
}

/** Brings files by drag and drop, or by the button that does the same for a keyboard and a phone. */
export function FileDrop({
  label,
  endings,
  maxBytes,
  onFiles,
  isMultiple = false,
  isBusy = false,
  error,
}: FileDropProps) {
  const [isOver, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const take = (files: readonly File[]) => {
    const first = isMultiple ? files : files.slice(0, 1);
    const refused = first.map((file) => refuseFile(file, endings, maxBytes)).find((reason) => reason !== undefined);
    setRefusal(refused);
    if (refused === undefined && first.length > 0) onFiles(first);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!isBusy) take([...event.dataTransfer.files]);
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    take([...(event.currentTarget.files ?? [])]);
    // The same file can be chosen again after it was repaired.
    event.currentTarget.value = '';
  };
  const message = refusal ?? error;
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drop target in every browser. */}
      <div
        role="group"
        aria-labelledby={`${id}-label`}
        className="tl-drop"
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconUpload size={18} stroke={1.75} aria-hidden />
        <div className="tl-drop-words">
          <p id={`${id}-label`}>{label}</p>
          <p id={`${id}-hint`} className="tl-muted tl-small">
            Drop {isMultiple ? 'files' : 'a file'} here. {endings.join(', ')}, up to {formatBytes(maxBytes)}.
          </p>
        </div>
        <Button
          variant="default"
          loading={isBusy}
          aria-describedby={`${id}-hint`}
          onClick={() => input.current?.click()}
        >
          Choose {isMultiple ? 'files' : 'a file'}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept={endings.join(',')}
          multiple={isMultiple}
          onChange={choose}
          aria-label={label}
        />
      </div>
      <div role="alert">{message !== undefined && <FieldError>{message}</FieldError>}</div>
    </div>
  );
}
