import { Alert, Button, Group, Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ChannelDocument } from '../../api/documents';
import { channelOf, formOf, type ChannelField } from '../../channelForm';
import { cleared } from '../../documents';
import { ChannelFields } from './ChannelFields';

/** Describes a new channel or changes one; nothing is saved yet. */
export function ChannelDialog({
  channel,
  base,
  modbus,
  taken,
  onDone,
  onClose,
}: {
  channel: ChannelDocument;
  /** The profile's, if it has one of this id. */
  base: ChannelDocument | undefined;
  modbus: boolean;
  taken: string[];
  onDone: (channel: ChannelDocument) => void;
  onClose: () => void;
}) {
  const [form, setForm] = useState(() => formOf(channel));
  const [problems, setProblems] = useState<Partial<Record<ChannelField, string>>>({});
  const [lost, setLost] = useState<string[]>([]);
  const fresh = channel.id === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const result = channelOf(form, channel, modbus, taken);
    setProblems('problems' in result ? result.problems : {});
    if (!('channel' in result)) return;
    const missing = base ? cleared(base, result.channel) : [];
    setLost(missing);
    if (missing.length === 0) onDone(result.channel);
  };
  return (
    <Modal opened onClose={onClose} title={fresh ? 'New channel' : `Change ${channel.id}`}>
      <form onSubmit={submit}>
        <ChannelFields
          form={form}
          problems={problems}
          modbus={modbus}
          fixedId={!fresh}
          onChange={setForm}
        />
        {lost.length > 0 && (
          <Alert color="red" mt="md" title={lost.join(', ')} role="alert">
            What the profile says can be replaced here, not left empty.
          </Alert>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" mih={44} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" mih={44}>
            {fresh ? 'Add' : 'Take over'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
