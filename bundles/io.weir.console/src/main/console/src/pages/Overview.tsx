import { useCallback } from 'react';
import { useGateway, useNow, usePolled } from '../api/hooks';
import type { GatewayStatus, Lane, PartStatus, Uplink } from '../api/types';
import { Await } from '../components/Await';
import { StateMark } from '../components/StateMark';
import { Tile } from '../components/Tile';
import { formatAge, formatBytes, formatCount, formatSpan, partWords } from '../format';
import { summarize } from '../summary';

export function Overview() {
  const { client } = useGateway();
  const load = useCallback(async () => {
    const [status, devices, uplinks, lanes] = await Promise.all([
      client.status(),
      client.devices(),
      client.uplinks(),
      client.lanes(),
    ]);
    return { status, devices, uplinks, lanes };
  }, [client]);
  const loaded = usePolled(load, 2000);
  return (
    <div className="stack">
      <div className="head">
        <h1>Overview</h1>
      </div>
      <Await of={loaded} height={320}>
        {({ status, devices, uplinks, lanes }) => (
          <>
            <section className="card hero" data-state={status.state} aria-label="State">
              <div>
                <StateMark state={status.state} words={HEADLINES[status.state]} />
                <p>{summarize(devices, uplinks, status).join(' ')}</p>
              </div>
            </section>
            <Problems
              problems={status.parts.filter((part) => status.problems.includes(part.part))}
            />
            <section className="tiles" aria-label="Figures">
              <Tile label="Devices" link="/devices">
                {devices.filter((d) => d.enabled && d.state === 'ok').length}
                <small> of {devices.length} answer</small>
              </Tile>
              {uplinks.map((uplink) => (
                <UplinkTile key={uplink.name} uplink={uplink} />
              ))}
              <JournalTile lanes={lanes} />
              <ProcessTile status={status} />
            </section>
            <section className="card" aria-label="Devices">
              <ul className="devices">
                {devices.map((device) => (
                  <li key={device.id} className="row-line">
                    <span>{device.name}</span>
                    <StateMark state={device.state} />
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
      </Await>
    </div>
  );
}

const HEADLINES = {
  ok: 'All is well',
  disabled: 'Switched off',
  starting: 'Starting',
  degraded: 'Works, but something needs attention',
  error: 'Something does not work',
};

function Problems({ problems }: { problems: PartStatus[] }) {
  const now = useNow();
  if (problems.length === 0) return null;
  return (
    <section className="card" aria-label="Problems">
      {problems.map((problem) => (
        <div className="problem" key={problem.part}>
          <div className="row-line">
            <strong>{partWords(problem.part)}</strong>
            <StateMark state={problem.state} />
          </div>
          <div>{problem.message}</div>
          <div className="quiet">since {formatAge(problem.since, now)}</div>
        </div>
      ))}
    </section>
  );
}

function UplinkTile({ uplink }: { uplink: Uplink }) {
  const now = useNow();
  const waiting = uplink.backlog.event + uplink.backlog.telemetry;
  return (
    <Tile
      label={`Uplink ${uplink.name}`}
      link="/uplinks"
      foot={`last acknowledged ${formatAge(uplink.lastAcknowledged, now)}`}
    >
      {formatCount(waiting)}
      <small> {waiting === 1 ? 'batch' : 'batches'} waiting</small>
    </Tile>
  );
}

function JournalTile({ lanes }: { lanes: Lane[] }) {
  const bytes = lanes.reduce((sum, lane) => sum + lane.bytes, 0);
  const committed = lanes.reduce((sum, lane) => sum + lane.committed, 0);
  return (
    <Tile label="Journal" link="/storage" foot={`batches; ${formatBytes(bytes)} on this gateway`}>
      {formatCount(committed)}
      <small> committed</small>
    </Tile>
  );
}

function ProcessTile({ status }: { status: GatewayStatus }) {
  return (
    <Tile
      label="Gateway"
      foot={`${formatBytes(status.process.rssBytes)} of memory, ${status.process.threads} threads`}
    >
      {formatSpan(status.uptime * 1000)}
      <small> running</small>
    </Tile>
  );
}
