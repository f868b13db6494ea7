import { Alert, Button, Group, Skeleton } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Connection, DeviceDocument, Plan } from '../../api/documents';
import { useGateway, useLoaded } from '../../api/hooks';
import { sentence } from '../../format';
import { changeWords, formatPeriod, places } from '../../plan';
import { Await } from '../Await';
import { Meter } from '../Meter';
import { Problems } from '../Problems';

/** What the gateway says of a document and what it does to the bus; then saves it. */
export function Review({
  device,
  connection,
  onBack,
  onSaved,
}: {
  device: DeviceDocument;
  connection: Connection | undefined;
  onBack: () => void;
  onSaved: () => void;
}) {
  const { client } = useGateway();
  const check = useLoaded(
    useCallback(() => client.checkDevice(device).then(() => true), [client, device]),
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const save = () => {
    setBusy(true);
    setError(undefined);
    client
      .saveDevice(device)
      .then(onSaved, setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="stack">
      {check.error ? (
        <Problems error={check.error} title="This cannot be saved yet" />
      ) : check.data ? (
        <Alert color="green" title="Checked" role="status">
          The gateway can use this document as it is.
        </Alert>
      ) : (
        <Skeleton height={80} radius="md" aria-label="Checking" />
      )}
      {check.data && connection?.can.includes('plan') && <Effect device={device} />}
      {check.data && !connection && (
        <Alert color="yellow" title="No such connection">
          &lsquo;{device.connection}&rsquo; is not configured; the device waits until it is.
        </Alert>
      )}
      {error && <Problems error={error} title="Not saved" />}
      <Group justify="flex-end">
        <Button variant="default" mih={44} disabled={busy} onClick={onBack}>
          Back
        </Button>
        <Button mih={44} loading={busy} disabled={!check.data} onClick={save}>
          Save
        </Button>
      </Group>
    </div>
  );
}

/** The use of the bus before and after. */
function Effect({ device }: { device: DeviceDocument }) {
  const { client } = useGateway();
  const load = useCallback(
    () => Promise.all([client.plan(device.connection), client.planWith(device)]),
    [client, device],
  );
  return (
    <Await of={useLoaded(load)}>
      {([before, after]) => <Comparison id={device.id} before={before} after={after} />}
    </Await>
  );
}

function Comparison({ id, before, after }: { id: string; before: Plan; after: Plan }) {
  const limit = after.limit ?? 1;
  return (
    <section className="card" aria-label="What it does to the bus">
      <div className="row-line">
        <h2>{after.timed ? 'Use of the bus' : 'Requests'}</h2>
        <strong>{changeWords(before, after)}</strong>
      </div>
      {after.timed && (
        <div className="budget">
          <Meter share={after.utilisation ?? 0} limit={limit} label="Use of the bus after saving" />
        </div>
      )}
      {after.warning && (
        <Alert color="yellow" mt="md" title="Too much for this bus" role="status">
          {sentence(after.warning)}
        </Alert>
      )}
      <ul className="gaps">
        {after.reads
          .filter((read) => read.device === id)
          .map((read) => (
            <li key={`${read.periodMs} ${read.area} ${read.start}`}>
              <strong>{places(read)}</strong> every {formatPeriod(read.periodMs)}
              <div className="quiet">{sentence(read.why)}</div>
            </li>
          ))}
      </ul>
    </section>
  );
}
