import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField } from '../../../web/kit/index.ts';

/** The shortest reason that the server takes. */
const SHORTEST = 5;

export interface ReasonFormProps {
  /** The question that the reason answers. */
  readonly label: string;
  readonly help?: string;
  /** The verb of what is done. */
  readonly action: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onSend: (reason: string) => void;
  readonly onLeave: () => void;
  /** What else is decided together with it. */
  readonly children?: ReactNode;
}

/** Asks why, in words that everybody reads later, before something is done. */
export function ReasonForm(props: ReasonFormProps) {
  const { label, help, action, isBusy, error, reason, onReason, onSend, onLeave, children } = props;
  const [isTried, setTried] = useState(false);
  const isLongEnough = reason.trim().length >= SHORTEST;
  return (
    <form
      className="tl-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isLongEnough) onSend(reason.trim());
      }}
    >
      {children}
      <LongTextField
        label={label}
        {...(help ? { help } : {})}
        rows={2}
        required
        maxLength={1_000}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
        error={isTried && !isLongEnough ? 'Write at least a few words: they are what others will read.' : undefined}
      />
      <ProblemNotice error={error} />
      <div className="tl-row">
        <Button type="submit" loading={isBusy}>
          {action}
        </Button>
        <Button variant="default" disabled={isBusy} onClick={onLeave}>
          Not now
        </Button>
      </div>
    </form>
  );
}
