import { Link } from 'wouter';
import type { Connection } from '../../api/documents';
import { useGateway, usePolled } from '../../api/hooks';
import { figures } from '../../format';
import { draftLink } from '../../draft';
import { mayEngineer } from '../../roles';
import { Await } from '../Await';
import { Facts } from '../Facts';
import { StateMark } from '../StateMark';

/** How a connection is: in words, its counters, its devices. */
export function ConnectionState({ connection }: { connection: Connection }) {
  const { client } = useGateway();
  const loaded = usePolled(client.devices, 3000);
  return (
    <div className="pair top">
      <section className="card" aria-label="State">
        <h2>State</h2>
        <div>{connection.message || 'Nothing to report.'}</div>
        <Facts of={figures(connection.counters)} />
      </section>
      <section className="card" aria-label="Devices">
        <div className="row-line">
          <h2>Devices</h2>
          {mayEngineer(client.role) && (
            <Link href={draftLink(connection.name, {})}>New device</Link>
          )}
        </div>
        {connection.devices.length === 0 ? (
          <div className="empty small">No device is reached through this connection yet.</div>
        ) : (
          <Await of={loaded}>
            {(devices) => (
              <ul className="devices">
                {connection.devices.map((id) => {
                  const device = devices.find((candidate) => candidate.id === id);
                  return (
                    <li className="row-line" key={id}>
                      <Link href={`/devices/${id}`}>{device?.name ?? id}</Link>
                      {device && <StateMark state={device.state} />}
                    </li>
                  );
                })}
              </ul>
            )}
          </Await>
        )}
      </section>
    </div>
  );
}
