import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Connection, Finding, Scan } from '../../api/documents';
import { useGateway } from '../../api/hooks';
import { draftLink } from '../../draft';
import { addressWords } from '../../modbus';
import { mayEngineer } from '../../roles';
import { isPlace, readLink } from '../../scan';

/** What a scan found, each with what to do next. */
export function Findings({ connection, scan }: { connection: Connection; scan: Scan }) {
  if (scan.findings.length === 0) {
    return scan.state === 'done' ? (
      <div className="empty small">
        Nothing answered. {connection.medium && 'Check wiring, speed and parity.'}
      </div>
    ) : null;
  }
  return (
    <ul className="gaps found">
      {scan.findings.map((finding) => (
        <li key={JSON.stringify(finding.address)}>
          <div className="row-line">
            <div>
              <strong>{finding.title}</strong>
              <div className="quiet wrap">{factsOf(finding)}</div>
            </div>
            <Next connection={connection} finding={finding} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function factsOf({ address, details }: Finding): string {
  const facts = Object.entries(details)
    .filter(([name]) => name !== 'device')
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => `${name}: ${value}`);
  return [addressWords(address), ...facts].join(' · ');
}

function Next({ connection, finding }: { connection: Connection; finding: Finding }) {
  const { client } = useGateway();
  const device = finding.details['device'];
  if (device !== undefined) {
    return (
      <Button component={Link} href={`/devices/${device}`} variant="subtle" mih={44}>
        Is device {device}
      </Button>
    );
  }
  if (!mayEngineer(client.role)) return null;
  return isPlace(finding) && connection.can.includes('read') ? (
    <Button
      component={Link}
      href={readLink(connection.name, finding.address)}
      variant="light"
      mih={44}
    >
      Read it
    </Button>
  ) : (
    <Button
      component={Link}
      href={draftLink(connection.name, finding.address)}
      variant="light"
      mih={44}
    >
      Make a device of it
    </Button>
  );
}
