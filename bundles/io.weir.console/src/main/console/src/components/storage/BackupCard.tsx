import { Alert, Button, FileButton, Group, Modal, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useGateway } from '../../api/hooks';
import type { BackupSummary } from '../../api/types';
import { formatBytes, formatTime, sentence } from '../../format';
import { Download } from '../Download';
import { Meter } from '../Meter';

/** Gets a backup as a file, and puts one in the place of what is there. */
export function BackupCard() {
  const { client } = useGateway();
  const [file, setFile] = useState<File | null>(null);
  const allowed = client.role === 'administrator';
  return (
    <section className="card" aria-label="Backup">
      <h2>Backup</h2>
      <div className="quiet">
        One file with everything this gateway has to keep, made while it works on. It can be
        restored here or on another gateway. Keep it in a safe place.
      </div>
      {allowed ? (
        <div className="actions">
          <Download url="/api/backup" label="Download backup" />
          <FileButton onChange={setFile} accept=".backup">
            {(props) => (
              <Button
                {...props}
                variant="default"
                mih={44}
                leftSection={<IconUpload size={18} aria-hidden />}
              >
                Restore…
              </Button>
            )}
          </FileButton>
        </div>
      ) : (
        <div className="empty small">Only an administrator makes and restores backups.</div>
      )}
      {file && <RestoreDialog file={file} onClose={() => setFile(null)} />}
    </section>
  );
}

type Progress =
  | { step: 'ask' }
  | { step: 'sending'; share: number }
  | { step: 'done'; summary: BackupSummary }
  | { step: 'failed'; message: string };

function RestoreDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { client } = useGateway();
  const [progress, setProgress] = useState<Progress>({ step: 'ask' });
  const busy = progress.step === 'sending';
  const start = () => {
    setProgress({ step: 'sending', share: 0 });
    client
      .restore(file, (share) => setProgress({ step: 'sending', share }))
      .then(
        (summary) => setProgress({ step: 'done', summary }),
        (error: Error) => setProgress({ step: 'failed', message: sentence(error.message) }),
      );
  };
  return (
    <Modal
      opened
      onClose={busy ? () => undefined : onClose}
      withCloseButton={!busy}
      title="Restore a backup"
    >
      <Text>
        <strong>{file.name}</strong>, {formatBytes(file.size)}
      </Text>
      {progress.step === 'ask' && (
        <Alert color="yellow" mt="md" title="This replaces what is on the gateway">
          Everything recorded and configured here is replaced by what the backup holds, and the
          gateway starts anew. The file is checked whole first; if it is no good, nothing changes.
        </Alert>
      )}
      {progress.step === 'sending' && <Sending share={progress.share} />}
      {progress.step === 'failed' && (
        <Alert color="red" mt="md" title="Not restored" role="alert">
          {progress.message}
        </Alert>
      )}
      {progress.step === 'done' && (
        <Alert color="green" mt="md" title="Restored" role="status">
          The gateway goes on with the backup of {progress.summary.gateway} from{' '}
          {formatTime(progress.summary.time)}. It starts anew now; sign in again in a moment.
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" mih={44} disabled={busy} onClick={onClose}>
          {progress.step === 'done' ? 'Close' : 'Cancel'}
        </Button>
        {progress.step !== 'done' && (
          <Button color="red" mih={44} loading={busy} onClick={start}>
            {progress.step === 'failed' ? 'Try again' : 'Replace and restore'}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

function Sending({ share }: { share: number }) {
  return (
    <div className="budget" role="status">
      <Meter share={share} label="Sent" />
      <div className="quiet">
        {share < 1 ? `Sending, ${Math.round(share * 100)} %` : 'Checking and putting in place…'}
      </div>
    </div>
  );
}
