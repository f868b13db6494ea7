import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useGateway } from '../../api/hooks';
import { Problems } from '../Problems';

/** Deletes a device, after asking. */
export function DeleteCard({ id }: { id: string }) {
  const { client } = useGateway();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const remove = () => {
    setBusy(true);
    client
      .deleteDevice(id)
      .then(() => go('/devices'), setError)
      .finally(() => setBusy(false));
  };
  return (
    <section className="card row-line" aria-label="Delete">
      <span className="quiet">Removes the device and its document from this gateway.</span>
      <Button variant="light" color="red" mih={44} onClick={() => setAsking(true)}>
        Delete device…
      </Button>
      {asking && (
        <Modal opened onClose={() => setAsking(false)} title={`Delete ${id}?`}>
          <div className="stack">
            <Text>
              Its channels are no longer read, and rules that use them no longer have their values.
            </Text>
            {error && <Problems error={error} title="Not deleted" />}
            <Group justify="flex-end">
              <Button variant="default" mih={44} disabled={busy} onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button color="red" mih={44} loading={busy} onClick={remove}>
                Delete
              </Button>
            </Group>
          </div>
        </Modal>
      )}
    </section>
  );
}
