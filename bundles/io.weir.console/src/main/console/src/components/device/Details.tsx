import { TextInput } from '@mantine/core';
import type { DeviceDocument } from '../../api/documents';
import { detail, DETAILS, withDetail, withName } from '../../metadata';

/** What people call a device and say of it. */
export function Details({
  device,
  shownName,
  told,
  onChange,
}: {
  device: DeviceDocument;
  /** What it is called while its document does not say. */
  shownName: string;
  /** What the device says of itself. */
  told: Record<string, string>;
  onChange: (device: DeviceDocument) => void;
}) {
  return (
    <section className="card stack" aria-label="About">
      <h2>About</h2>
      <TextInput
        label="Name"
        size="md"
        placeholder={shownName}
        value={device.name ?? ''}
        onChange={(event) => onChange(withName(device, event.currentTarget.value))}
      />
      {DETAILS.map(({ key, label, description }) => (
        <TextInput
          key={key}
          label={label}
          description={description}
          size="md"
          placeholder={told[key] ?? ''}
          value={detail(device, key)}
          onChange={(event) => onChange(withDetail(device, key, event.currentTarget.value))}
        />
      ))}
    </section>
  );
}
