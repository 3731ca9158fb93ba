import { Button, type ButtonProps } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface ConfirmButtonProps {
  /** The verb: "Retire version 3". */
  readonly children: ReactNode;
  /** What will happen, as a question: "Retire version 3? Its address will answer 410 from now on." */
  readonly question: string;
  /** The verb again, on the button that does it. */
  readonly confirmLabel: string;
  readonly onConfirm: () => void | Promise<void>;
  readonly keepLabel?: string;
  readonly color?: string;
  readonly variant?: NonNullable<ButtonProps['variant']>;
  readonly isDisabled?: boolean;
  /** Smaller than a button that stands alone, for a row of small ones. */
  readonly size?: NonNullable<ButtonProps['size']>;
}

/** A button that asks once, in its own place and without a dialog, before it does what cannot be undone. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const {
    children,
    question,
    confirmLabel,
    onConfirm,
    keepLabel = 'Keep it',
    color = 'red',
    variant = 'default',
    isDisabled = false,
    size = 'sm',
  } = props;
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const start = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  const questionId = useId();

  useEffect(() => {
    // The focus goes to the harmless answer first, and back to where it came from afterwards.
    if (isAsking) keep.current?.focus();
    else if (wasAsking.current) start.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);

  if (!isAsking) {
    return (
      <Button ref={start} size={size} variant={variant} disabled={isDisabled} onClick={() => setAsking(true)}>
        {children}
      </Button>
    );
  }
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
    } finally {
      setBusy(false);
      setAsking(false);
    }
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setAsking(false);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form; this is one question with two answers.
    <div role="group" aria-labelledby={questionId} className="tl-row" onKeyDown={leave}>
      <span id={questionId}>{question}</span>
      <Button color={color} loading={isBusy} onClick={() => void confirm()}>
        {confirmLabel}
      </Button>
      <Button ref={keep} variant="default" disabled={isBusy} onClick={() => setAsking(false)}>
        {keepLabel}
      </Button>
    </div>
  );
}
