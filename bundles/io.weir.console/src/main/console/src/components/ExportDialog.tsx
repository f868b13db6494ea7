import { Group, Modal, NativeSelect, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { exportUrl, siblings, type Content, type Format } from '../export';
import { rangeWords, type Range } from '../range';
import { Download } from './Download';

const CONTENTS: { value: Content; label: string }[] = [
  { value: 'raw', label: 'Every sample' },
  { value: 'minute', label: 'Sums of each minute' },
  { value: 'hour', label: 'Sums of each hour' },
  { value: 'day', label: 'Sums of each day' },
];
const FORMATS: { value: Format; label: string }[] = [
  { value: 'csv', label: 'CSV' },
  { value: 'jsonl', label: 'JSON Lines' },
];

/** Asks how the range shown is to be exported, and gives it as a file. */
export function ExportDialog({
  channel,
  range,
  onClose,
}: {
  channel: string;
  range: Range;
  onClose: () => void;
}) {
  const [all, setAll] = useState(false);
  const [content, setContent] = useState<Content>('raw');
  const [format, setFormat] = useState<Format>('csv');
  const [gzip, setGzip] = useState(false);
  const device = channel.slice(0, channel.indexOf('/'));
  return (
    <Modal opened onClose={onClose} title="Export">
      <Stack>
        <Text size="sm" c="dimmed">
          {rangeWords(range)}
        </Text>
        <SegmentedControl
          aria-label="Channels"
          size="md"
          value={all ? 'all' : 'one'}
          onChange={(value) => setAll(value === 'all')}
          data={[
            { value: 'one', label: 'This channel' },
            { value: 'all', label: `All of ${device}` },
          ]}
        />
        <NativeSelect
          label="Content"
          size="md"
          data={CONTENTS}
          value={content}
          onChange={(event) => setContent(event.currentTarget.value as Content)}
        />
        <SegmentedControl
          aria-label="Format"
          size="md"
          data={FORMATS}
          value={format}
          onChange={(value) => setFormat(value as Format)}
        />
        <Switch
          size="md"
          label="Compressed (gzip)"
          checked={gzip}
          onChange={(event) => setGzip(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Download
            label="Download"
            url={exportUrl(all ? siblings(channel) : channel, range, content, format, gzip)}
          />
        </Group>
      </Stack>
    </Modal>
  );
}
