import { Button } from '@mantine/core';
import { useState } from 'react';
import { addressWords, announcedKey } from '../announced';
import type { Announced } from '../api/documents';
import { useGateway, useNow, usePolled } from '../api/hooks';
import { AcceptDialog } from '../components/announced/AcceptDialog';
import { Await } from '../components/Await';
import { Problems } from '../components/Problems';
import { formatAge } from '../format';
import { mayEngineer } from '../roles';

/** Devices that made themselves known and wait for somebody who decides. */
export function Pending() {
  const { client } = useGateway();
  const loaded = usePolled(client.announced, 4000);
  const [accepting, setAccepting] = useState<Announced>();
  const [error, setError] = useState<Error>();
  const ignore = (device: Announced, ignored: boolean) => {
    setError(undefined);
    client.ignore(device, ignored).then(loaded.reload, setError);
  };
  return (
    <div className="stack">
      <h1>Pending devices</h1>
      {error && <Problems error={error} title="That was not possible" />}
      <Await of={loaded} height={320}>
        {({ connections, devices }) => {
          const pending = devices.filter(({ standing }) => standing === 'pending');
          const ignored = devices.filter(({ standing }) => standing === 'ignored');
          return (
            <>
              <p className="quiet">
                {connections.length === 0
                  ? 'Devices make themselves known on connections such as Zigbee; none is configured.'
                  : connections.map(({ name, accept }) => (
                      <span key={name}>
                        {accept === 'all'
                          ? `On ${name} devices are accepted by themselves, once their channels are known. `
                          : `On ${name} each device waits here until it is accepted. `}
                      </span>
                    ))}
              </p>
              {pending.length === 0 && <div className="card empty">No device waits.</div>}
              {pending.map((device) => (
                <Candidate key={announcedKey(device)} device={device}>
                  <Button variant="default" mih={44} onClick={() => ignore(device, true)}>
                    Ignore
                  </Button>
                  <Button mih={44} onClick={() => setAccepting(device)}>
                    Accept
                  </Button>
                </Candidate>
              ))}
              {ignored.length > 0 && <h2>Ignored</h2>}
              {ignored.map((device) => (
                <Candidate key={announcedKey(device)} device={device}>
                  <Button variant="default" mih={44} onClick={() => ignore(device, false)}>
                    Do not ignore
                  </Button>
                  <Button mih={44} onClick={() => setAccepting(device)}>
                    Accept
                  </Button>
                </Candidate>
              ))}
            </>
          );
        }}
      </Await>
      {accepting && (
        <AcceptDialog
          device={accepting}
          onClose={() => {
            setAccepting(undefined);
            loaded.reload();
          }}
        />
      )}
    </div>
  );
}

function Candidate({ device, children }: { device: Announced; children: React.ReactNode }) {
  const { client } = useGateway();
  const now = useNow();
  const what = [device.model, `connection ${device.connection}`, addressWords(device.address)];
  return (
    <section className="card" aria-label={device.name}>
      <div className="row-line">
        <h2>{device.name || addressWords(device.address)}</h2>
        <span className="quiet">
          {device.presence === 'unknown' ? '' : `${device.presence} · `}
          announced {formatAge(device.since, now)}
        </span>
      </div>
      <div className="quiet">{what.filter(Boolean).join(' · ')}</div>
      <div>
        {device.channels.length === 0
          ? 'Its channels are not known yet.'
          : `Channels: ${device.channels.join(', ')}`}
      </div>
      {mayEngineer(client.role) && <div className="tools end">{children}</div>}
    </section>
  );
}
