import { SegmentedControl, Text } from '@mantine/core';
import type { Connection, DeviceDocument } from '../../api/documents';
import type { Draft, DraftProblems, Source } from '../../draft';
import { MODBUS } from '../../modbus';
import { ChannelList } from './ChannelList';
import { CsvImport } from './CsvImport';
import { ProfileChoice } from './ProfileChoice';

/** What the device is: a profile, a table of channels, or channels one by one. */
export function ContentStep({
  draft,
  device,
  problems,
  connection,
  onChange,
}: {
  draft: Draft;
  device: DeviceDocument;
  problems: DraftProblems;
  connection: Connection;
  onChange: (draft: Draft) => void;
}) {
  const problem = problems.profile ?? problems.channels;
  return (
    <>
      <SegmentedControl
        aria-label="Channels from"
        size="md"
        value={draft.source}
        onChange={(source) => onChange({ ...draft, source: source as Source })}
        data={[
          { value: 'profile', label: 'Profile' },
          { value: 'csv', label: 'CSV' },
          { value: 'empty', label: 'One by one' },
        ]}
      />
      {draft.source === 'profile' && (
        <ProfileChoice
          chosen={draft.profile}
          onChoose={(profile) => onChange({ ...draft, profile })}
        />
      )}
      {draft.source === 'csv' && (
        <CsvImport
          connection={connection.name}
          onImport={(channels) => onChange({ ...draft, channels })}
        />
      )}
      {(draft.source === 'empty' || (draft.source === 'csv' && draft.channels.length > 0)) && (
        <div>
          <ChannelList
            device={device}
            modbus={connection.pid === MODBUS}
            onChange={({ channels }) => onChange({ ...draft, channels: channels ?? [] })}
          />
        </div>
      )}
      {problem && (
        <Text c="red" size="sm" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}
