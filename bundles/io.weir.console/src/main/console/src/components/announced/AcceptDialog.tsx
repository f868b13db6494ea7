import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Announced } from '../../api/documents';
import { useGateway } from '../../api/hooks';
import { idProblem } from '../../documents';
import { Problems } from '../Problems';

/** Accepts a device under an id and, if its own will not do, a name. */
export function AcceptDialog({ device, onClose }: { device: Announced; onClose: () => void }) {
  const { client } = useGateway();
  const [, go] = useLocation();
  const [id, setId] = useState(device.device);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const problem = idProblem(id, []);
  const accept = () => {
    setBusy(true);
    setError(undefined);
    client
      .accept(device, id, name.trim() || undefined)
      .then((made) => go(`/devices/${made.id}`), setError)
      .finally(() => setBusy(false));
  };
  return (
    <Modal opened onClose={onClose} title={`Accept ${device.name}`}>
      <div className="stack">
        <TextInput
          label="Id"
          description="Names its channels and their history; cannot be changed later"
          size="md"
          autoCapitalize="none"
          value={id}
          error={problem}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          description="Leave it empty to follow the name the device has at its source"
          placeholder={device.name}
          size="md"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {error && <Problems error={error} title="Not accepted" />}
        <Group justify="flex-end">
          <Button variant="default" mih={44} disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button mih={44} loading={busy} disabled={problem !== ''} onClick={accept}>
            Accept
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
