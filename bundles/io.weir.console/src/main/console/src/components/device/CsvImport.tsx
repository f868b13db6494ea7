import { Alert, Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ChannelDocument, ImportedChannels, RowProblem } from '../../api/documents';
import { useGateway } from '../../api/hooks';
import { sentence } from '../../format';
import { Problems } from '../Problems';

/** Reads channels from a table; rows that are no good are shown, and the rest is used when asked. */
export function CsvImport({
  connection,
  onImport,
}: {
  connection: string;
  onImport: (channels: ChannelDocument[]) => void;
}) {
  const { client } = useGateway();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const [result, setResult] = useState<ImportedChannels>();
  const read = (file: File | null) => {
    if (!file) return;
    setBusy(true);
    setError(undefined);
    setResult(undefined);
    client
      .importChannels(connection, file)
      .then((answer) => {
        setResult(answer);
        if (answer.problems.length === 0) onImport(answer.channels);
      }, setError)
      .finally(() => setBusy(false));
  };
  const use = (answer: ImportedChannels) => {
    setResult({ ...answer, problems: [] });
    onImport(answer.channels);
  };
  return (
    <div className="stack">
      <div className="quiet">
        A table in CSV with one channel a row. Its first row names the columns: id, name, unit,
        scale, address.table, address.register, address.type; Help tells them all.
      </div>
      <div>
        <FileButton onChange={read} accept=".csv,text/csv">
          {(props) => (
            <Button
              {...props}
              variant="default"
              mih={44}
              loading={busy}
              leftSection={<IconUpload size={18} aria-hidden />}
            >
              Choose a table…
            </Button>
          )}
        </FileButton>
      </div>
      {error && <Problems error={error} title="The table was not read" />}
      {result && result.problems.length > 0 && <Rows result={result} onUse={() => use(result)} />}
    </div>
  );
}

function Rows({ result, onUse }: { result: ImportedChannels; onUse: () => void }) {
  const { rows, channels, problems } = result;
  return (
    <Alert
      color="yellow"
      title={`${rows - channels.length} of ${rows} rows cannot be used`}
      role="alert"
    >
      <table className="table folds">
        <thead>
          <tr>
            <th>Line</th>
            <th>Column</th>
            <th>Value</th>
            <th>What would be right</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <RowLine key={`${problem.line} ${problem.column} ${problem.reason}`} {...problem} />
          ))}
        </tbody>
      </table>
      <p>Mend the table and choose it again, or leave these rows out.</p>
      <Button variant="default" mih={44} disabled={channels.length === 0} onClick={onUse}>
        Use the other {channels.length}
      </Button>
    </Alert>
  );
}

function RowLine({ line, column, value, reason }: RowProblem) {
  return (
    <tr>
      <td data-label="Line">{line}</td>
      <td data-label="Column">{column || '–'}</td>
      <td data-label="Value">{value === undefined || value === null ? '–' : String(value)}</td>
      <td className="wrap">{sentence(reason)}</td>
    </tr>
  );
}
