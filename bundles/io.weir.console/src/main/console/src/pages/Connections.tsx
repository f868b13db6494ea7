import { Link } from 'wouter';
import { useGateway, usePolled } from '../api/hooks';
import type { Connection } from '../api/documents';
import { Await } from '../components/Await';
import { Facts } from '../components/Facts';
import { StateMark } from '../components/StateMark';
import { formatCount } from '../format';

export function Connections() {
  const { client } = useGateway();
  const loaded = usePolled(client.connections, 2000);
  return (
    <div className="stack">
      <div className="head">
        <h1>Connections</h1>
      </div>
      <Await of={loaded} height={320}>
        {(connections) =>
          connections.length === 0 ? (
            <div className="card empty">
              No connection is configured. Put a file such as io.weir.driver.modbus~plant.cfg.json
              into the configuration folder; <Link href="/help/configuration">Help</Link> says how.
            </div>
          ) : (
            <div className="pair">
              {connections.map((connection) => (
                <ConnectionCard key={connection.name} connection={connection} />
              ))}
            </div>
          )
        }
      </Await>
    </div>
  );
}

function ConnectionCard({ connection }: { connection: Connection }) {
  const { name, protocol, medium, state, message, devices, counters } = connection;
  return (
    <section className="card" aria-label={`Connection ${name}`}>
      <div className="row-line">
        <h2>
          <Link href={`/connections/${name}`}>{name}</Link>
        </h2>
        <StateMark state={state} />
      </div>
      <div className="quiet">{[protocol, medium].filter(Boolean).join(' · ')}</div>
      {message && <div>{message}</div>}
      <Facts
        of={[
          ['Devices', devices.length],
          ['Polls', formatCount(counters['polls'] ?? 0)],
          ['Errors', formatCount(counters['errors'] ?? 0)],
          ['Timeouts', formatCount(counters['timeouts'] ?? 0)],
        ]}
      />
    </section>
  );
}
