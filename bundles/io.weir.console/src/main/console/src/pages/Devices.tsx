import { Button, TextInput } from '@mantine/core';
import { IconPencil, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useGateway, usePolled } from '../api/hooks';
import type { Channel, Device } from '../api/types';
import { Await } from '../components/Await';
import { ChannelValue } from '../components/ChannelValue';
import { Sparkline } from '../components/Sparkline';
import { StateMark } from '../components/StateMark';
import { WriteDialog } from '../components/WriteDialog';
import { matching } from '../search';

export function Devices() {
  const { client } = useGateway();
  const loaded = usePolled(client.devices, 3000);
  const [search, setSearch] = useState('');
  const [writing, setWriting] = useState<Channel>();
  return (
    <div className="stack">
      <div className="head">
        <h1>Devices</h1>
        <TextInput
          aria-label="Search devices and channels"
          placeholder="Search"
          size="md"
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <Await of={loaded} height={420}>
        {(devices) => {
          const shown = matching(devices, search);
          return shown.length > 0 ? (
            <div className="stack">
              {shown.map((device) => (
                <DeviceCard key={device.id} device={device} onWrite={setWriting} />
              ))}
            </div>
          ) : (
            <div className="card empty">
              {devices.length === 0
                ? 'No device is configured yet. Put a document into the devices folder.'
                : 'Nothing matches the search.'}
            </div>
          );
        }}
      </Await>
      {writing && <WriteDialog channel={writing} onClose={() => setWriting(undefined)} />}
    </div>
  );
}

function DeviceCard({ device, onWrite }: { device: Device; onWrite: (c: Channel) => void }) {
  const where = [device.metadata.location, device.profile, `connection ${device.connection}`];
  return (
    <section className="card" aria-label={device.name}>
      <div className="row-line">
        <h2>{device.name}</h2>
        <StateMark state={device.state} />
      </div>
      <div className="quiet">{where.filter(Boolean).join(' · ')}</div>
      {device.message && <div>{device.message}</div>}
      <ul className="channels">
        {device.channels.map((channel) => (
          <li className="channel" key={channel.id}>
            <div className="name">
              <Link href={`/trend/${channel.id}`}>
                <span className="title">{channel.name}</span>
                <span className="quiet">{channel.id}</span>
              </Link>
            </div>
            <div className="plot">
              {channel.type !== 'text' && channel.type !== 'boolean' && (
                <Sparkline channel={channel.id} />
              )}
            </div>
            <ChannelValue channel={channel} />
            <div className="act">
              {channel.access !== 'r' && (
                <Button
                  variant="light"
                  mih={44}
                  px="sm"
                  aria-label={`Write ${channel.name}`}
                  onClick={() => onWrite(channel)}
                >
                  <IconPencil size={18} aria-hidden />
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
