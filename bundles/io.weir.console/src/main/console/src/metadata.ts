import type { DeviceDocument } from './api/documents';
import { omit } from './omit';

/** What people say of a device, and how the page asks for it. */
export const DETAILS = [
  { key: 'location', label: 'Location', description: 'Where people find it' },
  { key: 'description', label: 'Description', description: 'What it is for' },
  { key: 'serial', label: 'Serial number', description: 'As its label says' },
  { key: 'tags', label: 'Tags', description: 'Words to find it by, with commas between' },
] as const;

/** The tags of a device, each once. */
export function tagsOf(metadata: Record<string, string>): string[] {
  const words = (metadata['tags'] ?? '').split(',').map((tag) => tag.trim());
  return [...new Set(words.filter(Boolean))];
}

/** All tags of some devices, in the order of the alphabet. */
export function allTags(devices: { metadata: Record<string, string> }[]): string[] {
  const tags = new Set(devices.flatMap(({ metadata }) => tagsOf(metadata)));
  return [...tags].sort((a, b) => a.localeCompare(b));
}

export function detail(device: DeviceDocument, key: string): string {
  const metadata = device['metadata'] as Record<string, unknown> | undefined;
  const value = metadata?.[key];
  return typeof value === 'string' ? value : '';
}

/** The document that says this of the device, or nothing when the text is empty. */
export function withDetail(device: DeviceDocument, key: string, text: string): DeviceDocument {
  const before = (device['metadata'] ?? {}) as Record<string, unknown>;
  const metadata = text === '' ? omit(before, key) : { ...before, [key]: text };
  return Object.keys(metadata).length === 0
    ? (omit(device, 'metadata') as DeviceDocument)
    : { ...device, metadata };
}

/** The document with another name; without one when the text is empty. */
export function withName(device: DeviceDocument, name: string): DeviceDocument {
  return name === '' ? (omit(device, 'name') as DeviceDocument) : { ...device, name };
}
