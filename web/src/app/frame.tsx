// SPDX-License-Identifier: Apache-2.0
// The frame around every page: the box that stands still, the ways to the other pages, theme and help.
import { Menu, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { IconHelp, IconMoon, IconSettings, IconSun, IconContrast } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Box } from '@/features/ask';
import { beginName } from '@/features/name';
import { type KeyAction, useKeyList, useKeys } from '@/shared/keyboard/keys';
import { pages } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { type ThemeChoice, usePreferences } from '@/shared/theme/preferences';
import { Button, classes, Kbd } from '@/shared/ui/controls';
import { Notices } from '@/shared/ui/notice';
import css from './frame.module.css';

const places = [
  { href: pages.welcome(), title: 'Search', owns: ['', 'name', 'address', 'mailbox', 'search'] },
  { href: pages.bulk(), title: 'Bulk', owns: ['bulk'] },
  { href: pages.graph(), title: 'Graph', owns: ['graph'] },
  { href: pages.compare(), title: 'Compare', owns: ['compare'] },
  { href: pages.sources(), title: 'Sources', owns: ['sources'] },
  { href: pages.reference(), title: 'API', owns: ['reference'] },
];

export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden fill="var(--accent)">
      <ellipse cx="5.5" cy="16.5" rx="3" ry="3.4" />
      <ellipse cx="14.5" cy="14" rx="2.3" ry="2.7" />
      <circle cx="6.5" cy="7.5" r="1.8" />
      <circle cx="14" cy="4" r="1.9" />
    </svg>
  );
}

export function Frame() {
  const client = useQueryClient();
  const path = useLocation({ select: (location) => location.pathname });
  const here = path.split('/')[1] ?? '';
  const keyList = useKeyList();
  const [keys, setKeys] = useState<KeyAction[]>();
  useKeys([
    {
      key: '?',
      says: 'this list',
      run: () => {
        setKeys(keyList());
      },
    },
  ]);
  useEffect(() => {
    let subject: string = path.split('/')[2] ?? here;
    try {
      subject = decodeURIComponent(subject);
    } catch {
      // shown as it is
    }
    document.title = subject === '' ? 'Spoor' : `${subject.slice(0, 80)} · Spoor`;
  }, [path, here]);
  return (
    <>
      <header className={css.top}>
        <PageLink href="/" className={css.mark} aria-label="Spoor, first page">
          <Mark /> <span>Spoor</span>
        </PageLink>
        <Box onAsked={(text) => beginName(client, text)} />
        <nav className={css.places} aria-label="Pages">
          {places.map((place) => (
            <PageLink
              key={place.title}
              href={place.href}
              className={css.place}
              aria-current={place.owns.includes(here) ? 'page' : undefined}
            >
              {place.title}
            </PageLink>
          ))}
        </nav>
        <div className={css.tools}>
          <ThemeMenu />
          <SettingsMenu />
          <PageLink href={pages.help()} className={classes(css.tool)} aria-label="Help" title="Help">
            <IconHelp size={17} stroke={1.5} aria-hidden />
          </PageLink>
        </div>
      </header>
      <main className={css.main}>
        <Outlet />
      </main>
      <Notices />
      <KeyList
        keys={keys}
        onClose={() => {
          setKeys(undefined);
        }}
      />
    </>
  );
}

const themes: { value: ThemeChoice; title: string }[] = [
  { value: 'system', title: 'As the system' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
];
const themeIcons = { system: IconContrast, light: IconSun, dark: IconMoon };

function ThemeMenu() {
  const { preferences, change } = usePreferences();
  const Icon = themeIcons[preferences.theme];
  return (
    <Menu position="bottom-end" shadow="md" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button look="plain" isIcon aria-label="Theme" title="Theme">
          <Icon size={17} stroke={1.5} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {themes.map(({ value, title }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={value === preferences.theme}
            leftSection={value === preferences.theme ? '✓' : '\u2007'}
            onClick={() => {
              change({ theme: value });
            }}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SettingsMenu() {
  const { preferences, change } = usePreferences();
  const switches = [
    {
      title: 'Comfortable rows',
      isOn: preferences.density === 'comfortable',
      turn: { density: preferences.density === 'dense' ? ('comfortable' as const) : ('dense' as const) },
    },
    {
      title: 'Local time beside UTC',
      isOn: preferences.localTime,
      turn: { localTime: !preferences.localTime },
    },
    { title: 'Single letters as keys', isOn: preferences.letters, turn: { letters: !preferences.letters } },
  ];
  return (
    <Menu position="bottom-end" shadow="md" closeOnItemClick={false} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button look="plain" isIcon aria-label="Settings" title="Settings">
          <IconSettings size={17} stroke={1.5} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {switches.map(({ title, isOn, turn }) => (
          <Menu.Item
            key={title}
            role="menuitemcheckbox"
            aria-checked={isOn}
            leftSection={isOn ? '✓' : '\u2007'}
            onClick={() => {
              change(turn);
            }}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function KeyList({ keys, onClose }: { keys?: KeyAction[]; onClose: () => void }) {
  return (
    <Modal
      opened={keys !== undefined}
      onClose={onClose}
      title="Keys"
      size="md"
      transitionProps={{ duration: 0 }}
    >
      <dl className={css.keys}>
        {keys?.map(({ key, says }) => (
          <div key={key}>
            <dt>
              <Kbd>{key.replace('+', ' ')}</Kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <p className="ink3">Letters act outside of inputs. They can be switched off under Settings.</p>
    </Modal>
  );
}
