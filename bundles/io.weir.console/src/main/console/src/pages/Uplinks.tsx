import { Link } from 'wouter';
import { useGateway, useNow, usePolled } from '../api/hooks';
import type { Uplink } from '../api/types';
import { Await } from '../components/Await';
import { StateMark } from '../components/StateMark';
import { formatAge, formatBytes, formatCount } from '../format';

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
  return (
    <section className="card" aria-label={`Uplink ${uplink.name}`}>
      <div className="row-line">
        <h2>{uplink.name}</h2>
        <StateMark state={uplink.state} words={uplink.connected ? 'Connected' : 'Not connected'} />
      </div>
      {uplink.message && <div>{uplink.message}</div>}
      <dl className="facts">
        <dt>Destination</dt>
        <dd>{uplink.url}</dd>
        <dt>Payload</dt>
        <dd>{uplink.codec}</dd>
        <dt>Telemetry waiting</dt>
        <dd>{formatCount(uplink.backlog.telemetry)} batches</dd>
        <dt>Events waiting</dt>
        <dd>{formatCount(uplink.backlog.event)}</dd>
        <dt>In flight</dt>
        <dd>{formatCount(uplink.inFlight)}</dd>
        <dt>Acknowledged</dt>
        <dd>
          {formatCount(uplink.acknowledged)} messages, {formatBytes(uplink.bytes)}
        </dd>
        <dt>Last acknowledged</dt>
        <dd>{formatAge(uplink.lastAcknowledged, now)}</dd>
        {uplink.rejected > 0 && (
          <>
            <dt>Set aside</dt>
            <dd>{formatCount(uplink.rejected)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
