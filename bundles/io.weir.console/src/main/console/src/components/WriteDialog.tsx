import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useGateway, useLive } from '../api/hooks';
import type { Channel, CommandResult } from '../api/types';
import { formatNamed, parseInput, unitSymbol } from '../format';
import { ValueField } from './ValueField';

const OUTCOMES: Record<CommandResult['outcome'], { title: string; color: string }> = {
  done: { title: 'Done', color: 'green' },
  refused: { title: 'Refused', color: 'red' },
  expired: { title: 'Too late', color: 'yellow' },
  failed: { title: 'Failed', color: 'red' },
};

/** Asks for a value, writes it and says what became of it. */
export function WriteDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { client } = useGateway();
  const live = useLive(channel.id);
  const [text, setText] = useState(() =>
    live?.value === null || live?.value === undefined ? '' : String(live.value),
  );
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<CommandResult>();
  const unit = unitSymbol(channel.unit);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = parseInput(text, channel);
    if ('problem' in parsed) {
      setProblem(parsed.problem);
      return;
    }
    setProblem('');
    setBusy(true);
    client
      .write(channel.id, parsed.value)
      .then(setResult, (error: Error) => setProblem(error.message))
      .finally(() => setBusy(false));
  };

  return (
    <Modal opened onClose={onClose} title={`Write ${channel.name}`}>
      <form onSubmit={submit}>
        <Text size="sm" c="dimmed" mb="sm">
          Now {[formatNamed(live?.value, channel.values, channel.type), unit].join(' ').trim()}. The
          device is told at once and the value is read back.
        </Text>
        <ValueField channel={channel} text={text} problem={problem} onChange={setText} />
        {channel.type === 'boolean' && problem && <Text c="red">{problem}</Text>}
        {result && <Outcome result={result} channel={channel} />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" mih={44} onClick={onClose}>
            {result?.outcome === 'done' ? 'Close' : 'Cancel'}
          </Button>
          <Button type="submit" mih={44} loading={busy}>
            Write
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Outcome({ result, channel }: { result: CommandResult; channel: Channel }) {
  const { title, color } = OUTCOMES[result.outcome];
  return (
    <Alert color={color} title={title} mt="md" role="status">
      {result.message}
      {result.readBack &&
        ` Read back: ${formatNamed(result.readBack.value, channel.values, channel.type)} ${unitSymbol(channel.unit)}`}
    </Alert>
  );
}
