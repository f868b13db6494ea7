import { useCallback } from 'react';
import { useGateway, useNow, usePolled } from '../api/hooks';
import type { Lane, Uplink } from '../api/types';
import { Await } from '../components/Await';
import { StateMark } from '../components/StateMark';
import { formatAge, formatBytes, formatCount } from '../format';

export function Uplinks() {
  const { client } = useGateway();
  const load = useCallback(async () => {
    const [uplinks, lanes] = await Promise.all([client.uplinks(), client.lanes()]);
    return { uplinks, lanes };
  }, [client]);
  const loaded = usePolled(load, 1000);
  return (
    <div className="stack">
      <div className="head">
        <h1>Uplinks</h1>
      </div>
      <Await of={loaded} height={320}>
        {({ uplinks, lanes }) => (
          <>
            {uplinks.length === 0 ? (
              <div className="card empty">
                No uplink is configured. Samples are kept on this gateway.
              </div>
            ) : (
              <div className="pair">
                {uplinks.map((uplink) => (
                  <UplinkCard key={uplink.name} uplink={uplink} />
                ))}
              </div>
            )}
            <JournalCard lanes={lanes} />
          </>
        )}
      </Await>
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

function JournalCard({ lanes }: { lanes: Lane[] }) {
  return (
    <section className="card" aria-label="Journal">
      <h2>Journal</h2>
      <div className="quiet">
        What was accepted and is kept on the storage card until every reader has it.
      </div>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th>Lane</th>
              <th className="number">Oldest</th>
              <th className="number">Committed</th>
              <th className="number">Size</th>
              <th>Commit</th>
              <th>Readers</th>
            </tr>
          </thead>
          <tbody>
            {lanes.map((lane) => (
              <tr key={lane.lane}>
                <td>{lane.lane}</td>
                <td className="number">{formatCount(lane.first)}</td>
                <td className="number">{formatCount(lane.committed)}</td>
                <td className="number">{formatBytes(lane.bytes)}</td>
                <td>{lane.commitIntervalMs ? `every ${lane.commitIntervalMs} ms` : 'at once'}</td>
                <td>
                  {Object.entries(lane.cursors)
                    .map(([name, at]) => `${name} at ${formatCount(at)}`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
