import { Alert } from '@mantine/core';
import { useCallback } from 'react';
import type { Plan, PlannedDevice, PlannedRead } from '../../api/documents';
import { useGateway, usePolled } from '../../api/hooks';
import { sentence } from '../../format';
import { formatMicros, formatPeriod, percent, places } from '../../plan';
import { Await } from '../Await';
import { Meter } from '../Meter';

/** How a bus is used: in all, by each device, by each request and why it is made so. */
export function BusPlan({ connection }: { connection: string }) {
  const { client } = useGateway();
  const load = useCallback(() => client.plan(connection), [client, connection]);
  const loaded = usePolled(load, 5000);
  return (
    <Await of={loaded} height={420}>
      {(plan) => (
        <div className="stack">
          <Usage plan={plan} />
          <Devices plan={plan} />
          <Reads reads={plan.reads} />
        </div>
      )}
    </Await>
  );
}

function Usage({ plan }: { plan: Plan }) {
  const { timed, utilisation, medium, cycleMicros, warning } = plan;
  const limit = plan.limit ?? 1;
  return (
    <section className="card" aria-label="Use of the bus">
      <div className="row-line">
        <h2>Use of the bus</h2>
        {timed && <strong>{percent(utilisation)}</strong>}
      </div>
      {timed ? (
        <div className="budget">
          <Meter share={utilisation ?? 0} limit={limit} label="Use of the bus" />
          <div className="quiet">
            of the time{medium && ` at ${medium}`}; the mark is at {percent(limit)}. Every request
            once takes {formatMicros(cycleMicros)}.
          </div>
        </div>
      ) : (
        <div className="quiet">
          Requests on this connection have no fixed duration, so its use is not reckoned. What is
          asked together, and why, stands below.
        </div>
      )}
      {warning && (
        <Alert color="yellow" mt="md" title="Too much for this bus" role="status">
          {sentence(warning)}
        </Alert>
      )}
    </section>
  );
}

function Devices({ plan }: { plan: Plan }) {
  if (plan.devices.length === 0) {
    return <div className="card empty">No device is polled through this connection.</div>;
  }
  return (
    <section className="card" aria-label="By device">
      <h2>By device</h2>
      <table className="table folds">
        <thead>
          <tr>
            <th>Device</th>
            <th>Shortest period</th>
            <th className="number">Requests</th>
            {plan.timed && <th className="number">Use</th>}
          </tr>
        </thead>
        <tbody>
          {plan.devices.map((device) => (
            <DeviceLine key={device.id} device={device} timed={plan.timed} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DeviceLine({ device, timed }: { device: PlannedDevice; timed: boolean }) {
  const { name, periodMs, requests, utilisation, silent } = device;
  return (
    <tr>
      <td>
        <strong>{name}</strong>
        {silent && <div className="old">does not answer: each request waits its time-out</div>}
      </td>
      <td data-label="Shortest period">{formatPeriod(periodMs)}</td>
      <td data-label="Requests" className="number">
        {requests}
      </td>
      {timed && (
        <td data-label="Use" className="number">
          {percent(utilisation)}
        </td>
      )}
    </tr>
  );
}

function Reads({ reads }: { reads: PlannedRead[] }) {
  if (reads.length === 0) return null;
  return (
    <section className="card" aria-label="Requests">
      <h2>Requests</h2>
      <table className="table folds">
        <thead>
          <tr>
            <th>Asks for</th>
            <th>Every</th>
            <th className="number">Takes</th>
            <th>Channels, and why together</th>
          </tr>
        </thead>
        <tbody>
          {reads.map((read) => (
            <tr key={`${read.device} ${read.periodMs} ${read.area} ${read.start}`}>
              <td>
                <strong>{places(read)}</strong>
                <div className="quiet">
                  {read.device}
                  {read.unused > 0 && `, ${read.unused} of ${read.length} unused`}
                </div>
              </td>
              <td data-label="Every">{formatPeriod(read.periodMs)}</td>
              <td data-label="Takes" className="number">
                {formatMicros(read.micros)}
              </td>
              <td>
                <div className="wrap">{read.channels.join(', ')}</div>
                <div className="quiet">{sentence(read.why)}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
