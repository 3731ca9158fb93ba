import { Button, Popover } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import './panel-button.css';

export interface PanelButtonProps {
  /** What the button shows; a few words. */
  readonly children: ReactNode;
  /** What the button and its panel are called, where the button shows less than that. */
  readonly label?: string;
  readonly icon?: ReactNode;
  /** What opens below the button, made when it is opened; `close` puts it away. */
  readonly panel: (close: () => void) => ReactNode;
  /** `line` (default) beside other controls, `icon` as small as a sign, `strong` for what a page asks for. */
  readonly look?: 'line' | 'icon' | 'strong';
}

/** A button that opens a small panel below itself: details of one control, which leave the page where it is. Escape closes it. */
export function PanelButton({ children, label, icon, panel, look = 'line' }: PanelButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      offset={4}
      width="min(26rem, calc(100vw - 24px))"
      withinPortal={false}
      trapFocus
      returnFocus
      withRoles={false}
      transitionProps={{ duration: 0 }}
      middlewares={{ flip: false, shift: { padding: 8 } }}
    >
      <Popover.Target>
        <Button
          id={id}
          variant={look === 'strong' ? 'filled' : look === 'icon' ? 'subtle' : 'default'}
          className="tl-panel-button tl-no-print"
          data-look={look}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          {...(label === undefined ? {} : { 'aria-label': label, title: label })}
          {...(icon === undefined ? {} : { leftSection: icon })}
          {...(look === 'line' ? { rightSection: <Chevron /> } : {})}
          onClick={() => setOpen(!isOpen)}
        >
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-labelledby={id} className="tl-panel">
        {panel(() => setOpen(false))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Chevron() {
  return (
    <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
      <path d="M2 4l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}
