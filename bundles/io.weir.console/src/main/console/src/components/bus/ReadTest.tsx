import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useSearch } from 'wouter';
import type { Address, Connection, Interpretation, Reading } from '../../api/documents';
import { useGateway } from '../../api/hooks';
import {
  jsonObject,
  MODBUS,
  readAddress,
  TABLES,
  type ReadField,
  type ReadForm,
} from '../../modbus';
import { Engineers } from '../Engineers';
import { Problems } from '../Problems';
import { AddChannel } from './AddChannel';
import { ReadingGrid } from './ReadingGrid';

/** Reads one place and shows it in every way it can be read. */
export function ReadTest({ connection }: { connection: Connection }) {
  return (
    <Engineers what="reads places that no device has">
      <Test connection={connection} />
    </Engineers>
  );
}

type Asked = { address: Address; reading?: Reading; error?: Error };

function Test({ connection }: { connection: Connection }) {
  const { client } = useGateway();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const [chosen, setChosen] = useState<Interpretation>();
  const read = (address: Address) => {
    setBusy(true);
    client
      .read(connection.name, address)
      .then(
        (reading) => setAsked({ address, reading }),
        (error: Error) => setAsked({ address, error }),
      )
      .finally(() => setBusy(false));
  };
  return (
    <>
      <section className="card stack" aria-label="Read-test">
        <h2>Read-test</h2>
        {connection.pid === MODBUS ? (
          <ModbusPlace busy={busy} onRead={read} />
        ) : (
          <AnyPlace busy={busy} onRead={read} />
        )}
      </section>
      {asked?.error && <Problems error={asked.error} title="Nothing was read" />}
      {asked?.reading && <ReadingGrid reading={asked.reading} onChoose={setChosen} />}
      {asked && chosen && (
        <AddChannel
          connection={connection}
          place={asked.address}
          interpretation={chosen}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}

interface PlaceProps {
  busy: boolean;
  onRead: (address: Address) => void;
}

function ModbusPlace({ busy, onRead }: PlaceProps) {
  const wanted = new URLSearchParams(useSearch());
  const [form, setForm] = useState<ReadForm>({
    unit: wanted.get('unit') ?? '1',
    table: wanted.get('table') ?? 'holding',
    register: wanted.get('register') ?? '0',
    length: wanted.get('length') ?? '4',
  });
  const [problems, setProblems] = useState<Partial<Record<ReadField, string>>>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = readAddress(form);
    setProblems('problems' in parsed ? parsed.problems : {});
    if ('address' in parsed) onRead(parsed.address);
  };
  const field = (name: 'unit' | 'register' | 'length') => ({
    value: form[name],
    error: problems[name],
    size: 'md',
    inputMode: 'numeric' as const,
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <form className="stack" onSubmit={submit}>
      <div className="fields">
        <TextInput label="Unit" {...field('unit')} />
        <NativeSelect
          label="Table"
          size="md"
          data={TABLES}
          value={form.table}
          onChange={(event) => setForm({ ...form, table: event.currentTarget.value })}
        />
        <TextInput label="Register" {...field('register')} />
        <TextInput label="Length" {...field('length')} />
      </div>
      <div className="quiet">
        The register as it stands in the request: what a manual calls 40001 is holding 0.
      </div>
      <div>
        <Button type="submit" mih={44} loading={busy}>
          Read
        </Button>
      </div>
    </form>
  );
}

function AnyPlace({ busy, onRead }: PlaceProps) {
  const [text, setText] = useState('{}');
  const [problem, setProblem] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = jsonObject(text);
    setProblem('problem' in parsed ? parsed.problem : '');
    if ('value' in parsed) onRead(parsed.value);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Textarea
        label="Address (JSON)"
        description="As in a channel of this driver, without its type."
        rows={3}
        size="md"
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" mih={44} loading={busy}>
          Read
        </Button>
      </div>
    </form>
  );
}
