import { Button, Chip, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useGateway, usePolled } from '../api/hooks';
import type { Channel } from '../api/types';
import { Await } from '../components/Await';
import { DeviceCard } from '../components/DeviceCard';
import { WriteDialog } from '../components/WriteDialog';
import { allTags } from '../metadata';
import { mayEngineer } from '../roles';
import { matching } from '../search';

export function Devices() {
  const { client } = useGateway();
  const loaded = usePolled(client.devices, 3000);
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState('');
  const [writing, setWriting] = useState<Channel>();
  return (
    <div className="stack">
      <div className="head">
        <h1>Devices</h1>
        <div className="tools">
          <TextInput
            aria-label="Search devices and channels"
            placeholder="Search"
            size="md"
            leftSection={<IconSearch size={18} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {mayEngineer(client.role) && (
            <Button
              component={Link}
              href="/new-device"
              mih={44}
              leftSection={<IconPlus size={18} aria-hidden />}
            >
              New device
            </Button>
          )}
        </div>
      </div>
      <Await of={loaded} height={420}>
        {(devices) => {
          const shown = matching(devices, search, tag);
          const tags = allTags(devices);
          const filter = tags.length > 0 && (
            <div className="tags" role="group" aria-label="Tags">
              {tags.map((each) => (
                <Chip
                  key={each}
                  size="md"
                  checked={each === tag}
                  onChange={(on) => setTag(on ? each : '')}
                >
                  {each}
                </Chip>
              ))}
            </div>
          );
          return shown.length > 0 ? (
            <div className="stack">
              {filter}
              {shown.map((device) => (
                <DeviceCard key={device.id} device={device} onWrite={setWriting} />
              ))}
            </div>
          ) : (
            <>
              {filter}
              <div className="card empty">
                {devices.length === 0
                  ? 'No device is configured yet. An engineer makes one here or puts a document into the devices folder.'
                  : 'Nothing matches the search.'}
              </div>
            </>
          );
        }}
      </Await>
      {writing && <WriteDialog channel={writing} onClose={() => setWriting(undefined)} />}
    </div>
  );
}
