import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Connection, Scan } from '../../api/documents';
import { useGateway, usePolled } from '../../api/hooks';
import { sentence } from '../../format';
import { MODBUS } from '../../modbus';
import { mayEngineer } from '../../roles';
import { scanQuery, scanWords, type ScanForm, type ScanProblems } from '../../scan';
import { Await } from '../Await';
import { Engineers } from '../Engineers';
import { Meter } from '../Meter';
import { Problems } from '../Problems';
import { Findings } from './Findings';
import { ScanFields } from './ScanFields';

/** Looks for what is on a bus, between the polls of what is known already. */
export function Search({ connection }: { connection: Connection }) {
  const { client } = useGateway();
  const load = useCallback(() => client.scan(connection.name), [client, connection.name]);
  const loaded = usePolled(load, 1000);
  const modbus = connection.pid === MODBUS;
  const [form, setForm] = useState<ScanForm>({
    kind: modbus ? 'units' : 'json',
    units: '1-247',
    unit: '1',
    table: 'holding',
    timeout: '',
    registers: '0-200',
    json: '{}',
  });
  return (
    <div className="stack">
      {loaded.data?.state !== 'running' && (
        <Engineers what="looks for what is on a bus">
          <StartCard
            connection={connection}
            form={form}
            onChange={setForm}
            reload={loaded.reload}
          />
        </Engineers>
      )}
      <Await of={loaded}>
        {(scan) => <Progress connection={connection} scan={scan} reload={loaded.reload} />}
      </Await>
    </div>
  );
}

function StartCard({
  connection,
  form,
  onChange,
  reload,
}: {
  connection: Connection;
  form: ScanForm;
  onChange: (form: ScanForm) => void;
  reload: () => void;
}) {
  const { client } = useGateway();
  const [problems, setProblems] = useState<ScanProblems>({});
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const start = () => {
    const wanted = scanQuery(form);
    setError(undefined);
    setProblems('problems' in wanted ? wanted.problems : {});
    if ('problems' in wanted) return;
    setBusy(true);
    client
      .startScan(connection.name, wanted.query)
      .then(reload, setError)
      .finally(() => setBusy(false));
  };
  return (
    <section className="card stack" aria-label="Scan">
      <h2>Scan</h2>
      <div className="quiet">
        Asks one after the other, between the polls of what runs already, with reads that change
        nothing. Whoever does not answer costs its time-out.
      </div>
      <ScanFields
        modbus={connection.pid === MODBUS}
        form={form}
        problems={problems}
        onChange={onChange}
      />
      {error && <Problems error={error} title="The scan did not start" />}
      <div>
        <Button mih={44} loading={busy} onClick={start}>
          Start the scan
        </Button>
      </div>
    </section>
  );
}

function Progress({
  connection,
  scan,
  reload,
}: {
  connection: Connection;
  scan: Scan;
  reload: () => void;
}) {
  const { client } = useGateway();
  const [error, setError] = useState<Error>();
  const running = scan.state === 'running';
  return (
    <section className="card stack" aria-label="Found">
      <div className="row-line" role="status">
        <h2>Found</h2>
        <span className="quiet">{scanWords(scan)}</span>
      </div>
      {running && (
        <Meter share={scan.done / Math.max(1, scan.total)} label="Progress of the scan" />
      )}
      {scan.message && (
        <div className={scan.state === 'failed' ? 'old' : 'quiet'}>{sentence(scan.message)}</div>
      )}
      {running && mayEngineer(client.role) && (
        <div>
          <Button
            variant="default"
            mih={44}
            onClick={() => void client.stopScan(connection.name).then(reload, setError)}
          >
            Stop
          </Button>
        </div>
      )}
      {error && <Problems error={error} title="The scan was not stopped" />}
      <Findings connection={connection} scan={scan} />
    </section>
  );
}
