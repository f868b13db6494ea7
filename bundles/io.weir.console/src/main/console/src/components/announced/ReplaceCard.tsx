import { Alert, Button, Group, Modal, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { addressKey, addressWords, replacements } from '../../announced';
import type { Address, Announced, DeviceDocument } from '../../api/documents';
import { useGateway, useLoaded } from '../../api/hooks';
import { sentence } from '../../format';
import { jsonObject } from '../../modbus';
import { Await } from '../Await';
import { Problems } from '../Problems';

/** Puts another device in the place of this one. */
export function ReplaceCard({
  device,
  announces,
  onReplaced,
}: {
  device: DeviceDocument;
  announces: boolean;
  onReplaced: () => void;
}) {
  const [asking, setAsking] = useState(false);
  return (
    <section className="card row-line" aria-label="Replace">
      <span className="quiet">
        Another device of the kind takes its place; id, channels and history stay.
      </span>
      <Button variant="light" mih={44} onClick={() => setAsking(true)}>
        Replace by…
      </Button>
      {asking && (
        <ReplaceDialog
          device={device}
          announces={announces}
          onClose={() => setAsking(false)}
          onReplaced={onReplaced}
        />
      )}
    </section>
  );
}

function ReplaceDialog({
  device,
  announces,
  onClose,
  onReplaced,
}: {
  device: DeviceDocument;
  announces: boolean;
  onClose: () => void;
  onReplaced: () => void;
}) {
  const { client } = useGateway();
  const [address, setAddress] = useState<Address>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const [warning, setWarning] = useState<string>();
  const replace = () => {
    if (!address) return;
    setBusy(true);
    setError(undefined);
    client
      .replaceDevice(device.id, address)
      .then((done) => (done.warning ? setWarning(done.warning) : onReplaced()), setError)
      .finally(() => setBusy(false));
  };
  if (warning) {
    return (
      <Modal opened onClose={onReplaced} title={`${device.id} is replaced`}>
        <div className="stack">
          <Alert color="yellow" role="status">
            {sentence(warning)}
          </Alert>
          <Group justify="flex-end">
            <Button mih={44} onClick={onReplaced}>
              Done
            </Button>
          </Group>
        </div>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={`Replace ${device.id}`}>
      <div className="stack">
        {announces ? (
          <Candidates device={device} chosen={address} onChoose={setAddress} />
        ) : (
          <TypedAddress device={device} onType={setAddress} />
        )}
        {error && <Problems error={error} title="Not replaced" />}
        <Group justify="flex-end">
          <Button variant="default" mih={44} disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button mih={44} loading={busy} disabled={!address} onClick={replace}>
            Replace
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

function Candidates({
  device,
  chosen,
  onChoose,
}: {
  device: DeviceDocument;
  chosen: Address | undefined;
  onChoose: (address: Address) => void;
}) {
  const { client } = useGateway();
  return (
    <Await of={useLoaded(client.announced)}>
      {({ devices }) => {
        const found = replacements(device, devices);
        return found.length === 0 ? (
          <div className="empty small">
            No other device has made itself known on {device.connection}. Let the new one join
            first.
          </div>
        ) : (
          <Radio.Group
            label="Which device takes its place?"
            value={chosen ? addressKey(chosen) : ''}
            onChange={(key) => {
              const next = found.find(({ address }) => addressKey(address) === key);
              if (next) onChoose(next.address);
            }}
          >
            {found.map((each) => (
              <Radio
                key={addressKey(each.address)}
                mt="sm"
                size="md"
                value={addressKey(each.address)}
                label={each.name}
                description={words(each)}
              />
            ))}
          </Radio.Group>
        );
      }}
    </Await>
  );
}

const words = ({ model, address, standing }: Announced) =>
  [model, addressWords(address), standing === 'ignored' ? 'ignored until now' : '']
    .filter(Boolean)
    .join(' · ');

function TypedAddress({
  device,
  onType,
}: {
  device: DeviceDocument;
  onType: (address: Address | undefined) => void;
}) {
  const [text, setText] = useState(JSON.stringify(device.address ?? {}));
  const parsed = jsonObject(text);
  return (
    <Textarea
      label="Address of the new device (JSON)"
      description="What stands under the address of each of its channels, for example its unit"
      rows={2}
      size="md"
      value={text}
      error={'problem' in parsed ? parsed.problem : ''}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const next = jsonObject(typed);
        onType('value' in next ? next.value : undefined);
      }}
    />
  );
}
