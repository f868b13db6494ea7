import { Button, Group, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Problems } from '../Problems';

/** Asks before something is done that cannot be undone, and says when it did not work. */
export function Confirm({
  title,
  action,
  run,
  children,
  onClose,
}: {
  title: string;
  action: string;
  run: () => Promise<unknown>;
  children: ReactNode;
  onClose: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const start = () => {
    setBusy(true);
    run()
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <div className="stack">
        {children}
        {error && <Problems error={error} title="Not done" />}
        <Group justify="flex-end">
          <Button variant="default" mih={44} disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" mih={44} loading={busy} onClick={start}>
            {action}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
