import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import {
  IconBolt,
  IconBook,
  IconCloudUpload,
  IconCpu,
  IconDatabase,
  IconHome,
  IconKey,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconSun,
  IconUserQuestion,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useGateway, useLink, usePolled } from '../api/hooks';
import type { Hello } from '../api/types';

const PAGES = [
  { path: '/', title: 'Overview', icon: IconHome },
  { path: '/devices', title: 'Devices', icon: IconCpu },
  { path: '/pending', title: 'Pending', icon: IconUserQuestion },
  { path: '/connections', title: 'Connections', icon: IconPlugConnected },
  { path: '/rules', title: 'Rules', icon: IconBolt },
  { path: '/uplinks', title: 'Uplinks', icon: IconCloudUpload },
  { path: '/storage', title: 'Storage', icon: IconDatabase },
  { path: '/secrets', title: 'Secrets', icon: IconKey },
  { path: '/help', title: 'Help', icon: IconBook },
];

const SECTIONS: Record<string, string> = { trend: '/devices', 'new-device': '/devices' };

/** The page of the navigation that a location belongs to. */
function sectionOf(location: string): string {
  const first = location.split('/')[1] ?? '';
  return SECTIONS[first] ?? `/${first}`;
}

/** What stands around every page: the gateway's name, the way to the pages, the link's state. */
export function Frame({ hello, children }: { hello: Hello; children: ReactNode }) {
  const [location] = useLocation();
  const section = sectionOf(location);
  const pending = usePending();
  return (
    <div className="frame">
      <header className="side">
        <div className="brand">
          <img src="/weir.svg" alt="" />
          <div>
            Weir
            <small title={hello.gateway}>{hello.gateway}</small>
          </div>
        </div>
        <nav className="nav" aria-label="Pages">
          {PAGES.filter(({ path }) => path !== '/pending' || pending !== undefined).map(
            ({ path, title, icon: Icon }) => (
              <Link key={path} href={path} aria-current={section === path ? 'page' : undefined}>
                <Icon size={21} aria-hidden stroke={1.7} />
                {title}
                {path === '/pending' && pending ? (
                  <span className="count" aria-label={`${pending} waiting`}>
                    {pending > 99 ? '99+' : pending}
                  </span>
                ) : null}
              </Link>
            ),
          )}
        </nav>
        <Tools version={hello.version} />
      </header>
      <div>
        <LinkBanner />
        <main className="main">{children}</main>
      </div>
    </div>
  );
}

/** How many devices wait; undefined where none makes itself known. */
function usePending(): number | undefined {
  const { client } = useGateway();
  const { data } = usePolled(client.pending, 10000);
  return data && (data.connections.length > 0 || data.devices.length > 0)
    ? data.pending
    : undefined;
}

function Tools({ version }: { version: string }) {
  const { client } = useGateway();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <div className="push">
      <Tooltip label={dark ? 'Light colours' : 'Dark colours'}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={44}
          aria-label={dark ? 'Light colours' : 'Dark colours'}
          onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
          {dark ? <IconSun size={21} /> : <IconMoon size={21} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Sign out">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={44}
          aria-label="Sign out"
          onClick={() => void client.signOut()}
        >
          <IconLogout size={21} />
        </ActionIcon>
      </Tooltip>
      <div className="quiet version">Version {version}</div>
    </div>
  );
}

function LinkBanner() {
  return useLink() === 'lost' ? (
    <div className="banner" role="alert">
      Connection to the gateway lost, trying again. What is shown may be old.
    </div>
  ) : null;
}
