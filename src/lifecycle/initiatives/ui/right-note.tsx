import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import type { Right, Rights } from './initiative-queries.ts';

/** The right to an action; what the server does not mention is not allowed. */
export function rightTo(rights: Rights, action: string): Right {
  return rights[action] ?? { allowed: false, rule: 'Nobody may do this here.' };
}

export interface RightButtonProps {
  readonly right: Right;
  readonly type?: 'button' | 'submit';
  readonly variant?: 'filled' | 'default' | 'subtle';
  readonly loading?: boolean;
  readonly onClick?: () => void;
  /** Anything else that keeps the button off, with its reason. */
  readonly isOff?: boolean;
  readonly offReason?: string;
  readonly children: ReactNode;
}

/** A button that, when the reader may not, is off and says the rule instead of hiding. */
export function RightButton({ right, isOff = false, offReason, children, type = 'button', ...rest }: RightButtonProps) {
  const id = useId();
  const reason = right.allowed ? (isOff ? offReason : undefined) : right.rule;
  return (
    <span className="tl-row">
      <Button {...rest} type={type} disabled={!right.allowed || isOff} {...(reason ? { 'aria-describedby': id } : {})}>
        {children}
      </Button>
      {reason && (
        <span id={id} className="tl-muted tl-small">
          {reason}
        </span>
      )}
    </span>
  );
}
