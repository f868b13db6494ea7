import { useState } from 'react';
import { useGateway, usePolled } from '../api/hooks';
import type { Channel } from '../api/types';
import { Await } from '../components/Await';
import { DeviceCard } from '../components/DeviceCard';
import { DeviceEditor, type View } from '../components/device/DeviceEditor';
import { Presence } from '../components/device/Presence';
import { Engineers } from '../components/Engineers';
import { Tabs } from '../components/Tabs';
import { WriteDialog } from '../components/WriteDialog';

/** One device: its live values, its channels to change, its document. */
export function Device({ id, section }: { id: string; section: string }) {
  const root = `/devices/${id}`;
  const tabs = [
    { path: root, title: 'Live values' },
    { path: `${root}/presence`, title: 'Presence' },
    { path: `${root}/about`, title: 'About' },
    { path: `${root}/channels`, title: 'Channels' },
    { path: `${root}/document`, title: 'Document' },
  ];
  const at = section ? `${root}/${section}` : root;
  return (
    <div className="stack">
      <h1>{id}</h1>
      <Tabs label={`Parts of ${id}`} tabs={tabs} at={at} />
      {section === '' && <Live id={id} />}
      {section === 'presence' && <Presence id={id} />}
      {section !== '' && section !== 'presence' && (
        <Engineers what="changes devices">
          <DeviceEditor id={id} view={viewOf(section)} />
        </Engineers>
      )}
    </div>
  );
}

const viewOf = (section: string): View =>
  section === 'document' || section === 'about' ? section : 'channels';

function Live({ id }: { id: string }) {
  const { client } = useGateway();
  const loaded = usePolled(client.devices, 2000);
  const [writing, setWriting] = useState<Channel>();
  return (
    <>
      <Await of={loaded} height={320}>
        {(devices) => {
          const device = devices.find((candidate) => candidate.id === id);
          return device ? (
            <DeviceCard device={device} onWrite={setWriting} />
          ) : (
            <div className="card empty" role="status">
              The gateway has no device &lsquo;{id}&rsquo; in force. One that was saved just now
              appears here in a moment.
            </div>
          );
        }}
      </Await>
      {writing && <WriteDialog channel={writing} onClose={() => setWriting(undefined)} />}
    </>
  );
}
