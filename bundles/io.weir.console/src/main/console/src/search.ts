import type { Device } from './api/types';

/** The devices with those of their channels that match; all channels where the device matches. */
export function matching(devices: Device[], search: string): Device[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return devices;
  const hit = (text: string) => text.toLowerCase().includes(wanted);
  return devices.flatMap((device) => {
    if (hit(device.name) || hit(device.id)) return [device];
    const channels = device.channels.filter((c) => hit(c.name) || hit(c.id));
    return channels.length > 0 ? [{ ...device, channels }] : [];
  });
}
