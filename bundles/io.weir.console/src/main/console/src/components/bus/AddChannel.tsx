import { Button, Group, Modal, NativeSelect } from '@mantine/core';
import { useCallback, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type {
  Address,
  ChannelDocument,
  Connection,
  DeviceDocument,
  Interpretation,
} from '../../api/documents';
import { useGateway, useLoaded } from '../../api/hooks';
import { channelOf, formOf, type ChannelField } from '../../channelForm';
import { withChannel } from '../../documents';
import { draftLink } from '../../draft';
import { MODBUS } from '../../modbus';
import { omit } from '../../omit';
import { channelAddress } from '../../reading';
import { Await } from '../Await';
import { ChannelFields } from '../device/ChannelFields';
import { Review } from '../device/Review';

interface Props {
  connection: Connection;
  place: Address;
  interpretation: Interpretation;
  onClose: () => void;
}

/** Makes a channel of what was read, in a device of this connection or in a new one. */
export function AddChannel({ connection, place, interpretation, onClose }: Props) {
  const { devices } = connection;
  const wanted = new URLSearchParams(useSearch()).get('device') ?? '';
  const [device, setDevice] = useState(devices.includes(wanted) ? wanted : (devices[0] ?? ''));
  const { unit } = place;
  const address = omit(channelAddress(place, interpretation), 'unit');
  const channel: ChannelDocument = { id: 'value', name: 'Value', address };
  const elsewhere = draftLink(connection.name, unit === undefined ? {} : { unit }, { channel });
  return (
    <Modal opened onClose={onClose} title={`Add ${interpretation.value} as a channel`}>
      <div className="stack">
        {devices.length > 0 && (
          <NativeSelect
            label="Device"
            size="md"
            data={devices}
            value={device}
            onChange={(event) => setDevice(event.currentTarget.value)}
          />
        )}
        <Link href={elsewhere}>Make a new device with it</Link>
        {device && (
          <ToDevice
            key={device}
            device={device}
            connection={connection}
            place={place}
            interpretation={interpretation}
            onClose={onClose}
          />
        )}
      </div>
    </Modal>
  );
}

function ToDevice({ device, ...props }: Props & { device: string }) {
  const { client } = useGateway();
  const load = useCallback(
    () =>
      Promise.all([
        client.deviceDocument(device),
        client.devices().then((all) => all.find(({ id }) => id === device)?.channels ?? []),
      ]),
    [client, device],
  );
  return (
    <Await of={useLoaded(load)}>
      {([document, channels]) => (
        <Describe
          document={document}
          taken={channels.map(({ id }) => id.slice(id.indexOf('/') + 1))}
          {...props}
        />
      )}
    </Await>
  );
}

function Describe({
  document,
  taken,
  connection,
  place,
  interpretation,
  onClose,
}: Props & { document: DeviceDocument; taken: string[] }) {
  const [, go] = useLocation();
  const address = channelAddress(place, interpretation, document.address);
  const [form, setForm] = useState(() => formOf({ id: '', address }));
  const [problems, setProblems] = useState<Partial<Record<ChannelField, string>>>({});
  const [changed, setChanged] = useState<DeviceDocument>();
  const modbus = connection.pid === MODBUS;
  if (changed) {
    return (
      <Review
        device={changed}
        connection={connection}
        onBack={() => setChanged(undefined)}
        onSaved={() => go(`/devices/${changed.id}`)}
      />
    );
  }
  const check = () => {
    const result = channelOf(form, { id: '', address }, modbus, taken);
    setProblems('problems' in result ? result.problems : {});
    if ('channel' in result) setChanged(withChannel(document, result.channel));
  };
  return (
    <>
      <ChannelFields
        form={form}
        problems={problems}
        modbus={modbus}
        fixedId={false}
        onChange={setForm}
      />
      <Group justify="flex-end">
        <Button variant="default" mih={44} onClick={onClose}>
          Cancel
        </Button>
        <Button mih={44} onClick={check}>
          Check
        </Button>
      </Group>
    </>
  );
}
