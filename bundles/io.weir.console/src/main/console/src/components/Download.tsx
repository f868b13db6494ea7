import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useGateway } from '../api/hooks';
import { sentence } from '../format';

/** Gets a file from the gateway, or says why there is none. The browser keeps it as it comes. */
export function Download({ url, label }: { url: string; label: string }) {
  const { client } = useGateway();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const start = () => {
    setBusy(true);
    setProblem('');
    client
      .check(url)
      .then(
        () => {
          const link = document.createElement('a');
          link.href = url;
          link.download = '';
          link.click();
        },
        (error: Error) => setProblem(sentence(error.message)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <div>
      <Button
        mih={44}
        loading={busy}
        leftSection={<IconDownload size={18} aria-hidden />}
        onClick={start}
      >
        {label}
      </Button>
      {problem && (
        <Text c="red" size="sm" mt="xs" role="alert">
          {problem}
        </Text>
      )}
    </div>
  );
}
