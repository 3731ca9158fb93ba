import { Kbd, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { type Icon, IconDeviceDesktop, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PersonFace } from '../kit/people.tsx';

/** The way into search: looks like a field, opens by click and by Ctrl/Cmd-K. */
export function SearchButton({ label = 'Search', onOpen }: { readonly label?: string; readonly onOpen: () => void }) {
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onOpen();
      }
    };
    window.addEventListener('keydown', open);
    return () => window.removeEventListener('keydown', open);
  }, [onOpen]);
  const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);
  return (
    <UnstyledButton className="tl-search" onClick={onOpen} aria-keyshortcuts="Control+K Meta+K">
      <IconSearch size={15} aria-hidden />
      <span className="tl-search-label">{label}</span>
      <Kbd size="xs" aria-hidden className="tl-search-keys">
        {isMac ? '⌘ K' : 'Ctrl K'}
      </Kbd>
    </UnstyledButton>
  );
}

/** One entry of the menu behind one's own face: a page, or something that is done at once. */
export interface MeMenuItem {
  readonly label: string;
  readonly icon?: Icon;
  readonly to?: string;
  readonly onSelect?: () => void;
}

export interface MeMenuProps {
  readonly name: string;
  /** What the reader is here: an address, a role. */
  readonly detail?: string;
  readonly items: readonly MeMenuItem[];
}

const SCHEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

/** The menu behind one's own face, with the choice of colour scheme. */
export function MeMenu({ name, detail, items }: MeMenuProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const history: RouterHistory = useRouter().history;
  return (
    // Inside the top bar, so that what it holds belongs to a landmark of the page.
    <Menu position="bottom-end" width={220} withInitialFocusPlaceholder={false} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className="tl-me" aria-label={`Your menu, ${name}`}>
          <PersonFace name={name} size={26} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          {detail !== undefined && <span className="tl-me-detail">{detail}</span>}
        </Menu.Label>
        {items.map((item) => {
          const ItemIcon = item.icon;
          return (
            <Menu.Item
              key={item.label}
              {...(ItemIcon ? { leftSection: <ItemIcon size={15} aria-hidden /> } : {})}
              onClick={() => {
                item.onSelect?.();
                if (item.to !== undefined) history.push(item.to);
              }}
            >
              {item.label}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
        >
          {SCHEMES.map(({ value, label, icon: SchemeIcon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<SchemeIcon size={15} aria-hidden />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
