import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useState } from 'react';
import { AppLink } from '../kit/app-link.tsx';
import { currentEntry, type RailEntry } from './rail-entry.ts';

const RAIL_KEY = 'tl-rail';

export interface RailProps {
  readonly entries: readonly RailEntry[];
  /** The current address. */
  readonly path: string;
  /** In the drawer of a phone: always wide, without the button that collapses it. */
  readonly isInDrawer?: boolean;
}

/** The places of the app. Collapsed it keeps its icons, with the words in tooltips and for screen readers. */
export function Rail({ entries, path, isInDrawer = false }: RailProps) {
  const [wantsCollapsed, setCollapsed] = useState(() => readCollapsed());
  const isCollapsed = wantsCollapsed && !isInDrawer;
  const current = currentEntry(entries, path);
  const toggle = () => {
    setCollapsed(!wantsCollapsed);
    writeCollapsed(!wantsCollapsed);
  };
  return (
    <nav
      aria-label="Main"
      className={isInDrawer ? 'tl-rail-list' : 'tl-rail tl-no-print'}
      data-collapsed={isCollapsed || undefined}
    >
      <ul>
        {entries.map((entry) => (
          <li key={entry.to} data-group={entry.startsGroup || undefined}>
            <Tooltip label={entry.label} position="right" disabled={!isCollapsed}>
              <RailLink entry={entry} isCurrent={entry === current} isCollapsed={isCollapsed} />
            </Tooltip>
          </li>
        ))}
      </ul>
      {!isInDrawer && (
        <ActionIcon
          className="tl-rail-toggle"
          aria-label={isCollapsed ? 'Widen the menu' : 'Collapse the menu'}
          aria-expanded={!isCollapsed}
          onClick={toggle}
        >
          {isCollapsed ? (
            <IconLayoutSidebarLeftExpand size={17} stroke={1.75} aria-hidden />
          ) : (
            <IconLayoutSidebarLeftCollapse size={17} stroke={1.75} aria-hidden />
          )}
        </ActionIcon>
      )}
    </nav>
  );
}

interface RailLinkProps {
  readonly entry: RailEntry;
  readonly isCurrent: boolean;
  readonly isCollapsed: boolean;
}

// The tooltip hands its own handlers and ref to its child, so they are passed on.
function RailLink({
  entry,
  isCurrent,
  isCollapsed,
  ...rest
}: RailLinkProps & Omit<Parameters<typeof AppLink>[0], 'to'>) {
  const EntryIcon = entry.icon;
  return (
    <AppLink
      {...rest}
      to={entry.to}
      className="tl-rail-link"
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
    >
      <EntryIcon size={17} stroke={1.75} aria-hidden />
      <span className={isCollapsed ? 'tl-hidden' : 'tl-rail-label'}>{entry.label}</span>
      {entry.count !== undefined && entry.count > 0 && (
        <span className={isCollapsed ? 'tl-hidden' : 'tl-rail-count'}>{entry.count}</span>
      )}
    </AppLink>
  );
}

function readCollapsed(): boolean {
  try {
    return localStorage.getItem(RAIL_KEY) === 'collapsed';
  } catch {
    return false;
  }
}

function writeCollapsed(isCollapsed: boolean): void {
  try {
    localStorage.setItem(RAIL_KEY, isCollapsed ? 'collapsed' : 'wide');
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
