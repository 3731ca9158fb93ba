import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconUnlink,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Tone } from '../theme/tokens.ts';
import './state-word.css';

const TONE_ICONS: Readonly<Record<Tone, Icon>> = {
  accent: IconCircleDot,
  reached: IconCircleCheck,
  look: IconAlertTriangle,
  broken: IconUnlink,
  unknown: IconCircleDashed,
};

export interface StateWordProps {
  readonly tone: Tone;
  /** The state in words. */
  readonly children: ReactNode;
  /** An icon that says more than the tone's own. */
  readonly icon?: Icon;
  /** `plain` (default) in a line of text or a table, `chip` on its own. */
  readonly look?: 'plain' | 'chip';
}

/** A state as icon, word and tone together. */
export function StateWord({ tone, children, icon, look = 'plain' }: StateWordProps) {
  const StateIcon = icon ?? TONE_ICONS[tone];
  return (
    <span className="tl-state" data-tone={tone} data-look={look}>
      <StateIcon size={14} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

export interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  /** What to do about it. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** `true` when it appears while the page is open and must be read out at once. */
  readonly isUrgent?: boolean;
}

/** A boxed message with a tone: what is so, and what to do. */
export function Notice({ tone, title, children, action, isUrgent = false }: NoticeProps) {
  const NoticeIcon = TONE_ICONS[tone];
  return (
    <div className="tl-notice" data-tone={tone} {...(isUrgent ? { role: 'alert' } : {})}>
      <NoticeIcon size={16} stroke={2} aria-hidden />
      <div className="tl-notice-body">
        <p className="tl-notice-title">{title}</p>
        {children !== undefined && <div className="tl-notice-text">{children}</div>}
        {action !== undefined && <div className="tl-row">{action}</div>}
      </div>
    </div>
  );
}
