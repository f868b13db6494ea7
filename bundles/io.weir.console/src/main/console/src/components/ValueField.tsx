import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { Channel } from '../api/types';
import { choices, nameOf, unitSymbol } from '../format';

/** Where a new value is typed, or chosen where values have names. */
export function ValueField({
  channel,
  text,
  problem,
  onChange,
}: {
  channel: Channel;
  text: string;
  problem: string;
  onChange: (text: string) => void;
}) {
  const unit = unitSymbol(channel.unit);
  const label = unit ? `New value in ${unit}` : 'New value';
  if (channel.type === 'boolean') {
    return (
      <SegmentedControl
        fullWidth
        size="md"
        value={text === 'true' ? 'true' : 'false'}
        onChange={onChange}
        data={[
          { value: 'false', label: nameOf(false, channel.values) ?? 'Off' },
          { value: 'true', label: nameOf(true, channel.values) ?? 'On' },
        ]}
      />
    );
  }
  const named = choices(channel);
  if (named.length > 0) {
    const known = named.some(({ value }) => value === text);
    return (
      <NativeSelect
        label={label}
        size="md"
        data-autofocus
        data={known ? named : [{ value: text, label: text || 'Choose…' }, ...named]}
        value={text}
        error={problem}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label={label}
      description={limits(channel)}
      inputMode={channel.type === 'text' ? 'text' : 'decimal'}
      size="md"
      data-autofocus
      value={text}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function limits(channel: Channel): string {
  const { min, max } = channel.write ?? {};
  if (typeof min === 'number' && typeof max === 'number') return `From ${min} to ${max}`;
  if (typeof min === 'number') return `At least ${min}`;
  return typeof max === 'number' ? `At most ${max}` : '';
}
