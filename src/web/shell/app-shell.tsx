import { ActionIcon, Drawer } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { AppLink } from '../kit/app-link.tsx';
import { type Connection, ConnectionNotice } from './connection-notice.tsx';
import { Rail } from './rail.tsx';
import type { RailEntry } from './rail-entry.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRouteFocus } from './use-route-focus.ts';
import './shell.css';

export interface AppShellProps {
  /** Name of the product, beside its mark. */
  readonly brand: string;
  readonly rail: readonly RailEntry[];
  /** Top bar, from left to right; an empty slot takes no room. */
  readonly search?: ReactNode;
  readonly action?: ReactNode;
  readonly bell?: ReactNode;
  readonly me?: ReactNode;
  /** The state of the live connection; the notice is left out when nothing is passed. */
  readonly connection?: Connection;
  readonly children: ReactNode;
}

/** The frame of every page: rail, top bar, main region; with a skip link and the focus on the title after navigation. */
export function AppShell({ brand, rail, search, action, bell, me, connection, children }: AppShellProps) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  // The drawer belongs to the address at which it was opened, so every navigation closes it.
  const [drawerPath, setDrawerPath] = useState<string>();
  const isDrawerOpen = drawerPath === path;
  useRouteFocus();
  useKeptFocus();
  return (
    <div className="tl-shell">
      {/* biome-ignore lint/a11y/useValidAnchor: it is a link within the page; the handler only keeps the router out of it. */}
      <a className="tl-skip" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <header className="tl-topbar tl-no-print">
        <ActionIcon
          className="tl-burger"
          aria-label="Open the menu"
          aria-expanded={isDrawerOpen}
          onClick={() => setDrawerPath(path)}
        >
          <IconMenu2 size={18} aria-hidden />
        </ActionIcon>
        <AppLink to="/" className="tl-brand" aria-label={brand}>
          <BrandMark />
          <span className="tl-brand-name">{brand}</span>
        </AppLink>
        <div className="tl-topbar-search">{search}</div>
        {action}
        {bell}
        {me}
      </header>
      <Rail entries={rail} path={path} />
      {/* The library's own title stands in a header, which a screen reader takes for a second banner of the page. */}
      <Drawer.Root
        opened={isDrawerOpen}
        onClose={() => setDrawerPath(undefined)}
        size={272}
        transitionProps={{ duration: 120 }}
        classNames={{ body: 'tl-drawer-body' }}
      >
        <Drawer.Overlay />
        <Drawer.Content aria-label="Menu">
          <div className="tl-drawer-head">
            <span>{brand}</span>
            <Drawer.CloseButton aria-label="Close" />
          </div>
          <Drawer.Body>
            <Rail entries={rail} path={path} isInDrawer />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <main id="main" tabIndex={-1} className="tl-main">
        {connection !== undefined && <ConnectionNotice connection={connection} />}
        {children}
      </main>
    </div>
  );
}

/** A jump that the router must not take for a navigation. */
function skipToMain(event: { preventDefault: () => void }) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function BrandMark() {
  return (
    <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true" className="tl-brand-mark">
      <path d="M1 6h22" />
      <circle cx="6" cy="6" r="3" data-filled />
      <circle cx="17" cy="6" r="3" />
    </svg>
  );
}
