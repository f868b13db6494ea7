import type { Device } from './api/types';
import { tagsOf } from './metadata';

/**
 * The devices with this tag, if one is given, and those of their channels that match; all channels
 * where the device matches by its name, its id or what is said of it.
 */
export function matching(devices: Device[], search: string, tag = ''): Device[] {
  const tagged = tag === '' ? devices : devices.filter((d) => tagsOf(d.metadata).includes(tag));
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return tagged;
  const hit = (text: string) => text.toLowerCase().includes(wanted);
  return tagged.flatMap((device) => {
    if (hit(device.name) || hit(device.id)) return [device];
    if (Object.values(device.metadata).some(hit)) return [device];
    const channels = device.channels.filter((c) => hit(c.name) || hit(c.id));
    return channels.length > 0 ? [{ ...device, channels }] : [];
  });
}
