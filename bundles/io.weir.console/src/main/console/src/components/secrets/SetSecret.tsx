import { Button, FileButton, Group, Modal, PasswordInput, Text, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useGateway } from '../../api/hooks';
import { formatBytes } from '../../format';
import { nameProblem } from '../../secrets';
import { Problems } from '../Problems';

/** Sets a secret, a new one or in the place of another; what is typed is never shown again. */
export function SetSecret({
  name: given,
  onClose,
  onSet,
}: {
  name: string;
  onClose: () => void;
  onSet: () => void;
}) {
  const { client } = useGateway();
  const [name, setName] = useState(given);
  const [typed, setTyped] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const problem = name === '' ? '' : nameProblem(name);
  const ready = name !== '' && !problem && (file ?? typed) !== '';
  const save = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    client
      .setSecret(name, file ?? typed)
      .then(onSet, setError)
      .finally(() => setBusy(false));
  };
  return (
    <Modal opened onClose={onClose} title={given ? `Set ${given}` : 'Set a secret'}>
      <form className="stack" onSubmit={save}>
        {!given && (
          <TextInput
            label="Name"
            description="As documents will refer to it: secret:name"
            value={name}
            error={problem}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {file ? (
          <Text>
            <strong>{file.name}</strong>, {formatBytes(file.size)}
          </Text>
        ) : (
          <PasswordInput
            label="Secret"
            description="Kept encrypted. It cannot be read back here."
            value={typed}
            autoComplete="new-password"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <FileButton onChange={setFile}>
          {(props) => (
            <Button
              {...props}
              variant="subtle"
              mih={44}
              leftSection={<IconUpload size={18} aria-hidden />}
            >
              {file ? 'Another file…' : 'From a file, such as a key…'}
            </Button>
          )}
        </FileButton>
        {error && <Problems error={error} title="Not set" />}
        <Group justify="flex-end">
          <Button variant="default" mih={44} disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" mih={44} loading={busy} disabled={!ready}>
            Set
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
