import { Link } from 'wouter';
import { useGateway, usePolled } from '../api/hooks';
import type { Connection as Document } from '../api/documents';
import { Await } from '../components/Await';
import { BusPlan } from '../components/bus/BusPlan';
import { ConnectionState } from '../components/bus/ConnectionState';
import { ReadTest } from '../components/bus/ReadTest';
import { Search } from '../components/bus/Search';
import { StateMark } from '../components/StateMark';
import { Tabs } from '../components/Tabs';

/** One connection: how it is, how its bus is used, what is on it, what a place holds. */
export function Connection({ name, section }: { name: string; section: string }) {
  const { client } = useGateway();
  const loaded = usePolled(client.connections, 2000);
  return (
    <Await of={loaded} height={420}>
      {(connections) => {
        const connection = connections.find((candidate) => candidate.name === name);
        return connection ? (
          <Parts connection={connection} section={section} />
        ) : (
          <div className="card empty">
            There is no connection &lsquo;{name}&rsquo;.{' '}
            <Link href="/connections">All connections</Link>
          </div>
        );
      }}
    </Await>
  );
}

function Parts({ connection, section }: { connection: Document; section: string }) {
  const root = `/connections/${connection.name}`;
  const { can } = connection;
  const tabs = [
    { path: root, title: 'State' },
    ...(can.includes('plan') ? [{ path: `${root}/plan`, title: 'Bus plan' }] : []),
    ...(can.includes('scan') ? [{ path: `${root}/scan`, title: 'Scan' }] : []),
    ...(can.includes('read') ? [{ path: `${root}/read`, title: 'Read-test' }] : []),
  ];
  const at = section ? `${root}/${section}` : root;
  return (
    <div className="stack">
      <div>
        <div className="row-line">
          <h1>{connection.name}</h1>
          <StateMark state={connection.state} />
        </div>
        <div className="quiet">
          {[connection.protocol, connection.medium].filter(Boolean).join(' · ')}
        </div>
      </div>
      <Tabs label={`Parts of ${connection.name}`} tabs={tabs} at={at} />
      {!tabs.some(({ path }) => path === at) && (
        <div className="card empty">
          {connection.protocol} has no such part; its driver cannot do this.
        </div>
      )}
      {section === '' && <ConnectionState connection={connection} />}
      {section === 'plan' && can.includes('plan') && <BusPlan connection={connection.name} />}
      {section === 'scan' && can.includes('scan') && <Search connection={connection} />}
      {section === 'read' && can.includes('read') && <ReadTest connection={connection} />}
    </div>
  );
}
