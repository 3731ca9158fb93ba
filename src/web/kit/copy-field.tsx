import { Button, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import './controls.css';

export interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  /** Said under the field, e.g. "Shown once: copy it now." */
  readonly help?: string;
  /** Words of several lines, which are shown as they were written; a value of one line by default. */
  readonly isLong?: boolean;
}

/** A value to take elsewhere: a token shown once, an address, a command. */
export function CopyField({ label, value, help, isLong = false }: CopyFieldProps) {
  const input = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'selected'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome('copied');
    } catch {
      // Without a secure origin or permission the browser refuses; the reader can still press the keys.
      input.current?.select();
      setOutcome('selected');
    }
  };
  const field = {
    ref: (element: HTMLInputElement | HTMLTextAreaElement | null) => {
      input.current = element;
    },
    label,
    ...(help ? { description: help } : {}),
    value,
    readOnly: true,
    onFocus: () => input.current?.select(),
  };
  return (
    <div>
      <div className="tl-copy">
        {isLong ? (
          <Textarea {...field} autosize minRows={1} maxRows={12} />
        ) : (
          <TextInput {...field} classNames={{ input: 'tl-mono' }} />
        )}
        <Button
          variant="default"
          leftSection={outcome === 'copied' ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          onClick={() => void copy()}
        >
          Copy<span className="tl-hidden"> {label}</span>
        </Button>
      </div>
      <p role="status" className="tl-muted tl-small">
        {outcome === 'copied' && 'Copied.'}
        {outcome === 'selected' && 'Selected: press Ctrl+C or Cmd+C to copy.'}
      </p>
    </div>
  );
}
