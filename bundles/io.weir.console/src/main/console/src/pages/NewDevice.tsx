import { Button, Group } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Connection } from '../api/documents';
import { useGateway, useLoaded } from '../api/hooks';
import { Await } from '../components/Await';
import { ContentStep } from '../components/device/ContentStep';
import { PlaceStep } from '../components/device/PlaceStep';
import { Review } from '../components/device/Review';
import { Engineers } from '../components/Engineers';
import { contentProblems, documentOf, draftOf, placeProblems, type DraftProblems } from '../draft';

const STEPS = ['Where', 'What', 'Save'];

/** Makes a device in three steps. */
export function NewDevice() {
  const { client } = useGateway();
  const query = useSearch();
  const load = useCallback(() => Promise.all([client.connections(), client.devices()]), [client]);
  const loaded = useLoaded(load);
  return (
    <div className="stack">
      <h1>New device</h1>
      <Engineers what="makes devices">
        <Await of={loaded} height={320}>
          {([connections, devices]) => (
            <Wizard
              key={query}
              query={query}
              connections={connections}
              devices={devices.map(({ id }) => id)}
            />
          )}
        </Await>
      </Engineers>
    </div>
  );
}

function Wizard({
  query,
  connections,
  devices,
}: {
  query: string;
  connections: Connection[];
  devices: string[];
}) {
  const [, go] = useLocation();
  const [draft, setDraft] = useState(() => draftOf(query, connections));
  const [step, setStep] = useState(0);
  const [problems, setProblems] = useState<DraftProblems>({});
  const connection = connections.find(({ name }) => name === draft.connection);
  const device = useMemo(() => documentOf(draft, connection?.pid ?? ''), [draft, connection]);
  const next = () => {
    const found = step === 0 ? placeProblems(draft, connection, devices) : contentProblems(draft);
    setProblems(found);
    if (Object.keys(found).length === 0) setStep(step + 1);
  };
  if (connections.length === 0) {
    return (
      <div className="card empty">No connection is configured yet, and a device needs one.</div>
    );
  }
  const shared = { draft, problems, onChange: setDraft };
  return (
    <>
      <ol className="steps">
        {STEPS.map((title, index) => (
          <li key={title} aria-current={index === step ? 'step' : undefined}>
            {title}
          </li>
        ))}
      </ol>
      <section className="card stack" aria-label={STEPS[step]}>
        {step === 0 && <PlaceStep {...shared} connections={connections} />}
        {step === 1 && connection && (
          <ContentStep {...shared} device={device} connection={connection} />
        )}
        {step === 2 ? (
          <Review
            device={device}
            connection={connection}
            onBack={() => setStep(1)}
            onSaved={() => go(`/devices/${device.id}`)}
          />
        ) : (
          <Group justify="flex-end">
            {step > 0 && (
              <Button variant="default" mih={44} onClick={() => setStep(step - 1)}>
                Back
              </Button>
            )}
            <Button mih={44} onClick={next}>
              Next
            </Button>
          </Group>
        )}
      </section>
    </>
  );
}
