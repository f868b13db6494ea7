import { Button } from '@mantine/core';
import { IconPencil, IconPlus, IconRestore, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ChannelDocument, DeviceDocument, ProfileDocument } from '../../api/documents';
import { channelRows, withChannel, withoutChannel, type ChannelRow } from '../../documents';
import { unitSymbol } from '../../format';
import { addressWords } from '../../modbus';
import { ChannelDialog } from './ChannelDialog';

const NEW: ChannelDocument = { id: '' };

/** The channels of a device that is being made or changed. */
export function ChannelList({
  device,
  profile,
  modbus,
  onChange,
}: {
  device: DeviceDocument;
  profile?: ProfileDocument | undefined;
  modbus: boolean;
  onChange: (device: DeviceDocument) => void;
}) {
  const [editing, setEditing] = useState<ChannelDocument>();
  const rows = channelRows(device, profile);
  const done = (channel: ChannelDocument) => {
    onChange(withChannel(device, channel, profile));
    setEditing(undefined);
  };
  return (
    <>
      <ul className="gaps found">
        {rows.map((row) => (
          <Line
            key={row.channel.id}
            row={row}
            device={device}
            onEdit={() => setEditing(row.channel)}
            onRemove={() => onChange(withoutChannel(device, row.channel.id))}
          />
        ))}
      </ul>
      {rows.length === 0 && <div className="empty small">No channel yet.</div>}
      <div className="actions">
        <Button
          variant="default"
          mih={44}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setEditing(NEW)}
        >
          Add a channel
        </Button>
      </div>
      {editing && (
        <ChannelDialog
          channel={editing}
          base={profile?.channels.find(({ id }) => id === editing.id)}
          modbus={modbus}
          taken={editing === NEW ? rows.map(({ channel }) => channel.id) : []}
          onDone={done}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

const ORIGINS: Record<ChannelRow['origin'], string> = {
  profile: 'from the profile',
  changed: 'profile, changed here',
  own: '',
};

function Line({
  row: { channel, origin },
  device,
  onEdit,
  onRemove,
}: {
  row: ChannelRow;
  device: DeviceDocument;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { id, name, unit, scale, type, period } = channel;
  const facts = [
    addressWords({ ...device.address, ...channel.address }),
    type,
    unit && unitSymbol(unit),
    scale !== undefined && `× ${scale}`,
    period && `every ${period}`,
    ORIGINS[origin],
  ];
  return (
    <li className="line">
      <div>
        <strong>{name ?? id}</strong> <span className="quiet">{id}</span>
        <div className="quiet wrap">{facts.filter(Boolean).join(' · ')}</div>
      </div>
      <div className="tools">
        <Button variant="light" mih={44} px="sm" aria-label={`Change ${id}`} onClick={onEdit}>
          <IconPencil size={18} aria-hidden />
        </Button>
        {origin === 'own' && (
          <Button
            variant="light"
            color="red"
            mih={44}
            px="sm"
            aria-label={`Remove ${id}`}
            onClick={onRemove}
          >
            <IconTrash size={18} aria-hidden />
          </Button>
        )}
        {origin === 'changed' && (
          <Button
            variant="light"
            mih={44}
            px="sm"
            aria-label={`${id} as in the profile`}
            title="As in the profile"
            onClick={onRemove}
          >
            <IconRestore size={18} aria-hidden />
          </Button>
        )}
      </div>
    </li>
  );
}
