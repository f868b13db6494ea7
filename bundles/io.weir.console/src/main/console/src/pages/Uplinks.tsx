import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useGateway, useNow, usePolled } from '../api/hooks';
import type { Uplink } from '../api/types';
import { Await } from '../components/Await';
import { Facts } from '../components/Facts';
import { StateMark } from '../components/StateMark';
import { SetAside } from '../components/uplink/SetAside';
import { formatAge, formatBytes, formatCount } from '../format';
import { budgetWords, drainWords } from '../uplinks';

export function Uplinks() {
  const { client } = useGateway();
  const loaded = usePolled(client.uplinks, 1000);
  return (
    <div className="stack">
      <div className="head">
        <h1>Uplinks</h1>
      </div>
      <Await of={loaded} height={320}>
        {(uplinks) =>
          uplinks.length === 0 ? (
            <div className="card empty">
              No uplink is configured. Samples are kept on this gateway.
            </div>
          ) : (
            <div className="pair">
              {uplinks.map((uplink) => (
                <UplinkCard key={uplink.name} uplink={uplink} />
              ))}
            </div>
          )
        }
      </Await>
      <div className="quiet">
        What waits is kept in the journal on this gateway; <Link href="/storage">Storage</Link>{' '}
        shows how far each reader is.
      </div>
    </div>
  );
}

function UplinkCard({ uplink }: { uplink: Uplink }) {
  const now = useNow();
  const [looking, setLooking] = useState(false);
  return (
    <section className="card" aria-label={`Uplink ${uplink.name}`}>
      <div className="row-line">
        <h2>{uplink.name}</h2>
        <StateMark state={uplink.state} words={uplink.connected ? 'Connected' : 'Not connected'} />
      </div>
      {uplink.message && <div>{uplink.message}</div>}
      <Facts
        of={[
          ['Destination', uplink.url],
          ['Payload', uplink.codec],
          ['Telemetry waiting', `${formatCount(uplink.backlog.telemetry)} batches`],
          ['Backlog gone', drainWords(uplink)],
          ['Events waiting', formatCount(uplink.backlog.event)],
          ['In flight', formatCount(uplink.inFlight)],
          [
            'Acknowledged',
            `${formatCount(uplink.acknowledged)} messages, ${formatBytes(uplink.bytes)}`,
          ],
          [
            'Rate',
            uplink.rate &&
              `${formatBytes(uplink.rate.bytesPerSecond)}/s, ${formatCount(uplink.rate.messagesPerSecond)} messages/s`,
          ],
          ['Budget today', budgetWords(uplink)],
          ['Last acknowledged', formatAge(uplink.lastAcknowledged, now)],
        ]}
      />
      {!!uplink.setAside && (
        <Button variant="default" mih={44} onClick={() => setLooking(true)}>
          {formatCount(uplink.setAside)} set aside…
        </Button>
      )}
      {looking && <SetAside uplink={uplink.name} onClose={() => setLooking(false)} />}
    </section>
  );
}
